import { hash, randomBytes } from 'node:crypto';
import { joinContract } from '../../core/contract/enrolment.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { decodeEnrolmentCode, type EnrolmentCode } from '../../core/enrolment/enrolment-code.ts';
import type { Clock, Ids } from '../../core/ports/ports.ts';
import { createPinnedFetch } from '../hub-client/pinned-fetch.ts';
import { signedCall } from '../hub-client/signed-call.ts';
import type { StoreSettings } from '../storage/kiosk-store.ts';
import {
  type Enrolment,
  readEnrolment,
  readPending,
  removePending,
  writeEnrolment,
  writePending,
} from './enrolment-record.ts';
import { kioskKeyFrom } from './kiosk-key.ts';

export interface EnrolParts {
  readonly settings: StoreSettings;
  readonly master: Uint8Array;
  /** The name this machine would like, where the code names none. */
  readonly wishedId: string | undefined;
  readonly version: string;
  readonly clock: Clock;
  readonly ids: Ids;
}

const LIMIT_MS = 10_000;
const SALT_BYTES = 32;

/** True where a key of the hub is the one whose beginning stands in the code. */
export const isOfCode = ({ fingerprint }: EnrolmentCode, pin: string): boolean =>
  fingerprint.length > 0 &&
  Buffer.from(pin, 'base64url').subarray(0, fingerprint.length).equals(fingerprint);

/** @throws FaultError `enrolment-code-wrong` where the text is no code. */
export const readCode = (text: string): EnrolmentCode => {
  const code = decodeEnrolmentCode(text);
  if (code !== undefined) return code;
  throw new FaultError(
    'enrolment-code-wrong',
    'this is no code of a hub: a character is wrong or missing',
  );
};

/** One salt for each code, kept before anything is sent: a lost answer is asked for again. */
const saltFor = (settings: StoreSettings, code: EnrolmentCode): string => {
  const codeHash = hash('sha256', code.secret, 'hex');
  const pending = readPending(settings);
  if (pending?.codeHash === codeHash) return pending.salt;
  const salt = randomBytes(SALT_BYTES).toString('base64url');
  writePending(settings, { codeHash, salt });
  return salt;
};

/**
 * Joins the hub that made the code, with a key made for it. What was kept of an earlier hub is
 * replaced only once the new one has answered.
 * @throws FaultError the hub's `enrolment-code-…` and `kiosk-id-taken`, `hub-not-trusted` where
 * something else answers at its address, `hub-unreachable`, `hub-timeout`, `clock-skew`.
 */
export const enrol = async (text: string, parts: EnrolParts): Promise<Enrolment> => {
  const { settings, clock, ids, version, wishedId } = parts;
  const code = readCode(text);
  const salt = saltFor(settings, code);
  const key = kioskKeyFrom(parts.master, salt);
  const former = readEnrolment(settings)?.kioskId ?? wishedId;
  const answer = await signedCall(
    joinContract,
    'enrol',
    {
      secret: Buffer.from(code.secret).toString('base64url'),
      publicKey: key.publicKey,
      version,
      ...(wishedId === undefined ? {} : { kioskId: wishedId }),
      ...(former === undefined ? {} : { formerId: former }),
    },
    {
      baseUrl: code.hubUrl,
      door: 'join',
      key,
      limitMs: LIMIT_MS,
      fetch: createPinnedFetch(pin => isOfCode(code, pin)),
      clock,
      ids,
    },
  );
  if (code.hubUrl.startsWith('https:') && !answer.pins.some(pin => isOfCode(code, pin))) {
    throw new FaultError('hub-not-trusted', 'the hub names other keys than its code');
  }
  const enrolment: Enrolment = {
    hubUrl: code.hubUrl,
    hubId: answer.hubId,
    kioskId: answer.kioskId,
    pins: answer.pins,
    salt,
    enrolledAt: new Date(clock.now()).toISOString(),
  };
  writeEnrolment(settings, enrolment);
  removePending(settings);
  return enrolment;
};
