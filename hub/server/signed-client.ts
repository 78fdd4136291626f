import { createHash, createPrivateKey, type KeyObject, randomUUID, sign } from 'node:crypto';
import {
  type Client,
  type Contract,
  type MethodName,
  type Reply,
  replySchema,
} from '../../core/contract/contract.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { prepareSignature } from '../../core/contract/hub-signature.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { post } from './post.ts';
import { COMMAND_LINE, hmacOf, keyIdOf } from './request-signature.ts';

/** Who signs: a machine with its own key, or the command line with the hub's. */
export type Signer =
  | { readonly secret: Uint8Array }
  | { readonly keyId: string; readonly key: KeyObject; readonly publicKey: string };

export interface SignedClientOptions {
  readonly url: string;
  readonly signer: Signer;
  readonly clock: Clock;
  /** PEM of the certificate that must answer, where the address is `https`. */
  readonly certificate?: string | undefined;
  /** Longest silence before the answer; 10 s unless said. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;

/** PKCS #8 around 32 bytes of an Ed25519 private key (RFC 8410, 7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The key of a machine from 32 random bytes. */
export const machineKey = (seed: Uint8Array): Extract<Signer, { key: KeyObject }> => {
  const key = createPrivateKey({
    key: Buffer.concat([PKCS8, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const { x: publicKey = '' } = key.export({ format: 'jwk' });
  return { key, publicKey, keyId: keyIdOf(publicKey) };
};

/** Headers of a signed request. */
export const signedHeaders = (
  { signer, clock }: Pick<SignedClientOptions, 'signer' | 'clock'>,
  path: string,
  body: string,
): Record<string, string> => {
  const bodySha256 = createHash('sha256').update(body).digest('base64');
  const isMachine = 'key' in signer;
  const prepared = prepareSignature(
    { method: 'POST', path, query: '?', bodySha256 },
    {
      keyId: isMachine ? signer.keyId : COMMAND_LINE,
      algorithm: isMachine ? 'ed25519' : 'hmac-sha256',
      now: clock.now(),
      nonce: randomUUID(),
    },
  );
  const signature = isMachine
    ? sign(null, Buffer.from(prepared.base), signer.key).toString('base64')
    : hmacOf(prepared.base, signer.secret);
  return { 'content-type': 'application/json', ...prepared.headers(signature) };
};

/** Calls a contract of the hub under `/<door>/`. @throws FaultError with the code of a refusal. */
export const signedClient = <C extends Contract>(
  contract: C,
  door: 'v1' | 'admin' | 'join',
  options: SignedClientOptions,
): Client<C> => {
  const call = async (method: MethodName<C>, input: unknown): Promise<unknown> => {
    const path = `/${door}/${method}`;
    const body = JSON.stringify(input);
    const headers = signedHeaders(options, path, body);
    const { url, certificate, timeoutMs = TIMEOUT_MS } = options;
    const answer = await post(`${url}${path}`, headers, body, timeoutMs, certificate).catch(
      (error: unknown) => {
        throw new FaultError('hub-unreachable', 'the hub does not answer', { cause: error });
      },
    );
    const output = contract[method]?.output;
    if (output === undefined) throw new FaultError('unknown-method');
    const reply = replySchema(output).parse(JSON.parse(answer)) as Reply<unknown>;
    if (reply.ok) return reply.value;
    throw new FaultError(reply.error.code);
  };
  const methods = Object.keys(contract) as MethodName<C>[];
  return Object.fromEntries(
    methods.map(method => [method, (input: unknown) => call(method, input)]),
  ) as unknown as Client<C>;
};
