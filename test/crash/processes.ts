import { readdirSync, readFileSync } from 'node:fs';

/** A running process as the system tells it (Linux). */
export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

const read = (pid: string): RunningProcess | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    // proc(5): the name stands in parentheses and may hold anything; state and parent follow it.
    const [, parent = '0'] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { pid: Number(pid), parent: Number(parent), command };
  } catch {
    return undefined;
  }
};

/** All processes below that one, whatever depth. */
export const descendantsOf = (root: number): readonly RunningProcess[] => {
  const all = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => read(name) ?? []);
  const below = new Set([root]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const { pid, parent } of all) {
      if (below.has(parent) && !below.has(pid)) {
        below.add(pid);
        grown = true;
      }
    }
  }
  return all.filter(one => one.pid !== root && below.has(one.pid));
};

/** The parts of the demonstration, and the browser of a test, that may die at any moment. */
export const PARTS = {
  host: /electron\/cli\/main\.ts start/,
  hub: /hub\/cli\/main\.ts start/,
  devices: /native-bridges\/process\/main\.ts/,
  /** The browser itself: what it starts says of which type it is, and ends with it. */
  browser: /^(?!.*--type=).*--user-data-dir=/,
} as const;
export type Part = keyof typeof PARTS;

/** `kill -9` of one of that part's processes; false where none is running just now. */
export const killPart = (
  root: number,
  part: Part,
  choose: (candidates: readonly RunningProcess[]) => RunningProcess | undefined,
): boolean => {
  const candidates = descendantsOf(root).filter(one => PARTS[part].test(one.command));
  const victim = candidates.length === 0 ? undefined : choose(candidates);
  if (victim === undefined) return false;
  try {
    process.kill(victim.pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
};
