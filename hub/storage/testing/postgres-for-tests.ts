import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import pg from 'pg';

/** A PostgreSQL server of one test file: own folder, own socket, no network port. */
export interface PostgresForTests {
  /** URL of a database of that name, made new. */
  freshDatabase(name: string): Promise<string>;
  /** Kills server and sessions at once, as a power cut would. */
  crash(): Promise<void>;
  /** Starts the same data again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const DEBIAN_ROOT = '/usr/lib/postgresql';

const candidates = (): readonly string[] => [
  ...(process.env['PATH'] ?? '').split(delimiter),
  ...(existsSync(DEBIAN_ROOT)
    ? readdirSync(DEBIAN_ROOT)
        .sort((a, b) => Number(b) - Number(a))
        .map(version => join(DEBIAN_ROOT, version, 'bin'))
    : []),
];

/** Folder with `initdb` and `postgres`, or undefined where this machine has none. */
export const postgresBinaries = (): string | undefined =>
  candidates().find(
    folder => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  );

interface Account {
  readonly uid: number;
  readonly gid: number;
}

const idOf = (flag: '-u' | '-g', name: string): number =>
  Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout);

/** PostgreSQL refuses to run as root: then the account of its package, else nobody. */
const accountToRunAs = (): Account | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  const name = ['postgres', 'nobody'].find(one => idOf('-u', one) > 0);
  return name === undefined ? undefined : { uid: idOf('-u', name), gid: idOf('-g', name) };
};

const untilReady = (server: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    let said = '';
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('database system is ready to accept connections')) resolve();
    });
    server.once('exit', () => {
      reject(new Error(`PostgreSQL did not start: ${said.slice(-500)}`));
    });
  });

export interface PostgresOptions {
  /** Where its data are, made by the caller; else a folder that goes with it. */
  readonly folder?: string;
  /** Commits wait for the disk, as at a hospital; tests that kill no machine need not. */
  readonly durable?: boolean;
}

/** Initialises and starts a server in a temporary folder. */
export const startPostgres = async (
  binaries: string,
  { durable = false, ...options }: PostgresOptions = {},
): Promise<PostgresForTests> => {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'pg-'));
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  const account = accountToRunAs();
  if (account !== undefined) {
    for (const path of [folder, data]) chownSync(path, account.uid, account.gid);
  }
  const place = { cwd: folder, ...account };
  execFileSync(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'hub', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...place, stdio: 'pipe' },
  );
  const start = async (): Promise<ChildProcess> => {
    const started = spawn(
      join(binaries, 'postgres'),
      [
        ...['-D', data, '-k', folder, '-c', 'listen_addresses=', '-c', 'max_connections=200'],
        ...(durable ? [] : ['-F']),
      ],
      { ...place, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    await untilReady(started);
    return started;
  };
  let server = await start();
  const urlOf = (name: string): string => `postgres://hub@${encodeURIComponent(folder)}/${name}`;
  return {
    async freshDatabase(name) {
      const client = new pg.Client({ connectionString: urlOf('postgres') });
      await client.connect();
      await client.query(`create database ${client.escapeIdentifier(name)}`);
      await client.end();
      return urlOf(name);
    },
    async crash() {
      const ended = new Promise(resolve => server.once('exit', resolve));
      // SIGQUIT is the immediate shutdown: nothing is written, the next start recovers (18.5).
      server.kill('SIGQUIT');
      await ended;
    },
    async restart() {
      server = await start();
    },
    async stop() {
      const ended = new Promise(resolve => server.once('exit', resolve));
      // SIGINT is the fast shutdown: open sessions are ended (PostgreSQL, 18.5).
      server.kill('SIGINT');
      await ended;
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
};
