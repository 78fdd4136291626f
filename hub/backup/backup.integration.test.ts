import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { hubIdentity } from '../server/hub-identity.ts';
import { createIntake } from '../intake/intake.ts';
import { PATIENT_SECRET, patientAliases } from '../intake/patient-aliases.ts';
import { checkInEvent } from '../intake/testing/synthetic-events.ts';
import { systemClock } from '../ports/system-clock.ts';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { type Database } from '../storage/database.ts';
import { migrate } from '../storage/migrations.ts';
import { CARRIERS, type CarriedDatabase } from '../storage/testing/carriers.ts';
import { obtainOwnCertificate } from '../tls/hub-certificate.ts';
import { backUp, countBackup } from './backup.ts';
import { restore } from './restore.ts';
import { tablesOf } from './tables.ts';

const folder = mkdtempSync(join(tmpdir(), 'hub-backup-'));
const passphrase = 'ba mươi sáu phố phường';
const ids = timeOrderedIds(systemClock);
const today = businessDayOf(systemClock.now());
const carriers = CARRIERS.filter(({ isAvailable }) => isAvailable);
let round = 0;
const fresh = (name: string): string => join(folder, `${name}-${(round += 1)}`);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const patients = patientAliases(Buffer.alloc(32, 3));
const intakeOf = (database: Database) =>
  createIntake({ database, clock: systemClock, ids, patients });

/** A hub with visits of people whose names are hard to copy, a duplicate, numbers and a kiosk. */
const fill = async (database: Database): Promise<void> => {
  await migrate(database);
  await hubIdentity(database, ids, systemClock);
  const intake = intakeOf(database);
  const first = checkInEvent({ bookingId: 'bk-1' });
  const hard = checkInEvent();
  await intake.receive('kiosk-1', [
    first,
    { ...checkInEvent({ bookingId: 'bk-1' }), eventId: ids.uuid(), visitId: ids.uuid() },
    { ...hard, identity: { ...hard.identity, name: 'Nguyễn "Thị"\\u0000 Hòa\n\t\\' } },
    { eventId: ids.uuid(), nonsense: ['\u0001', null, 1e300] },
  ]);
  await database.script(`
    insert into number_series values ('eye', 'normal', 'E');
    insert into number_sequence (service_point_id, day, number_class, last_number, last_leased)
      values ('eye', '${today}', 'normal', 17, 5040), ('eye', '2026-01-01', 'normal', 3, 0);
    insert into kiosk (key_id, public_key, kiosk_id, enrolled_at, former_names)
      values ('key', 'x', 'kiosk-1', '2026-11-22T01:02:03.456789Z', '["old"]');
    insert into request_nonce values ('key', 'nonce', now())`);
};

const contentOf = async (database: Database) => {
  const content: Record<string, unknown> = {};
  for (const { name, columns } of await tablesOf(database)) {
    const values = columns.map(column => `"${column.name}"::text`).join(', ');
    const { rows } = await database.query(
      `select json_build_array(${values})::text as row from "${name}" order by 1`,
    );
    content[name] = rows;
  }
  return content;
};

const secretsWithKeys = (): string => {
  const directory = fresh('secrets');
  obtainOwnCertificate(directory, ['hub'], systemClock.now());
  writeFileSync(join(directory, `${PATIENT_SECRET.name}.key`), 'ab'.repeat(32));
  return directory;
};

const copyOf = async (database: Database, secretsDirectory = secretsWithKeys()) => {
  const file = fresh('backup');
  const parts = { database, secretsDirectory, file, passphrase };
  const counts = await backUp({ ...parts, version: '9.9.9', clock: systemClock });
  return { file, counts, secretsDirectory };
};

