import { FaultError } from '../../core/contract/errors.ts';
import { type Database, type Queryable, SqlError } from '../storage/database.ts';

/** A machine that joined, as IT sees it. */
export interface RegisteredKiosk {
  readonly kioskId: string;
  readonly keyId: string;
  readonly state: 'active' | 'revoked' | 'replaced';
  readonly enrolledAt: string;
  readonly revokedAt: string | null;
  readonly version: string | null;
  readonly lastSeenAt: string | null;
  /** Its clock less the hub's, in milliseconds. */
  readonly clockAheadMs: number | null;
  /** It knows the key that the hub will have next. */
  readonly toldPin: string | null;
}

const SELECT = `select kiosk_id as "kioskId", key_id as "keyId",
  coalesce(revoked_because, 'active') as state, enrolled_at as "enrolledAt",
  revoked_at as "revokedAt", version, last_seen_at as "lastSeenAt",
  clock_ahead_ms as "clockAheadMs", told_pin as "toldPin" from kiosk`;

/** Machines in order of their names; those of earlier days only where asked for. */
export const listKiosks = async (
  database: Queryable,
  all: boolean,
): Promise<readonly RegisteredKiosk[]> => {
  const { rows } = await database.query<RegisteredKiosk>(
    `${SELECT} where $1 or revoked_because is null or (revoked_because = 'revoked'
       and not exists (select from kiosk other
         where other.kiosk_id = kiosk.kiosk_id and other.revoked_at is null))
     order by kiosk_id, enrolled_at`,
    [all],
  );
  return rows;
};

/** Every machine that has or had a name, the newest first. */
export const showKiosk = async (
  database: Queryable,
  kioskId: string,
): Promise<readonly RegisteredKiosk[]> => {
  const { rows } = await database.query<RegisteredKiosk>(
    `${SELECT} where kiosk_id = $1 order by enrolled_at desc`,
    [kioskId],
  );
  return rows;
};

/** The hub takes nothing from that machine from now on. @returns whether there was one. */
export const revokeKiosk = async (
  database: Queryable,
  kioskId: string,
  now: string,
): Promise<boolean> => {
  const { affected } = await database.query(
    `update kiosk set revoked_at = $2, revoked_because = 'revoked'
     where kiosk_id = $1 and revoked_at is null`,
    [kioskId, now],
  );
  return affected > 0;
};

/**
 * The machine gets another name, which it hears with its next greeting.
 * @throws FaultError `kiosk-id-taken` where another machine has that name.
 */
export const renameKiosk = async (
  database: Database,
  from: string,
  to: string,
): Promise<boolean> => {
  try {
    return await database.transaction(async tx => {
      const { affected } = await tx.query(
        `update kiosk set kiosk_id = $2, former_names = (former_names - $1) || to_jsonb($1::text)
         where kiosk_id = $1 and revoked_at is null`,
        [from, to],
      );
      if (affected === 0) return false;
      // The numbers in its hand go with it, or it could not give them back.
      await tx.query(
        `update number_issue set kiosk_id = $2 where kiosk_id = $1 and kind = 'lease'
           and returned_at is null`,
        [from, to],
      );
      return true;
    });
  } catch (error) {
    if (error instanceof SqlError && error.constraint === 'kiosk_name') throw nameTaken(to);
    throw error;
  }
};

const nameTaken = (kioskId: string): FaultError =>
  new FaultError('kiosk-id-taken', `another machine is called ${kioskId}`);

export const publicKeyOf = async (
  database: Queryable,
  keyId: string,
): Promise<string | undefined> => {
  const { rows } = await database.query<{ public_key: string }>(
    'select public_key from kiosk where key_id = $1',
    [keyId],
  );
  return rows[0]?.public_key;
};

/** What a kiosk says of itself with a greeting, and what it is told. */
export interface Greeting {
  readonly keyId: string;
  readonly version: string;
  readonly clockAheadMs: number;
  readonly toldPin: string | undefined;
  readonly at: string;
}

export const noteGreeting = async (database: Queryable, greeting: Greeting): Promise<void> => {
  await database.query(
    `update kiosk set version = $2, clock_ahead_ms = $3, told_pin = $4, last_seen_at = $5
     where key_id = $1`,
    [
      greeting.keyId,
      greeting.version,
      greeting.clockAheadMs,
      greeting.toldPin ?? null,
      greeting.at,
    ],
  );
};

export interface NewMachine {
  readonly keyId: string;
  readonly publicKey: string;
  readonly version: string;
  /** As the code says; then an older machine of that name is replaced. */
  readonly named: string | null;
  readonly wished: string | undefined;
  /** The name its stored visits carry. */
  readonly former: string | undefined;
  readonly at: string;
}

const isFree = async (tx: Queryable, kioskId: string): Promise<boolean> => {
  const { rows } = await tx.query('select from kiosk where kiosk_id = $1 and revoked_at is null', [
    kioskId,
  ]);
  return rows.length === 0;
};

const nextFreeName = async (tx: Queryable): Promise<string> => {
  const { rows } = await tx.query<{ highest: number | null }>(
    `select max(substr(kiosk_id, 7)::bigint) as highest from kiosk
     where kiosk_id ~ '^kiosk-[0-9]{1,9}$'`,
  );
  return `kiosk-${(rows[0]?.highest ?? 0) + 1}`;
};

const nameFor = async (tx: Queryable, { named, wished }: NewMachine): Promise<string> => {
  if (named !== null) return named;
  if (wished === undefined) return nextFreeName(tx);
  if (!(await isFree(tx, wished))) throw nameTaken(wished);
  return wished;
};

/** Stores a machine under its name, in the place of another where the code said so. */
export const storeMachine = async (tx: Queryable, machine: NewMachine): Promise<string> => {
  const kioskId = await nameFor(tx, machine);
  const { keyId, publicKey, version, former, at } = machine;
  await tx.query(
    `update kiosk set revoked_at = $2, revoked_because = 'replaced'
     where kiosk_id = $1 and revoked_at is null`,
    [kioskId, at],
  );
  await tx.query(
    `insert into kiosk (key_id, public_key, kiosk_id, enrolled_at, version, former_names)
     values ($1, $2, $3, $4, $5, $6::jsonb)`,
    [keyId, publicKey, kioskId, at, version, JSON.stringify(former === undefined ? [] : [former])],
  );
  return kioskId;
};

/** What a verified request is worth: whose it is, and whether it came before. */
export interface Admission {
  readonly kioskId: string;
  readonly formerNames: readonly string[];
  readonly isRevoked: boolean;
  readonly isNew: boolean;
}

/** Uses up the nonce of a request and says whose key it was, in one statement. */
export const admit = async (
  database: Database,
  keyId: string,
  nonce: string,
  expiresAt: string,
): Promise<Admission | undefined> => {
  const { rows } = await database.query<Admission>(
    `with used as (
       insert into request_nonce (key_id, nonce, expires_at)
       select key_id, $2, $3 from kiosk where key_id = $1
       on conflict do nothing returning key_id
     )
     select kiosk_id as "kioskId", former_names as "formerNames", revoked_at is not null as "isRevoked",
       exists (select from used) as "isNew"
     from kiosk where key_id = $1`,
    [keyId, nonce, expiresAt],
  );
  return rows[0];
};
