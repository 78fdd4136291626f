import { createHash, randomBytes } from 'node:crypto';
import { FaultError } from '../../core/contract/errors.ts';
import {
  encodeEnrolmentCode,
  FINGERPRINT_BYTES,
  SECRET_BYTES,
} from '../../core/enrolment/enrolment-code.ts';
import { type Database, type Queryable } from '../storage/database.ts';
import { type HubFront } from '../tls/hub-front.ts';
import { type NewMachine, showKiosk, storeMachine } from './kiosk-register.ts';

export interface CodeWish {
  /** The name the machine gets; an older machine of that name is replaced. */
  readonly kioskId?: string | undefined;
  readonly validMs: number;
}

export interface MadeCode {
  readonly code: string;
  readonly expiresAt: string;
  /** The name belongs to a machine that stops being taken when the code is used. */
  readonly replaces: boolean;
}

const hashOf = (secret: Uint8Array): string => createHash('sha256').update(secret).digest('hex');

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** Used and expired codes are answered as what they are for this long. */
const REMEMBERED_MS = 30 * 86_400_000;

/** A code for one machine, for a short time. Only its hash is stored. */
export const makeEnrolmentCode = async (
  database: Queryable,
  front: HubFront,
  wish: CodeWish,
  now: number,
): Promise<MadeCode> => {
  const secret = randomBytes(SECRET_BYTES);
  const [pin] = front.pins;
  const fingerprint =
    pin === undefined
      ? new Uint8Array()
      : Buffer.from(pin, 'base64url').subarray(0, FINGERPRINT_BYTES);
  const expiresAt = iso(now + wish.validMs);
  await database.query('delete from enrolment_code where expires_at < $1', [
    iso(now - REMEMBERED_MS),
  ]);
  await database.query(
    `insert into enrolment_code (code_hash, kiosk_id, made_at, expires_at)
     values ($1, $2, $3, $4)`,
    [hashOf(secret), wish.kioskId ?? null, iso(now), expiresAt],
  );
  const named = wish.kioskId === undefined ? [] : await showKiosk(database, wish.kioskId);
  return {
    code: encodeEnrolmentCode({ hubUrl: front.url, fingerprint, secret }),
    expiresAt,
    replaces: named.some(({ state }) => state === 'active'),
  };
};

interface CodeRow {
  readonly kiosk_id: string | null;
  readonly used_by: string | null;
  readonly is_over: boolean;
}

export interface Joining extends Omit<NewMachine, 'named'> {
  readonly secret: Uint8Array;
}

/**
 * Takes a machine in that shows a code. The machine that used a code may show it again, so that a
 * lost answer costs nothing.
 * @throws FaultError `enrolment-code-wrong`, `-used`, `-expired`, or `kiosk-id-taken`.
 */
export const useEnrolmentCode = (database: Database, joining: Joining): Promise<string> =>
  database.transaction(async tx => {
    const { rows } = await tx.query<CodeRow>(
      `select kiosk_id, used_by, expires_at < $2 as is_over from enrolment_code
       where code_hash = $1 for update`,
      [hashOf(joining.secret), joining.at],
    );
    const [row] = rows;
    if (row === undefined) throw new FaultError('enrolment-code-wrong');
    if (row.used_by !== null && row.used_by !== joining.keyId) {
      throw new FaultError('enrolment-code-used');
    }
    if (row.is_over) throw new FaultError('enrolment-code-expired');
    if (row.used_by !== null) return nameOfUser(tx, row.used_by);
    const kioskId = await storeMachine(tx, { ...joining, named: row.kiosk_id });
    await tx.query('update enrolment_code set used_at = $2, used_by = $3 where code_hash = $1', [
      hashOf(joining.secret),
      joining.at,
      joining.keyId,
    ]);
    return kioskId;
  });

/** A machine that was revoked meanwhile does not come back with the code that it used. */
const nameOfUser = async (tx: Queryable, keyId: string): Promise<string> => {
  const { rows } = await tx.query<{ kiosk_id: string }>(
    'select kiosk_id from kiosk where key_id = $1 and revoked_at is null',
    [keyId],
  );
  const [row] = rows;
  if (row === undefined) throw new FaultError('enrolment-code-used');
  return row.kiosk_id;
};
