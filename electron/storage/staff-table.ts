import type { Clock } from '../../core/ports/ports.ts';
import { type Database, translating } from './sqlite-database.ts';

/** Argon2id of a PIN or badge, with what is needed to compute it again. */
export interface StaffCredential {
  readonly credentialId: string;
  readonly kind: 'pin' | 'badge';
  /** Whose badge it is; of the PIN just that. */
  readonly name: string;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
  readonly memoryKib: number;
  readonly passes: number;
}

export interface StaffLock {
  readonly failures: number;
  /** Milliseconds since the epoch. */
  readonly lockedUntil: number;
}

export const STAFF_ACTIONS = [
  'signed-in',
  'refused',
  'locked',
  'signed-out',
  'session-ended',
  'pin-set',
  'badge-added',
  'badge-removed',
  'device-tested',
  'device-changed',
  'paper-low-changed',
  'devices-restarted',
  'outbox-retried',
  'outbox-exported',
  'trace-recorded',
] as const;
export type StaffAction = (typeof STAFF_ACTIONS)[number];

export interface StaffAuditRow {
  readonly at: string;
  readonly who: string;
  readonly action: StaffAction;
  readonly detail: string;
}

/** Who may open the staff pages, and what was done there. */
export interface StaffTable {
  credentials(): readonly StaffCredential[];
  /** In place of one with that id. */
  put(credential: StaffCredential): void;
  /** True where there was one. */
  remove(credentialId: string): boolean;
  lock(): StaffLock;
  setLock(lock: StaffLock): void;
  audit(who: string, action: StaffAction, detail?: string): void;
  /** Newest first. */
  audited(limit: number): readonly StaffAuditRow[];
}

/** Years of a hospital's maintenance; old rows make room. */
const KEPT_AUDIT_ROWS = 10_000;

interface CredentialRow {
  readonly credential_id: string;
  readonly kind: 'pin' | 'badge';
  readonly name: string;
  readonly salt: Buffer;
  readonly hash: Buffer;
  readonly memory_kib: number;
  readonly passes: number;
}

export const openStaffTable = (database: Database, clock: Clock): StaffTable => {
  const sql = {
    credentials: database.prepare<[], CredentialRow>(
      'select * from staff_credential order by added_at, credential_id',
    ),
    put: database.prepare<[string, string, string, Uint8Array, Uint8Array, number, number, number]>(
      'insert or replace into staff_credential values (?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    remove: database.prepare<[string]>('delete from staff_credential where credential_id = ?'),
    lock: database.prepare<[], { failures: number; locked_until: number }>(
      'select failures, locked_until from staff_lock',
    ),
    setLock: database.prepare<[number, number]>(
      'insert or replace into staff_lock values (1, ?, ?)',
    ),
    audit: database.prepare<[number, string, string, string]>(
      'insert into staff_audit (at, who, action, detail) values (?, ?, ?, ?)',
    ),
    forget: database.prepare<[number]>(
      'delete from staff_audit where sequence <= (select max(sequence) from staff_audit) - ?',
    ),
    audited: database.prepare<
      [number],
      { at: number; who: string; action: StaffAction; detail: string }
    >('select at, who, action, detail from staff_audit order by sequence desc limit ?'),
  };
  return {
    credentials: () =>
      translating(() => sql.credentials.all()).map(row => ({
        credentialId: row.credential_id,
        kind: row.kind,
        name: row.name,
        salt: row.salt,
        hash: row.hash,
        memoryKib: row.memory_kib,
        passes: row.passes,
      })),
    put: ({ credentialId, kind, name, salt, hash, memoryKib, passes }) => {
      translating(() =>
        sql.put.run(credentialId, kind, name, salt, hash, memoryKib, passes, clock.now()),
      );
    },
    remove: credentialId => translating(() => sql.remove.run(credentialId)).changes > 0,
    lock: () => {
      const row = translating(() => sql.lock.get());
      return { failures: row?.failures ?? 0, lockedUntil: row?.locked_until ?? 0 };
    },
    setLock: ({ failures, lockedUntil }) => {
      translating(() => sql.setLock.run(failures, lockedUntil));
    },
    audit: (who, action, detail = '') => {
      translating(() => {
        sql.audit.run(clock.now(), who, action, detail.slice(0, 300));
        sql.forget.run(KEPT_AUDIT_ROWS);
      });
    },
    audited: limit =>
      translating(() => sql.audited.all(limit)).map(({ at, ...row }) => ({
        at: new Date(at).toISOString(),
        ...row,
      })),
  };
};
