import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  type VirtualChipProfileInput,
  virtualChipProfileSchema,
} from '../../native-bridges/contract/virtual-chip-profile.ts';
import { createVirtualChip } from '../../native-bridges/simulators/chip/virtual-chip.ts';
import {
  hasVirtualReader,
  type RunningPcscd,
  PCSCD_TURN_MS,
  startPcscd,
} from '../../native-bridges/simulators/vpcd/pcscd.ts';

/** Nothing here takes so long, also on a machine that has other things to do. */
const PATIENCE_MS = 50_000;
const MAIN = join(import.meta.dirname, 'main.ts');
const folder = mkdtempSync(join(tmpdir(), 'kiosk-card-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const env = { ...process.env, XDG_DATA_HOME: folder };

const kiosk = (args: readonly string[], input = '') => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    encoding: 'utf8',
    env,
    input,
  });
  expect(stderr).not.toMatch(/\n\s+at |node:internal|FaultError/);
  return { status, stdout, stderr };
};

/** The answer of a command in JSON, as far as tests look at it. */
const reportSchema = z.object({
  access: z.string().optional(),
  keyIndex: z.number().optional(),
  verdict: z.object({
    authenticity: z.string(),
    chip: z.string(),
    reasons: z.array(z.string()),
  }),
  holder: z.record(z.string(), z.string()),
  fields: z.array(z.object({ group: z.string(), field: z.string(), value: z.string() })),
  pictures: z.array(z.object({ group: z.string(), format: z.string() }).loose()),
  out: z.object({ directory: z.string(), files: z.array(z.string()) }).optional(),
});

const report = (args: readonly string[], status = 0) => {
  const answer = kiosk(['--json', 'card', ...args]);
  expect(answer).toMatchObject({ status, stderr: '' });
  return reportSchema.parse(JSON.parse(answer.stdout));
};

const HOLDER = {
  citizenNumber: '001148999921',
  name: 'Nguyễn Thị Hòa',
  birthDate: '1948-03-12',
  gender: 'female',
  religion: 'Không',
  residence: '12 Ngõ Thử Nghiệm, Đống Đa, Hà Nội',
  issueDate: '2021-07-15',
  /** Issued at 73: without end. */
} as const;
const QR = '001148999921||Nguyễn Thị Hòa|12031948|Nữ|12 Ngõ Thử Nghiệm, Hà Nội|15072021';
const PROFILE: VirtualChipProfileInput = {
  id: 'hoa',
  holder: HOLDER,
  access: { can: '123456', pace: [{ mapping: 'GM', cipher: 'AES-128', parameter: 13 }] },
  chipAuthentication: [{ cipher: 'AES-128', curve: 'brainpoolP256r1' }],
};
const KEY = ['--doc', '001148999921', '--birth', '12/03/1948', '--expiry', 'none'];
const chip = createVirtualChip(virtualChipProfileSchema.parse(PROFILE)).personalised;

const fileOf = (name: string, content: string | Uint8Array): string => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};
const profileFile = (name: string, changes: Partial<VirtualChipProfileInput> = {}): string =>
  fileOf(name, JSON.stringify({ ...PROFILE, ...changes }));

const genuine = profileFile('genuine.json');
const trust = join(folder, 'trust');
const csca = fileOf('csca.cer', chip.authority.csca);
const list = fileOf('all.ml', chip.authority.issuer.masterList([], Date.UTC(2024, 0, 1)));
const revocations = fileOf('revoked.crl', chip.authority.crl());
beforeAll(() => {
  expect(kiosk(['card', 'trust', 'import', '--trust', trust, csca]).status).toBe(0);
});

describe('card keys', () => {
  test('says what may open the chip of a scanned card, masked', () => {
    const { status, stdout } = kiosk(['card', 'keys', '--qr', QR]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^citizen-card: 1 to try\n {2}1 {2}number 1\*+21 {2}birth 48\*{4}/);
    expect(stdout).not.toMatch(/148999921|480312/);
  });

  test('shows it where that was asked for, from standard input as well', () => {
    const { stdout } = kiosk(['card', 'keys', '--qr', '-', '--reveal', '--json'], `${QR}\n`);
    expect(JSON.parse(stdout)).toEqual({
      kind: 'citizen-card',
      revealed: true,
      keys: [
        {
          kind: 'mrz',
          documentNumber: '148999921',
          birthDate: '480312',
          expiryDate: '991231',
        },
      ],
    });
    const zone = chip.mrz.lines.join(' ');
    const ofZone = kiosk(['card', 'keys', '--mrz', zone, '--reveal', '--json']);
    expect(JSON.parse(ofZone.stdout)).toMatchObject({ kind: 'machine-readable-zone' });
    expect(ofZone.stdout).toContain('"documentNumber": "148999921"');
  });
});

