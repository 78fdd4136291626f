import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemorySecrets } from '../secrets/memory-secrets.ts';
import { openKioskStore } from './open-store.ts';
import { createManualClock } from './testing/manual-clock.ts';
import { randomIds } from './testing/temporary-store.ts';

const program = fileURLToPath(new URL('./testing/record-until-killed.ts', import.meta.url));

let directory: string;
let masterKey: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tiep-don-crash-'));
  masterKey = randomBytes(32).toString('hex');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Whole lines only: a line is written after its visit is durable. */
const linesOf = (child: ChildProcess): (() => readonly string[]) => {
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return () => text.split('\n').slice(0, -1);
};

const reopen = () =>
  openKioskStore({
    directory,
    clock: createManualClock(),
    ids: randomIds,
    secrets: createMemorySecrets({ 'kiosk-master-key': Buffer.from(masterKey, 'hex') }),
  });

/** Every visit that was said to be recorded is there, whole, under its number. */
const verify = async (acknowledged: readonly string[]): Promise<void> => {
  const store = await reopen();
  try {
    const check = await store.check();
    expect(check.findings.filter(({ ok }) => !ok)).toEqual([]);
    for (const line of acknowledged) {
      const [visitId = '', label] = line.split(' ');
      expect(store.visits.read(visitId)?.event.number.label).toBe(label);
    }
    const kept = store.visits.list({ limit: 1_000_000 });
    expect(new Set(kept.map(visit => visit.number.label)).size).toBe(kept.length);
    const { queued, inFlight, delivered } = store.outbox.counts();
    expect({ inFlight, all: queued + delivered }).toEqual({ inFlight: 0, all: kept.length });
  } finally {
    store.close();
  }
};

describe('a kiosk that dies', () => {
  it('by kill -9 at random moments has every acknowledged visit, and no number twice', async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < 8; round += 1) {
      const first = String(1 + round * 100_000);
      const child = spawn(process.execPath, [program, directory, masterKey, first], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const lines = linesOf(child);
      await once(child.stdout, 'data');
      await new Promise(resolve => setTimeout(resolve, Math.random() * 120));
      child.kill('SIGKILL');
      await once(child, 'close');
      acknowledged.push(...lines());
    }
    expect(acknowledged.length).toBeGreaterThan(50);
    await verify(acknowledged);
  });

  it('of a full disk refuses in a code, keeps nothing half, and goes on once there is room', async () => {
    // A limit on the size of files is the nearest to a full disk that needs no other rights.
    const limited = 'trap "" XFSZ; ulimit -f 400; exec "$0" "$@"';
    const child = spawn('bash', ['-c', limited, process.execPath, program, directory, masterKey], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = linesOf(child);
    await once(child, 'close');
    const refused = lines().at(-1);
    expect(refused).toBe('refused storage-failed');
    const acknowledged = lines().slice(0, -1);
    expect(acknowledged.length).toBeGreaterThan(10);
    await verify(acknowledged);
  });
});
