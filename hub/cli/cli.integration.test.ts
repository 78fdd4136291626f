import { type ChildProcess, fork, spawn } from 'node:child_process';
import {
  chmodSync,
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
import { openPatientAliases } from '../intake/open-patient-aliases.ts';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { systemClock } from '../ports/system-clock.ts';
import { fileSecrets } from '../server/file-secrets.ts';
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
  // Each command is a process of its own: from the second on it starts in half the time.
  NODE_COMPILE_CACHE: join(folder, 'code-cache'),
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
    [['outbox', 'show', 'A-0012', '--data', data], '"A-0012" is not the id of an event'],
    [['outbox', 'retry', 'A-0012', '--data', data], '"A-0012" is not the id of an event'],
    [['start', '--config', '/nowhere.json'], '/nowhere.json does not exist'],
  ])('%j ends with 2 and says why, without a stack', async (args, why) => {
    const { code, out, err } = await hub(...args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(why);
    expect(err).not.toMatch(/\n\s+at /);
  });
});

describe('a reader that has seen enough', () => {
  it('ends a command well, without a stack', async () => {
    const child = spawn(process.execPath, [main, '--help'], { env: environment });
    child.stdout.destroy();
    let said = '';
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    expect(await ended(child)).toBe(0);
    expect(said).toBe('');
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

describe('beside a hub that runs', () => {
  let running: Awaited<ReturnType<typeof startHub>>;
  beforeAll(async () => {
    running = await startHub();
  });
  afterAll(() => {
    running.child.kill('SIGKILL');
  });

  it('there is no second one on its data', async () => {
    expect((await fetch(`${running.url}/healthz`)).status).toBe(200);
    const second = await hub('start', '--data', data, '--port', '0', '--his', his.url);
    expect(second).toMatchObject({
      code: 1,
      err: `error: ${data} is in use by process ${running.child.pid}\n`,
    });
  });

  it('doctor only asks it', async () => {
    const { code, out } = await hub('doctor', '--data', data, '--his', his.url);
    expect(code).toBe(0);
    expect(out).toContain(`ok    database: in use by the hub at ${running.url}`);
  });

  it('deliveries are listed, shown and queued again', async () => {
    const list = await hub('deliveries', 'list', '--data', data, '--json');
    expect(list.code).toBe(0);
    expect(JSON.parse(list.out)).toMatchObject({ counts: { queued: 0 }, deliveries: [] });
    const refused = await hub('deliveries', 'refused', '--data', data);
    expect(refused).toMatchObject({ code: 0, out: '0 refused at intake\n' });
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

  it('everything is backed up while it goes on, and nothing of the copy is left', async () => {
    const key = fileWith('backup.key', 'mười hai con giáp');
    chmodSync(key, 0o600);
    const file = join(folder, 'hub.tdb');
    const { code, out } = await hub('backup', '--data', data, '--out', file, '--key', key);
    expect([code, existsSync(join(data, 'copy'))]).toEqual([0, false]);
    expect(out).toContain('sealed, and read again from its first row to its last');
    expect((await fetch(`${running.url}/healthz`)).status).toBe(200);
    const restored = join(folder, 'restored');
    const back = await hub('restore', file, '--data', restored, '--key', key, '--json');
    expect(JSON.parse(back.out)).toMatchObject({ counts: { hub_identity: 1 } });
  });

  it('its end is clean when it is asked to stop', async () => {
    const end = ended(running.child);
    running.child.kill('SIGTERM');
    expect(await end).toBe(0);
  });
});

describe('the hub as a process', () => {
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
      // None of this test runs now; another may on the usual port.
      expect.stringMatching(/^hub (ok|warning)$/),
      'database ok',
      'migrations ok',
      'clock ok',
      'deliveries ok',
      'HIS ok',
    ]);
  });

  it('tells of the portal of the insurer, and what is missing to ask it', async () => {
    const officer = { name: 'Trần Thị Thử', citizenNumber: '001190999999' };
    const portal = { url: 'http://127.0.0.1:1', username: '01999_BV', officer };
    const config = fileWith('portal.json', { insurance: { portal } });
    const { code, out } = await hub('doctor', '--data', data, '--his', his.url, '--config', config);
    expect(code).toBe(1);
    expect(out).toContain('ok    unverified cards: 0 to be looked up again');
    expect(out).toContain('FAIL  insurance portal: insurance.portal needs INSURANCE_PASSWORD');
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
});

describe('what a hub keeps', () => {
  const kept = join(folder, 'kept');
  const [event, wrong] = [checkInEvent(), { ...checkInEvent(), servicePointId: '' }];
  const file = join(folder, 'undelivered.jsonl');
  const away = 'http://127.0.0.1:1/fhir';

  beforeAll(async () => {
    const cacheDirectory = join(environment.XDG_CACHE_HOME, 'tiep-don');
    const database = await openDatabase({ carrier: 'embedded', directory: kept, cacheDirectory });
    await migrate(database);
    const [clock, ids] = [systemClock, timeOrderedIds(systemClock)];
    const patients = await openPatientAliases(database, fileSecrets(join(kept, 'secrets')));
    const intake = createIntake({ database, clock, ids, patients });
    await intake.receive('kiosk-1', [{ ...event }, wrong]);
    // As an older program left it.
    await database.query(
      "update intake_event set outcome = 'rejected', fault = 'bad-request' where event_id = $1",
      [event.eventId],
    );
    await database.script('delete from delivery; delete from visit; delete from patient_alias');
    const printer = { deviceId: 'printer', kind: 'receipt-printer', driver: 'tcp-receipt-printer' };
    const change = { ...printer, eventId: randomUUID(), occurredAt: '2026-11-23T01:00:00.000Z' };
    const now = Date.parse('2026-11-23T01:00:05.000Z');
    const empty = { ...change, state: 'unavailable', fault: 'printer-paper-end', paper: 'end' };
    await storeDeviceChanges(database, 'kiosk-1', [deviceChangeSchema.parse(empty)], now);
    const fine = { ...change, eventId: randomUUID(), state: 'ready' };
    await storeDeviceChanges(database, 'kiosk-2', [deviceChangeSchema.parse(fine)], now);
    await database.close();
  });

  it('and what it refused is exported whole into a new file, without a hub too', async () => {
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
  });

  describe('asked of the hub', () => {
    let running: ChildProcess;
    beforeAll(async () => {
      ({ child: running } = await startHub('--data', kept, '--his', away));
    });
    afterAll(async () => {
      const end = ended(running);
      running.kill('SIGTERM');
      await end;
    });

    it('an export overwrites nothing', async () => {
      expect(await hub('outbox', 'export', '--out', file, '--data', kept)).toMatchObject({
        code: 1,
      });
    });

    it('what was refused is shown, and taken again by a person', async () => {
      const shown = await hub('outbox', 'show', wrong.eventId, '--data', kept);
      expect(JSON.parse(shown.out)).toMatchObject({ state: 'refused', fault: 'bad-request' });
      expect(await hub('outbox', 'retry', event.eventId, '--data', kept)).toMatchObject({
        code: 0,
        out: '1 queued again\n',
      });
      const list = await hub('outbox', 'list', '--data', kept, '--json');
      expect(JSON.parse(list.out)).toMatchObject({
        counts: { refusedAtIntake: 1 },
        deliveries: [
          { eventId: event.eventId, state: expect.stringMatching(/queued|in-flight/) as string },
        ],
      });
    });

    it('no number has a gap', async () => {
      expect(await hub('numbers', 'gaps', '--data', kept, '--day', '2026-11-23')).toMatchObject({
        code: 0,
        out: 'no number was given for 2026-11-23\n',
      });
    });

    it('devices of every kiosk are listed with what to do, and what changed last', async () => {
      const { code, out } = await hub('devices', '--data', kept);
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

    it('devices of one kiosk are listed, as JSON too', async () => {
      const { code, out } = await hub('devices', '--kiosk', 'kiosk-2', '--data', kept, '--json');
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({
        devices: [{ kioskId: 'kiosk-2', state: 'ready', fault: null, todo: null }],
        changes: [{ kioskId: 'kiosk-2' }],
      });
      expect(await hub('devices', '--kiosk', 'kiosk-9', '--data', kept)).toMatchObject({
        code: 1,
        err: 'error: no kiosk kiosk-9 has told of its devices\n',
      });
    });

    it('devices are part of doctor: one that is out is named, with what to do', async () => {
      const { code, out } = await hub('doctor', '--data', kept, '--his', his.url);
      expect(code).toBe(0);
      expect(out).toContain('ok    devices: 2 of 2 kiosks, 1 out of use');
      expect(out).toContain('warn  kiosk-1 printer: unavailable, printer-paper-end, paper end');
      expect(out).toContain('→ put in paper');
    });
  });

  it('is made safe to go on with after an older copy was put in place', async () => {
    const restored = await hub('restored', '--data', kept, '--json');
    expect(JSON.parse(restored.out)).toMatchObject({ lookedUp: 1 });
  });
});

mkdirSync(environment.HOME, { recursive: true });