describe('card read', () => {
  test('opens the chip by the code on the card, proves it and masks what it says', () => {
    const said = report(['read', '--virtual', genuine, '--qr', QR, '--trust', trust]);
    expect(said).toMatchObject({
      access: 'PACE-GM',
      keyIndex: 0,
      verdict: { authenticity: 'valid', chip: 'proven', reasons: [] },
      holder: { citizenNumber: '0**********21', name: 'Nguyễn T. H.', birthDate: '1948' },
    });
    expect(JSON.stringify(said)).not.toMatch(/1148999|Hòa|Đống|Không|03-12|0312/);
  });

  test.each([
    ['a typed key', KEY],
    ['the card access number', ['--can', '123456']],
    ['a scanned zone', ['--mrz', chip.mrz.lines.join('')]],
  ])('opens it by %s', (_what, key) => {
    const said = report(['read', '--virtual', genuine, ...key, '--reveal']);
    expect(said.holder).toMatchObject({ citizenNumber: HOLDER.citizenNumber, name: HOLDER.name });
    expect(said.verdict.authenticity).toBe('no-trust-anchor');
  });

  test('reads only what was asked for, and of a portrait tells format and size only', () => {
    const said = report(['read', '--virtual', genuine, ...KEY, '--groups', 'DG2,sod', '--reveal']);
    expect(said.fields).toEqual([]);
    expect(said.pictures).toEqual([
      {
        group: 'DG2',
        format: 'jpeg',
        width: 240,
        height: 320,
        bytes: expect.any(Number) as number,
      },
    ]);
  });

  test('tells a false chip, and fails', () => {
    const cloned = profileFile('cloned.json', { faults: { cloned: true } });
    const said = report(['read', '--virtual', cloned, ...KEY, '--trust', trust], 1);
    expect(said.verdict).toEqual({
      authenticity: 'invalid',
      chip: 'wrong',
      reasons: ['chip-answer-wrong'],
    });
  });

  test.each<[string, readonly string[], VirtualChipProfileInput['faults'], RegExp]>([
    ['no key', [], {}, /^the chip opens only with a key: --qr/],
    ['a wrong key', [...KEY.slice(0, -1), '2035-03-12'], {}, /^no key opens this chip/],
    ['a card that is taken away', KEY, { removeAt: 12 }, /^the card was taken away too early/],
    ['a silent chip', KEY, { silent: true }, /^the chip cannot be read/],
    ['a slow chip', [...KEY, '--timeout', '1'], { delayMs: 700 }, /^the chip is too slow/],
  ])('says in one line what is wrong with %s', (_what, key, faults = {}, line) => {
    const file = profileFile('faulty.json', { faults });
    const { status, stdout, stderr } = kiosk(['card', 'read', '--virtual', file, ...key]);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('files of a chip', () => {
  const out = join(folder, 'dump');

  test('are written for their owner only, and said to be personal data', () => {
    const { status, stdout } = kiosk([
      ...['card', 'read', '--virtual', genuine, ...KEY],
      ...['--groups', 'all', '--out', out],
    ]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/6 files in .*dump: personal data/);
    expect(readdirSync(out).sort()).toEqual([
      'DG1.bin',
      'DG13.bin',
      'DG14.bin',
      'DG2.bin',
      'EF_COM.bin',
      'EF_SOD.bin',
    ]);
    expect(statSync(out).mode & 0o777).toBe(0o700);
    expect(statSync(join(out, 'DG13.bin')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(out, 'DG13.bin'))).toEqual(Buffer.from(chip.files.get('DG13') ?? []));
    const again = kiosk(['card', 'read', '--virtual', genuine, ...KEY, '--out', out]);
    expect(again).toMatchObject({ status: 1, stdout: '' });
    expect(again.stderr).toMatch(/not empty; name a new folder/);
  });

  test('are verified without the chip, whose genuineness no file can show', () => {
    const said = report(['verify', '--files', out, '--trust', trust]);
    expect(said.verdict).toEqual({
      authenticity: 'valid',
      chip: 'not-proven',
      reasons: ['chip-not-proven'],
    });
    expect(JSON.stringify(said)).not.toMatch(/1148999|Hòa|Đống|Không/);
    expect(report(['verify', '--files', out], 1).verdict.authenticity).toBe('no-trust-anchor');
  });

  test('are found out where one was changed', () => {
    const group = readFileSync(join(out, 'DG13.bin'));
    group[group.length - 1] = (group.at(-1) ?? 0) ^ 1;
    writeFileSync(join(out, 'DG13.bin'), group);
    const { status, stdout } = kiosk(['card', 'verify', '--files', out, '--trust', trust]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^NOT AUTHENTIC/);
    expect(stdout).toMatch(/DG13 +218 bytes|DG13.*NOT as signed/);
  });
});

describe('card trust', () => {
  test('takes what can be trusted into the configured folder, and refuses the rest with reasons', () => {
    const configured = join(folder, 'configured trust');
    const config = fileOf(
      'kiosk.json',
      JSON.stringify({
        devices: [{ id: 'reader', driver: 'pcsc-card-reader', trustFolder: configured }],
      }),
    );
    const files = [csca, list, revocations, genuine, join(folder, 'nowhere.cer')];
    const { status, stdout } = kiosk(['card', 'trust', 'import', ...files, '--config', config]);
    expect(status).toBe(1);
    expect(stdout.split('\n').filter(line => line.includes(': taken as '))).toHaveLength(3);
    expect(stdout).toMatch(/genuine\.json: refused: no certificate/);
    expect(stdout).toMatch(/nowhere\.cer: refused: there is no such file/);
    expect(readdirSync(configured)).toHaveLength(3);
    const listed = kiosk(['card', 'trust', 'list', '--config', config, '--json']);
    expect(listed.status).toBe(0);
    expect(JSON.parse(listed.stdout)).toMatchObject({
      directory: configured,
      files: [{ kind: 'certificate' }, { kind: 'master-list' }, { kind: 'revocation-list' }],
    });
  });

  test('shows a file before it is imported', () => {
    const { status, stdout } = kiosk(['card', 'trust', 'list', csca]);
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /anchor {2}VN {2}CSCA of nobody {2}2016-01-01 to 2066-01-01 {2}EC P-256/,
    );
    const fingerprint = createHash('sha256').update(chip.authority.csca).digest('hex');
    expect(stdout).toContain(fingerprint);
    expect(kiosk(['card', 'trust', 'list', genuine])).toMatchObject({ status: 1, stderr: '' });
  });

  test('names a folder in which nothing is, which is often a misspelt one', () => {
    const nowhere = join(folder, 'nowhere');
    const { status, stdout } = kiosk(['card', 'trust', 'list', '--trust', nowhere]);
    expect([status, stdout]).toEqual([
      1,
      `${nowhere}: no trust files\nno trust anchor: no card can be proven\n`,
    ]);
  });
});

test.each([
  ['keys without a code', ['keys'], 2],
  ['two ways to say the key', ['read', '--qr', QR, '--can', '123456'], 2],
  ['half a key', ['read', '--doc', '148999921'], 2],
  ['a date that is none', ['read', '--doc', '1', '--birth', 'x', '--expiry', 'none'], 2],
  ['groups that nobody may read', ['read', '--groups', 'DG3'], 2],
  ['verify without files', ['verify'], 2],
  ['simulate without a profile', ['simulate'], 2],
  ['a code that is of no card', ['keys', '--qr', 'hello'], 1],
  ['a damaged zone', ['keys', '--mrz', 'IDVNM1489999219001148999921<<9480312'], 1],
  ['files that are not there', ['verify', '--files', '/nowhere'], 1],
  ['trust that is not there', ['read', '--virtual', genuine, '--trust', '/nowhere'], 1],
  ['no folder for trust', ['trust', 'import', csca], 1],
  ['a profile that is not there', ['simulate', '/nowhere.json'], 1],
])('%s gets a clear line and no stack trace', (_what, args, status) => {
  const answer = kiosk(['card', ...args]);
  expect(answer).toMatchObject({ status, stdout: '' });
  expect(answer.stderr.trim()).not.toBe('');
  expect(answer.stderr).not.toMatch(/148999921|Hòa/);
});

test('a profile with a mistake is named with what was meant', () => {
  const file = fileOf('mistake.json', JSON.stringify({ ...PROFILE, acess: {} }));
  const { status, stderr } = kiosk(['card', 'simulate', file]);
  expect(status).toBe(1);
  expect(stderr).toMatch(/acess: is not a setting; did you mean "access"\?/);
});

describe('over PC/SC, with pcscd and vpcd', () => {
  const why = hasVirtualReader() ? undefined : 'pcscd and vsmartcard-vpcd are not installed here';
  let pcscd: RunningPcscd | undefined;
  beforeAll(async () => {
    if (why === undefined) pcscd = await startPcscd();
  }, PCSCD_TURN_MS);
  afterAll(() => pcscd?.stop());
  const children: ChildProcess[] = [];
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });

  /** Runs beside this test, so that its lines can be waited for. */
  const start = (args: readonly string[]) => {
    const child: ChildProcess = spawn(process.execPath, [MAIN, ...args], { env });
    children.push(child);
    let [out, err] = ['', ''];
    child.stdout?.on('data', (piece: Buffer) => (out += piece.toString()));
    child.stderr?.on('data', (piece: Buffer) => (err += piece.toString()));
    const closed = once(child, 'close');
    /** Whoever waits in vain learns what was said last. */
    const inTime = async <T>(what: string, work: Promise<T>): Promise<T> => {
      const patience = new AbortController();
      const late = delay(PATIENCE_MS, undefined, { signal: patience.signal }).then(() => {
        throw new Error(`${args.slice(0, 2).join(' ')}: no ${what}; it said:\n${out}${err}`);
      });
      try {
        return await Promise.race([work, late]);
      } finally {
        patience.abort();
        late.catch(() => undefined);
      }
    };
    const ended = () =>
      inTime(
        'end',
        closed.then(([status]) => ({ status: status as number, out, err })),
      );
    const said = async (text: string): Promise<void> => {
      const died = closed.then(() => Promise.reject(new Error(`ended; it said:\n${out}${err}`)));
      while (!out.includes(text) && !err.includes(text)) {
        const more = [child.stdout, child.stderr].map(stream => stream && once(stream, 'data'));
        await inTime(text, Promise.race([...more, died]));
      }
      died.catch(() => undefined);
    };
    return { child, ended, said };
  };

  test('a virtual card is laid down, read by the real reader, and taken away', async ({ skip }) => {
    if (why !== undefined) return skip(why);
    const anchor = join(folder, 'written.cer');
    const reading = start([
      'card',
      'read',
      '--qr',
      QR,
      '--trust',
      trust,
      '--reader',
      'Virtual PCD',
    ]);
    await reading.said('lay the card on the reader');
    const card = start(['card', 'simulate', genuine, '--csca', anchor]);
    await card.said('lies in the virtual reader at 127.0.0.1:35963; Ctrl-C takes it away');
    const { status, out } = await reading.ended();
    expect(out).toMatch(/^Virtual PCD: a chip opened by PACE-GM, key 1 of 1\n/);
    expect(out).toContain('the data are the issuer’s, and the chip is the one they were issued in');
    expect(status).toBe(0);
    card.child.kill('SIGINT');
    expect(await card.ended()).toMatchObject({ status: 0, err: '' });
    expect(readFileSync(anchor)).toEqual(Buffer.from(chip.authority.csca));
  });

  test('a card its profile takes away is reported by both sides', async ({ skip }) => {
    if (why !== undefined) return skip(why);
    const file = profileFile('leaving.json', { faults: { removeAt: 6 } });
    const card = start(['card', 'simulate', file, '--json']);
    await card.said('"port": 35963');
    const reading = await start(['card', 'read', ...KEY, '--timeout', '20']).ended();
    expect(reading).toMatchObject({ status: 1, out: '' });
    expect(reading.err).toMatch(/the card was taken away too early\n$/);
    const { status, err } = await card.ended();
    expect(status).toBe(1);
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'card-removed' } });
  });

  test('a reader and a slot that are not there are named', async ({ skip }) => {
    if (why !== undefined) return skip(why);
    const { status, stderr } = kiosk(['card', 'read', '--reader', 'No Such']);
    expect([status, stderr]).toEqual([
      1,
      'no card reader with "No Such" in its name: is it plugged in, does pcscd run?\n',
    ]);
    const unheard = await freePort();
    const nowhere = kiosk(['card', 'simulate', genuine, '--port', String(unheard)]);
    expect(nowhere.stderr).toBe(`no virtual reader (vpcd) listens at 127.0.0.1:${unheard}\n`);
    expect(existsSync(join(folder, 'kiosk'))).toBe(false);
  });
});

/** A port nobody listens on; 9 (discard) is never open on a kiosk or a build machine. */
const freePort = async (): Promise<number> => {
  const discard = 9;
  const socket = connect({ host: '127.0.0.1', port: discard });
  const [cause] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
  expect(cause.code).toBe('ECONNREFUSED');
  return discard;
};
