import { type KeyObject, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import { FaultError } from '../../core/contract/errors.ts';
import type { BusinessDay } from '../../core/contract/primitives.ts';
import type { Secrets } from '../../core/ports/ports.ts';
import { keyedHash } from './keyed-hash.ts';
import { seal, unseal } from './sealing.ts';
import { type Database, translating } from './sqlite-database.ts';

/** Name and length of the only key that is not in the database. */
export const MASTER_KEY = { name: 'kiosk-master-key', bytes: 32 } as const;

/** Bytes of a patient's keyed hash: 128 bits, as good as unique. */
export const REFERENCE_BYTES = 16;

interface SealingKey {
  readonly keyId: number;
  readonly seal: (text: string, boundTo: string) => Buffer;
}

export interface KeyRing {
  /** The key that seals what happens on a day, made at its first use. */
  readonly sealing: (day: BusinessDay) => SealingKey;
  /** @throws FaultError `data-unreadable` where the key is gone or the bytes are not as sealed. */
  unseal(keyId: number, sealed: Buffer, boundTo: string): string;
  /** A patient's number as a keyed hash: the same for the same number, on this kiosk only. */
  readonly reference: (patientKey: string) => Buffer;
  /** Days whose keys the master key at hand cannot open. */
  unopenable(): readonly BusinessDay[];
  /** Drops the copies in memory of keys whose rows were deleted. */
  forget(): void;
}

interface KeyRow {
  readonly key_id: number;
  readonly day: BusinessDay;
  readonly wrapped: Buffer;
}

/** The keys of the days, wrapped in the database under what `secrets` keeps. */
export const openKeyRing = async (database: Database, secrets: Secrets): Promise<KeyRing> => {
  const master = await secrets.obtain(MASTER_KEY.name, MASTER_KEY.bytes);
  if (master.byteLength !== MASTER_KEY.bytes) {
    throw new FaultError('config-invalid', `the ${MASTER_KEY.name} must have 32 bytes`);
  }
  const derived = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', master, '', `tiep-don ${purpose}`, 32));
  const wrapping = createSecretKey(derived('wrap day keys'));
  const reference = keyedHash(derived('find patients'));
  const opened = new Map<number, KeyObject>();
  const newest = new Map<BusinessDay, number>();

  const statements = {
    ofDay: database.prepare<[BusinessDay], KeyRow>(
      'select key_id, day, wrapped from day_key where day = ? order by key_id desc',
    ),
    byId: database.prepare<[number], KeyRow>(
      'select key_id, day, wrapped from day_key where key_id = ?',
    ),
    all: database.prepare<[], KeyRow>('select key_id, day, wrapped from day_key order by day'),
    add: database.prepare<[BusinessDay, Buffer]>(
      'insert into day_key (day, wrapped) values (?, ?)',
    ),
  };

  const unwrap = (row: KeyRow): KeyObject => {
    const known = opened.get(row.key_id);
    if (known !== undefined) return known;
    const key = createSecretKey(unseal(wrapping, row.wrapped, `day ${row.day}`));
    opened.set(row.key_id, key);
    return key;
  };
  const canUnwrap = (row: KeyRow): boolean => {
    try {
      unwrap(row);
      return true;
    } catch {
      return false;
    }
  };
  const make = (day: BusinessDay): number => {
    const bytes = randomBytes(32);
    const added = statements.add.run(day, seal(wrapping, bytes, `day ${day}`));
    const keyId = Number(added.lastInsertRowid);
    opened.set(keyId, createSecretKey(bytes));
    return keyId;
  };
  // Where the master key was lost, patients are still received: the day goes on under a new key.
  const keyOf = (day: BusinessDay): number =>
    statements.ofDay.all(day).find(canUnwrap)?.key_id ?? make(day);

  return {
    sealing: day => {
      const keyId = newest.get(day) ?? translating(() => keyOf(day));
      newest.set(day, keyId);
      const key = opened.get(keyId);
      if (key === undefined) throw new FaultError('internal', 'a day key is missing in memory');
      return { keyId, seal: (text, boundTo) => seal(key, text, boundTo) };
    },
    unseal: (keyId, sealed, boundTo) => {
      const key = opened.get(keyId) ?? unwrapById(keyId);
      return unseal(key, sealed, boundTo).toString('utf8');
    },
    reference: patientKey => reference(patientKey).subarray(0, REFERENCE_BYTES),
    unopenable: () =>
      translating(() => statements.all.all())
        .filter(row => !canUnwrap(row))
        .map(row => row.day),
    forget: () => {
      opened.clear();
      newest.clear();
    },
  };

  function unwrapById(keyId: number): KeyObject {
    const row = translating(() => statements.byId.get(keyId));
    if (row === undefined) throw new FaultError('data-unreadable', 'the key of that day is gone');
    return unwrap(row);
  }
};