describe.each(carriers)('a backup from $name', carrier => {
  let source: CarriedDatabase;
  beforeAll(async () => {
    source = await carrier.open();
    await fill(source.database);
  });
  afterAll(() => source.close());

  it.each(carriers)('is the same hub again on $name', async other => {
    const { file, counts, secretsDirectory } = await copyOf(source.database);
    expect(counts).toMatchObject({ visit: 3, intake_event: 4, kiosk: 1, delivery: 3 });
    expect(await countBackup(file, passphrase)).toEqual(counts);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    const target = await other.open();
    try {
      const keys = fresh('secrets');
      const parts = { file, passphrase, database: target.database, secretsDirectory: keys };
      await restore({ ...parts, clock: systemClock, daysAhead: undefined });
      expect(await contentOf(target.database)).toEqual(await contentOf(source.database));
      const name = 'hub-tls-next-key.pem';
      expect(readFileSync(join(keys, name))).toEqual(readFileSync(join(secretsDirectory, name)));
      // The counter of deliveries goes on, and references hold again.
      const intake = intakeOf(target.database);
      expect(await intake.receive('kiosk-1', [checkInEvent()])).toMatchObject([
        { outcome: 'accepted' },
      ]);
      await expect(
        target.database.script(`insert into kiosk (key_id, public_key, kiosk_id, enrolled_at)
          values ('k', 'x', 'kiosk-1', now())`),
      ).rejects.toMatchObject({ constraint: 'kiosk_name' });
    } finally {
      await target.close();
    }
  });

  it('goes on with numbers that nobody can hold, unless it is known to be the latest', async () => {
    const { file } = await copyOf(source.database);
    const target = await carrier.open();
    try {
      const parts = {
        file,
        passphrase,
        database: target.database,
        secretsDirectory: fresh('keys'),
      };
      await restore({ ...parts, clock: systemClock, daysAhead: 1 });
      const { rows } = await target.database.query(
        'select day, last_number, last_leased from number_sequence order by day limit 2',
      );
      expect(rows).toEqual([
        { day: '2026-01-01', last_number: 3, last_leased: 0 },
        { day: today, last_number: 1017, last_leased: 6040 },
      ]);
    } finally {
      await target.close();
    }
  });

  it('is one moment: what comes while it is written is not in it', async () => {
    if (source.second === undefined) return;
    const before = await source.database.query<{ n: number }>('select count(*) as n from visit');
    const copying = copyOf(source.database);
    const intake = intakeOf(source.second);
    const arriving = Array.from({ length: 20 }, () => intake.receive('kiosk-1', [checkInEvent()]));
    const [{ counts }] = await Promise.all([copying, ...arriving]);
    expect(counts['visit']).toBe(counts['delivery']);
    expect(counts['visit']).toBeGreaterThanOrEqual(before.rows[0]?.n ?? 0);
  });
});

describe('a backup', () => {
  let source: CarriedDatabase;
  let file: string;
  beforeAll(async () => {
    source = await carriers[0]!.open();
    await fill(source.database);
    ({ file } = await copyOf(source.database));
  });
  afterAll(() => source.close());

  const counted = (other: string, key = passphrase) => countBackup(other, key);
  const changed = (name: string, change: (bytes: Buffer) => Buffer): string => {
    const other = fresh(name);
    writeFileSync(other, change(readFileSync(file)));
    return other;
  };

  it('holds nothing that can be read without its passphrase', () => {
    const bytes = readFileSync(file).toString('latin1');
    for (const word of ['PRIVATE KEY', 'kiosk', 'Nguy']) expect(bytes).not.toContain(word);
  });

  it('does not open with another passphrase', async () => {
    await expect(counted(file, 'another passphrase')).rejects.toMatchObject({
      code: 'not-permitted',
    });
  });

  it('that was changed, cut short or is none is refused', async () => {
    const size = statSync(file).size;
    const flipped = changed('flipped', bytes => {
      bytes[size - 100] = (bytes[size - 100] ?? 0) ^ 1;
      return bytes;
    });
    await expect(counted(flipped)).rejects.toMatchObject({ name: 'FaultError' });
    const short = changed('short', bytes => bytes);
    truncateSync(short, size - 50);
    await expect(counted(short)).rejects.toMatchObject({ code: 'data-unreadable' });
    await expect(
      counted(changed('more', bytes => Buffer.concat([bytes, bytes]))),
    ).rejects.toThrow();
    await expect(counted(changed('none', () => Buffer.from('hello\n')))).rejects.toMatchObject({
      code: 'data-unreadable',
    });
    await expect(counted(fresh('nowhere'))).rejects.toMatchObject({ code: 'config-invalid' });
  });

  it('goes into an empty place only, and a damaged one leaves that place empty', async () => {
    const used = { file, passphrase, database: source.database, secretsDirectory: fresh('keys') };
    const rest = { clock: systemClock, daysAhead: 1 };
    await expect(restore({ ...used, ...rest })).rejects.toMatchObject({ code: 'data-in-use' });
    const target = await carriers[0]!.open();
    try {
      const place = { ...used, ...rest, database: target.database };
      await expect(
        restore({ ...place, secretsDirectory: secretsWithKeys() }),
      ).rejects.toMatchObject({ code: 'data-in-use' });
      const size = statSync(file).size;
      const damaged = changed('damaged', bytes => bytes.subarray(0, size - 1));
      await expect(restore({ ...place, file: damaged })).rejects.toMatchObject({
        name: 'FaultError',
      });
      const { rows } = await target.database.query<{ there: boolean }>(
        "select to_regclass('visit') is not null as there",
      );
      expect(rows).toEqual([{ there: false }]);
      expect(existsSync(used.secretsDirectory)).toBe(false);
      await restore(place);
    } finally {
      await target.close();
    }
  });

  it('that cannot be written leaves nothing behind', async () => {
    const parts = { database: source.database, secretsDirectory: fresh('keys'), passphrase };
    const nowhere = join(folder, 'no', 'such', 'folder');
    await expect(
      backUp({ ...parts, file: nowhere, version: '9', clock: systemClock }),
    ).rejects.toMatchObject({ code: 'storage-failed' });
    expect(existsSync(`${nowhere}.partial`)).toBe(false);
    await source.database.query('select 1');
  });
});
