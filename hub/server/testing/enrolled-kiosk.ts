import { randomBytes } from 'node:crypto';
import { type Client } from '../../../core/contract/contract.ts';
import { joinContract } from '../../../core/contract/enrolment.ts';
import { type HubContract, hubContract } from '../../../core/contract/hub.ts';
import { type Clock } from '../../../core/ports/ports.ts';
import { decodeEnrolmentCode } from '../../../core/enrolment/enrolment-code.ts';
import { systemClock } from '../../ports/system-clock.ts';
import { ADMIN_SECRET, type AdminContract, adminContract } from '../admin-contract.ts';
import { fileSecrets } from '../file-secrets.ts';
import { machineKey, signedClient, type SignedClientOptions } from '../signed-client.ts';

export interface HubAtTest {
  readonly url: string;
  readonly secretsDirectory: string;
  /** PEM, where the hub speaks TLS. */
  readonly certificate?: string | undefined;
  readonly clock?: Clock;
}

/** The command line's own line to a hub. */
export const adminOf = async (hub: HubAtTest): Promise<Client<AdminContract>> => {
  const secret = await fileSecrets(hub.secretsDirectory).obtain(
    ADMIN_SECRET.name,
    ADMIN_SECRET.bytes,
  );
  const { url, certificate, clock = systemClock } = hub;
  return signedClient(adminContract, 'admin', { url, certificate, clock, signer: { secret } });
};

/** A machine that has just joined under that name, as its signed client takes it. */
export const enrolledMachine = async (
  hub: HubAtTest,
  kioskId: string,
): Promise<SignedClientOptions & { readonly signer: ReturnType<typeof machineKey> }> => {
  const admin = await adminOf(hub);
  const { code } = await admin.newEnrolmentCode({ kioskId, validMs: 60_000 });
  const secret = decodeEnrolmentCode(code)?.secret ?? new Uint8Array();
  const signer = machineKey(randomBytes(32));
  const { url, certificate, clock = systemClock } = hub;
  const options = { url, certificate, clock, signer };
  await signedClient(joinContract, 'join', options).enrol({
    secret: Buffer.from(secret).toString('base64url'),
    publicKey: signer.publicKey,
    version: 'test',
  });
  return options;
};

/** Calls a hub as a kiosk does. */
export const kioskOf = (options: SignedClientOptions): Client<HubContract> =>
  signedClient(hubContract, 'v1', options);

/** A machine that has just joined under that name, and calls the hub. */
export const enrolledKiosk = async (
  hub: HubAtTest,
  kioskId = 'kiosk-1',
): Promise<Client<HubContract>> => kioskOf(await enrolledMachine(hub, kioskId));
