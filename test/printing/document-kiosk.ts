/**
 * A kiosk reduced to its journal and its A4 printer, as a process that can be killed: checks a patient
 * in or finds them again, prints a document of the visit, and says on standard output whether the
 * document said that it is not the first, and what became of it, one JSON line each.
 */
import { fileURLToPath } from 'node:url';
import { createDocumentPrinting } from '../../electron/host/document-printing.ts';
import { createMemorySecrets } from '../../electron/secrets/memory-secrets.ts';
import { openKioskStore } from '../../electron/storage/open-store.ts';
import { createManualClock } from '../../electron/storage/testing/manual-clock.ts';
import { randomIds } from '../../electron/storage/testing/temporary-store.ts';
import { createForkLauncher, createSupervisedBridge } from '../../native-bridges/contract/host.ts';
import { systemClock } from '../../native-bridges/process/system-clock.ts';
import { givenNumber } from './sample-order.ts';

const [directory = '', masterKey = '', url = ''] = process.argv.slice(2);
const say = (line: { again: boolean } | { outcome: string }): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

const store = await openKioskStore({
  directory,
  clock: createManualClock(),
  ids: randomIds,
  secrets: createMemorySecrets({ 'kiosk-master-key': Buffer.from(masterKey, 'hex') }),
});
const bridge = createSupervisedBridge({
  configs: [{ id: 'printer', driver: 'ipp-document-printer', url }],
  launch: createForkLauncher(
    fileURLToPath(new URL('../../native-bridges/process/main.ts', import.meta.url)),
  ),
  clock: systemClock,
  ids: randomIds,
  log: () => undefined,
});
await bridge.start();
const print = createDocumentPrinting({ bridge, documents: store.documents, ids: randomIds });
const known = store.visits.findByLabel('B-0012', '2026-03-02').at(0);
const { outcome } = await print({
  visitId: (known ?? givenNumber(store, 12)).visitId,
  document: 'referral-copy',
  copies: 1,
  sides: 'one-sided',
  sheet: again => {
    say({ again });
    return {
      language: 'vi',
      title: 'Thử',
      blocks: [{ kind: 'heading', level: 1, text: again ? 'BẢN IN LẠI' : 'BẢN SAO' }],
    };
  },
});
say({ outcome });
await bridge.stop();
store.close();
