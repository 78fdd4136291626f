import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** The IPP Everywhere printer that comes with CUPS: not written by us. */
export interface IppEvePrinter {
  readonly url: string;
  /** The documents it has taken, whole, oldest first. */
  documents(): readonly Uint8Array[];
  /** Without paper it says so in the middle of the next document, and waits. */
  setPaper(there: boolean): void;
  /** Broken, it gives every document up. */
  breakHead(broken: boolean): void;
  /** Its jobs that are over, as CUPS' own client lists them, such as `completed tiep-don 1234`. */
  jobsOver(): readonly string[];
  stop(): Promise<void>;
}

const PROGRAMS = {
  ippeveprinter: '/usr/sbin/ippeveprinter',
  ipptool: '/usr/bin/ipptool',
  'dbus-daemon': '/usr/bin/dbus-daemon',
  'avahi-daemon': '/usr/sbin/avahi-daemon',
} as const;
type Program = keyof typeof PROGRAMS;

const START_MS = 10_000;
const STEP_MS = 50;
/** Beside them it keeps what their print command said. */
const DOCUMENT = /\.(pdf|pwg)$/;

/** Why it cannot be run here; undefined where it can. */
export const whyNoIppEvePrinter = (): string | undefined => {
  const missing = (Object.keys(PROGRAMS) as Program[]).find(name => !existsSync(PROGRAMS[name]));
  if (missing !== undefined) return `${missing} is not installed`;
  return process.getuid?.() === 0 ? undefined : 'only root may run avahi-daemon';
};

/**
 * Runs the printer on the loopback with a message bus and a DNS-SD daemon of its own, without which
 * it does not start.
 */
export const runIppEvePrinter = async (format: string): Promise<IppEvePrinter> => {
  const folder = mkdtempSync(join(tmpdir(), 'tiep-don-ipp-'));
  const spool = mkdtempSync(join(folder, 'spool-'));
  const bus = join(folder, 'bus');
  const children: ChildProcess[] = [];
  let printerSays = '';
  const run = (program: Program, ...args: string[]): ChildProcess => {
    const child = spawn(PROGRAMS[program], args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: '/usr/sbin:/usr/bin', DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${bus}` },
    });
    children.push(child);
    process.once('exit', () => child.kill('SIGKILL'));
    return child;
  };

  const noPaper = join(folder, 'no-paper');
  const broken = join(folder, 'broken');
  const head = join(folder, 'head');
  writeFileSync(head, printHead(noPaper, broken), { mode: 0o755 });
  const mark = (file: string, on: boolean): void => {
    if (on) writeFileSync(file, '');
    else rmSync(file, { force: true });
  };

  const busFile = join(folder, 'bus.conf');
  writeFileSync(busFile, busConfiguration(bus));
  run('dbus-daemon', `--config-file=${busFile}`, '--nofork');
  await until('the message bus', () => existsSync(bus));
  const avahiFile = join(folder, 'avahi.conf');
  writeFileSync(avahiFile, AVAHI_CONFIGURATION);
  const bare = ['--no-drop-root', '--no-rlimits', '--no-chroot', '--no-proc-title'];
  const avahi = run('avahi-daemon', ...bare, '-f', avahiFile);
  let avahiSays = '';
  for (const stream of [avahi.stdout, avahi.stderr]) {
    stream?.on('data', (text: Buffer) => {
      avahiSays += text.toString();
    });
  }
  await until('avahi-daemon', () => avahiSays.includes('Registering new address record'));
  const port = await freePort();
  const printer = run(
    'ippeveprinter',
    ...['-n', 'localhost', '-p', String(port), '-d', spool, '-k', '-v'],
    ...['-f', format, '-c', head, 'Tiep Don Test'],
  );
  for (const stream of [printer.stdout, printer.stderr]) {
    stream?.on('data', (text: Buffer) => {
      printerSays += text.toString();
    });
  }
  await until('ippeveprinter', () => printerSays.includes('printer-uuid'));

  const url = `ipp://localhost:${port}/ipp/print`;
  return {
    url,
    documents: () =>
      readdirSync(spool)
        .filter(name => DOCUMENT.test(name))
        .sort((one, other) => Number.parseInt(one, 10) - Number.parseInt(other, 10))
        .map(name => readFileSync(join(spool, name))),
    setPaper: there => mark(noPaper, !there),
    breakHead: isBroken => mark(broken, isBroken),
    jobsOver: () => {
      const said = execFileSync(PROGRAMS.ipptool, [
        '-c',
        url,
        'get-completed-jobs.test',
      ]).toString();
      // job-id,job-state,job-name,…: the last one first.
      return said
        .split('\n')
        .map(line => line.split(','))
        .filter(([id]) => /^\d+$/.test(id ?? ''))
        .map(([, state, name]) => `${state} ${name}`)
        .toReversed();
    },
    stop: async () => {
      for (const child of children.toReversed()) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        await Promise.race([ended, setTimeout(2_000)]);
        child.kill('SIGKILL');
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/**
 * The program that puts its documents on paper; it tells the printer on its standard error what it
 * sees (ippeveprinter(1), "Print command"). A page takes a quarter of a second.
 */
const printHead = (noPaper: string, broken: string): string => `#!/bin/sh
sleep 0.25
if [ -e '${noPaper}' ]; then
  echo 'STATE: +media-empty-error' >&2
  while [ -e '${noPaper}' ]; do sleep 0.05; done
  echo 'STATE: -media-empty-error' >&2
fi
[ ! -e '${broken}' ]
`;

const until = async (what: string, condition: () => boolean): Promise<void> => {
  for (let waited = 0; !condition(); waited += STEP_MS) {
    if (waited > START_MS) throw new Error(`${what} did not start`);
    await setTimeout(STEP_MS);
  }
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const busConfiguration = (socket: string): string => `<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/>
  </policy>
</busconfig>
`;

const AVAHI_CONFIGURATION = `[server]
use-ipv4=yes
use-ipv6=no
allow-interfaces=lo
enable-dbus=yes
[publish]
publish-workstation=no
`;
