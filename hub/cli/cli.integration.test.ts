import { type ChildProcess, fork, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deviceChangeSchema } from '../../core/contract/hub.ts';
import { storeDeviceChanges } from '../devices/device-changes.ts';
import { createIntake } from '../intake/intake.ts';
import { checkInEvent } from '../intake/testing/synthetic-events.ts';
import { TEST_PATIENTS } from '../intake/testing/test-patients.ts';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { systemClock } from '../ports/system-clock.ts';
import { migrate } from '../storage/migrations.ts';
import { openDatabase } from '../storage/open-database.ts';
import { type SimulatedHis, startSimulatedHis } from '../his/simulator/testing/simulated-his.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'hub-cli-'));
const data = join(folder, 'data');
let his: SimulatedHis;

beforeAll(async () => {
  his = await startSimulatedHis();
});
afterAll(async () => {
  await his.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The user's real cache, so that a new folder does not have to be initialised from nothing. */
const environment = {
  PATH: process.env['PATH'] ?? '',
  HOME: join(folder, 'home'),
  XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
};

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const hub = (...args: string[]): Promise<Ended> =>
  new Promise(resolve => {
    const child = spawn(process.execPath, [main, ...args], { env: environment });
    let [out, err] = ['', ''];
    child.stdout.on('data', (text: Buffer) => {
      out += text.toString();
    });
    child.stderr.on('data', (text: Buffer) => {
      err += text.toString();
    });
    child.once('close', code => {
      resolve({ code, out, err });
    });
  });

const fileWith = (name: string, content: unknown): string => {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};

/** Starts the hub as a child of a supervisor. @returns its URL once it says that it is ready. */
const startHub = async (...args: string[]): Promise<{ child: ChildProcess; url: string }> => {
  const child = fork(main, ['start', '--data', data, '--port', '0', '--his', his.url, ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', message => {
      resolve((message as { url: string }).url);
    });
    child.once('exit', code => {
      reject(new Error(`it ended with ${code}`));
    });
  });
  return { child, url };
};

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise(resolve => child.once('exit', resolve));

