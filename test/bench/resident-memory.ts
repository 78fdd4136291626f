import { existsSync, readFileSync } from 'node:fs';
import { descendantsOf, PARTS } from '../crash/processes.ts';

/** Programs of the demonstration whose memory is watched. */
const WATCHED = {
  host: PARTS.host,
  devices: PARTS.devices,
  hub: PARTS.hub,
  his: /hub\/his\/simulator\/main\.ts/,
} as const;
type WatchedProgram = keyof typeof WATCHED;

const MB = 1024;

/** Resident set in megabytes (proc(5), VmRSS in kB). */
const residentOf = (pid: number): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / MB;
};

/** False where the system keeps no such account of its processes. */
export const canWatchMemory = (): boolean => existsSync('/proc/self/status');

export type MemorySample = Readonly<Record<WatchedProgram, number>>;

/** Megabytes of every program below that supervisor, of all its processes together. */
export const sampleMemory = (supervisor: number): MemorySample => {
  const processes = descendantsOf(supervisor);
  const of = (name: WatchedProgram): number => {
    const found = processes.filter(({ command }) => WATCHED[name].test(command));
    if (found.length === 0) throw new Error(`${name} does not run any more`);
    return found.reduce((sum, { pid }) => sum + residentOf(pid), 0);
  };
  return { host: of('host'), devices: of('devices'), hub: of('hub'), his: of('his') };
};
