/**
 * A kiosk reduced to its journal and its printer, as a process that can be killed: checks a patient
 * in or finds them again, prints their ticket, and says on standard output what it printed and what
 * became of it, one JSON line each.
 */
import { fileURLToPath } from 'node:url';
import type { Printable } from '../../core/contract/printable.ts';
import { createPrinting } from '../../electron/host/printing.ts';
import { createMemorySecrets } from '../../electron/secrets/memory-secrets.ts';
import { openKioskStore } from '../../electron/storage/open-store.ts';
import { createManualClock } from '../../electron/storage/testing/manual-clock.ts';
import { randomIds } from '../../electron/storage/testing/temporary-store.ts';
import { createForkLauncher, createSupervisedBridge } from '../../native-bridges/contract/host.ts';
import { systemClock } from '../../native-bridges/process/system-clock.ts';
import { givenNumber, orderFor, SAMPLE_CATALOGUE } from './sample-order.ts';

const [directory = '', masterKey = '', port = '', label = ''] = process.argv.slice(2);
const say = (line: { document: Printable } | { outcome: string }): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

const clock = createManualClock();
const store = await openKioskStore({
  directory,
  clock,
  ids: randomIds,
  secrets: createMemorySecrets({ 'kiosk-master-key': Buffer.from(masterKey, 'hex') }),
});
const bridge = createSupervisedBridge({
  configs: [
    {
      id: 'printer',
      driver: 'tcp-receipt-printer',
      host: '127.0.0.1',
      port: Number(port),
      profile: 'generic-80mm',
    },
  ],
  launch: createForkLauncher(
    fileURLToPath(new URL('../../native-bridges/process/main.ts', import.meta.url)),
  ),
  clock: systemClock,
  ids: randomIds,
  log: () => undefined,
});
await bridge.start();
const printing = createPrinting({
  bridge: {
    print: job => {
      say({ document: job.document });
      return bridge.print(job);
    },
  },
  catalogue: SAMPLE_CATALOGUE,
  visits: store.visits,
  prints: store.prints,
  clock,
  ids: randomIds,
});
const known = store.visits.findByLabel(label, '2026-03-02').at(0);
const visit =
  known === undefined
    ? givenNumber(store, Number(label.slice(2)))
    : { visitId: known.visitId, number: known.number, offline: false };
say({ outcome: await printing.print({ ...orderFor(visit), reprint: known !== undefined }) });
await bridge.stop();
store.close();