describe('what is not understood', () => {
  it.each([
    [['nonsense'], "unknown command 'nonsense'"],
    [['start', '--port', 'seventy'], 'not a port'],
    [['start', '--port', '70000'], 'not a port'],
    [['start', '--his', 'ftp://x'], 'not an http(s) or mllp URL'],
    [['start', '--database', 'mysql://x'], 'not a postgres:// URL'],
    [['start', '--nonsense'], "unknown option '--nonsense'"],
    [['deliveries', 'list', '--state', 'lost'], 'Allowed choices'],
    [['deliveries', 'retry', '--data', data], 'name event ids, or --all'],
    [['start', '--config', '/nowhere.json'], '/nowhere.json does not exist'],
  ])('%j ends with 2 and says why, without a stack', async (args, why) => {
    const { code, out, err } = await hub(...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(why);
    expect(err).not.toMatch(/\n\s+at /);
  });
});

describe('help and version', () => {
  it('are there and end well', async () => {
    const help = await hub('--help');
    expect([help.code, help.err]).toEqual([0, '']);
    for (const command of ['start', 'doctor', 'config', 'deliveries']) {
      expect(help.out).toContain(command);
    }
    const version = await hub('--version');
    expect([version.code, version.out]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
  });
});

describe('the configuration', () => {
  it('is checked, and every problem has its line with the nearest name', async () => {
    const wrong = fileWith('wrong.json', {
      lisen: { port: 1 },
      his: { baseUrl: 'http://x/fhir', timeout: 3, identifierSystems: { citizenNumbr: 'urn:x' } },
      hospital: { name: { vi: 'A', en: 'A' }, facilityCode: '1' },
    });
    const { code, out, err } = await hub('config', 'check', wrong);
    expect([code, out]).toEqual([1, '']);
    expect(err.trim().split('\n')).toEqual([
      `error: ${wrong}: hospital.facilityCode: must be five digits`,
      `error: ${wrong}: his.identifierSystems.citizenNumbr: is not a setting; did you mean "citizenNumber"?`,
      expect.stringContaining('his.timeout: is not a setting'),
      `error: ${wrong}: lisen: is not a setting; did you mean "listen"?`,
    ]);
  });

  it('that is right says so, and a file that is no JSON says that', async () => {
    const right = fileWith('right.json', { listen: { port: 8081 } });
    expect(await hub('config', 'check', right)).toMatchObject({ code: 0, err: '' });
    const broken = fileWith('broken.json', '{');
    expect(await hub('config', 'check', broken)).toMatchObject({
      code: 1,
      err: `error: ${broken} is no JSON\n`,
    });
  });

  it('is shown as it is in force, without a password', async () => {
    const { code, out } = await hub(
      ...['config', 'show', '--database', 'postgres://hub:hunter2@db/hub', '--his', his.url],
    );
    expect(code).toBe(0);
    const shown = JSON.parse(out) as { his: object; in: { database: object } };
    expect(shown.his).toMatchObject({ baseUrl: his.url, concurrency: 2 });
    expect(shown.in.database).toEqual({ carrier: 'server', url: 'postgres://hub:***@db/hub' });
  });
});

describe('the hub as a process', () => {
  it('is ready, tells where, and ends cleanly when asked to', async () => {
    const { child, url } = await startHub();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const second = await hub('start', '--data', data, '--port', '0', '--his', his.url);
    expect(second).toMatchObject({
      code: 1,
      err: `error: ${data} is in use by process ${child.pid}\n`,
    });
    const end = ended(child);
    child.kill('SIGTERM');
    expect(await end).toBe(0);
  });

  it('ends with its supervisor', async () => {
    const { child } = await startHub();
    const end = ended(child);
    child.disconnect();
    expect(await end).toBe(0);
  });

  it('says in one line that its port is taken', async () => {
    const server = createServer();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { code, err } = await hub(
      'start',
      '--data',
      data,
      '--port',
      String(port),
      '--his',
      his.url,
    );
    server.close();
    const lines = err
      .trim()
      .split('\n')
      .filter(line => line.startsWith('error:'));
    expect([code, lines]).toEqual([
      1,
      [`error: port ${port} on 127.0.0.1 is taken by another program`],
    ]);
  });

  it('says in one line that its database server is not there', async () => {
    const { code, err } = await hub('start', '--database', 'postgres://x@127.0.0.1:1/x');
    expect([code, err]).toEqual([1, 'error: the PostgreSQL server cannot be reached\n']);
  });
});

describe('doctor', () => {
  it('finds everything in order', async () => {
    const { code, out } = await hub('doctor', '--data', data, '--his', his.url, '--json');
    const { ok, findings } = JSON.parse(out) as {
      ok: boolean;
      findings: { name: string; state: string }[];
    };
    expect([code, ok]).toEqual([0, true]);
    expect(findings.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'configuration ok',
      'disk ok',
      'address ok',
      'database ok',
      'migrations ok',
      'clock ok',
      'deliveries ok',
      'HIS ok',
    ]);
  });

  it('only looks: a folder without data stays as it is', async () => {
    const fresh = join(data, 'not', 'yet');
    const { code, out } = await hub('doctor', '--data', fresh, '--his', his.url);
    expect(code).toBe(0);
    expect(out).toContain(`warn  database: no data in ${fresh} yet`);
    expect(existsSync(join(data, 'not'))).toBe(false);
  });

  it('says what to do where the HIS is not there', async () => {
    const { code, out } = await hub('doctor', '--data', data, '--his', 'http://127.0.0.1:1/fhir');
    expect(code).toBe(1);
    expect(out).toContain('FAIL  HIS: no connection');
    expect(out).toContain('→ check his.baseUrl (http://127.0.0.1:1/fhir)');
  });

  it('does not disturb a hub that runs', async () => {
    const { child, url } = await startHub();
    const { code, out } = await hub('doctor', '--data', data, '--his', his.url);
    const end = ended(child);
    child.kill('SIGINT');
    await end;
    expect(code).toBe(0);
    expect(out).toContain(`ok    database: in use by the hub at ${url}`);
  });
});

describe('deliveries', () => {
  it('can be asked of a hub that runs', async () => {
    const { child } = await startHub();
    const list = await hub('deliveries', 'list', '--data', data, '--json');
    const refused = await hub('deliveries', 'refused', '--data', data);
    const retry = await hub('deliveries', 'retry', '--all', '--data', data);
    const end = ended(child);
    child.kill('SIGTERM');
    await end;
    expect(JSON.parse(list.out)).toMatchObject({ counts: { queued: 0 }, deliveries: [] });
    expect(refused).toMatchObject({ code: 0, out: '0 refused at intake\n' });
    expect(retry).toMatchObject({ code: 0, out: '0 queued again\n' });
  });

  it('are listed, shown and queued again', async () => {
    const list = await hub('deliveries', 'list', '--data', data, '--json');
    expect(list.code).toBe(0);
    expect(JSON.parse(list.out)).toMatchObject({ counts: { queued: 0 }, deliveries: [] });
    const id = '6f2f3c0e-8b1d-4c53-a7e9-0d5b2c7f4a61';
    expect(await hub('outbox', 'show', id, '--data', data)).toMatchObject({
      code: 1,
      err: 'error: there is no event with this id\n',
    });
    expect(await hub('deliveries', 'retry', id, '--data', data)).toMatchObject({ code: 1 });
    expect(await hub('deliveries', 'retry', '--all', '--data', data)).toMatchObject({
      code: 0,
      out: '0 queued again\n',
    });
  });

  it('and what was refused are exported whole into a new file, and taken again by a person', async () => {
    const kept = join(folder, 'kept');
    const cacheDirectory = join(environment.XDG_CACHE_HOME, 'tiep-don');
    const database = await openDatabase({ carrier: 'embedded', directory: kept, cacheDirectory });
    await migrate(database);
    const [event, wrong] = [checkInEvent(), { ...checkInEvent(), servicePointId: '' }];
    const intake = createIntake({
      database,
      clock: systemClock,
      ids: timeOrderedIds(systemClock),
      patients: TEST_PATIENTS,
    });
    await intake.receive('kiosk-1', [{ ...event }, wrong]);
    // As an older program left it.
    await database.query(
      "update intake_event set outcome = 'rejected', fault = 'bad-request' where event_id = $1",
      [event.eventId],
    );
    await database.script('delete from delivery; delete from visit; delete from patient_alias');
    await database.close();
    const file = join(folder, 'undelivered.jsonl');
    const exported = await hub('outbox', 'export', '--out', file, '--data', kept);
    expect(exported).toMatchObject({ code: 0 });
    expect(exported.out).toContain('2 events in');
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    expect(lines.map(line => JSON.parse(line) as unknown)).toContainEqual({
      eventId: event.eventId,
      state: 'refused',
      fault: 'bad-request',
      event,
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await hub('outbox', 'export', '--out', file, '--data', kept)).toMatchObject({ code: 1 });
    const shown = await hub('outbox', 'show', wrong.eventId, '--data', kept);
    expect(JSON.parse(shown.out)).toMatchObject({ state: 'refused', fault: 'bad-request' });
    expect(await hub('outbox', 'retry', event.eventId, '--data', kept)).toMatchObject({
      code: 0,
      out: '1 queued again\n',
    });
    const list = await hub('outbox', 'list', '--data', kept, '--json');
    expect(JSON.parse(list.out)).toMatchObject({ counts: { queued: 1, refusedAtIntake: 1 } });
    const restored = await hub('restored', '--data', kept, '--json');
    expect(JSON.parse(restored.out)).toMatchObject({ lookedUp: 1 });
    expect(await hub('numbers', 'gaps', '--data', kept, '--day', '2026-11-23')).toMatchObject({
      code: 0,
      out: 'no number was given for 2026-11-23\n',
    });
  });
});

describe('devices', () => {
  const told = join(folder, 'told');
  beforeAll(async () => {
    const carrier = { carrier: 'embedded', directory: told } as const;
    const cacheDirectory = join(environment.XDG_CACHE_HOME, 'tiep-don');
    const database = await openDatabase({ ...carrier, cacheDirectory });
    await migrate(database);
    const printer = { deviceId: 'printer', kind: 'receipt-printer', driver: 'tcp-receipt-printer' };
    const change = { ...printer, eventId: randomUUID(), occurredAt: '2026-11-23T01:00:00.000Z' };
    const now = Date.parse('2026-11-23T01:00:05.000Z');
    const empty = { ...change, state: 'unavailable', fault: 'printer-paper-end', paper: 'end' };
    await storeDeviceChanges(database, 'kiosk-1', [deviceChangeSchema.parse(empty)], now);
    const fine = { ...change, eventId: randomUUID(), state: 'ready' };
    await storeDeviceChanges(database, 'kiosk-2', [deviceChangeSchema.parse(fine)], now);
    await database.close();
  });

  it('of every kiosk are listed with what to do, and what changed last', async () => {
    const { code, out } = await hub('devices', '--data', told);
    expect(code).toBe(1);
    expect(out.split('\n')).toEqual([
      'kiosk-1',
      expect.stringMatching(
        /^  printer  tcp-receipt-printer  since 2026-11-23 01:00  unavailable, printer-paper-end, paper end  → put in paper/,
      ),
      'kiosk-2',
      '  printer  tcp-receipt-printer  since 2026-11-23 01:00  ready',
      'last changes (UTC)',
      expect.stringContaining('2026-11-23 01:00'),
      expect.stringContaining('2026-11-23 01:00'),
      '',
    ]);
  });

  it('of one kiosk are listed, as JSON too', async () => {
    const { code, out } = await hub(...['devices', '--kiosk', 'kiosk-2', '--data', told, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      devices: [{ kioskId: 'kiosk-2', state: 'ready', fault: null, todo: null }],
      changes: [{ kioskId: 'kiosk-2' }],
    });
    expect(await hub('devices', '--kiosk', 'kiosk-9', '--data', told)).toMatchObject({
      code: 1,
      err: 'error: no kiosk kiosk-9 has told of its devices\n',
    });
  });

  it('are part of doctor: one that is out is named, with what to do', async () => {
    const { code, out } = await hub('doctor', '--data', told, '--his', his.url);
    expect(code).toBe(0);
    expect(out).toContain('ok    devices: 2 of 2 kiosks, 1 out of use');
    expect(out).toContain('warn  kiosk-1 printer: unavailable, printer-paper-end, paper end');
    expect(out).toContain('→ put in paper');
  });
});

mkdirSync(environment.HOME, { recursive: true });
