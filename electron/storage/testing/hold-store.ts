import { createMemorySecrets } from '../../secrets/memory-secrets.ts';
import { openKioskStore } from '../open-store.ts';
import { createManualClock } from './manual-clock.ts';
import { randomIds } from './temporary-store.ts';

/** A process of its own that owns the data in the given folder until it is killed. */
const [directory = ''] = process.argv.slice(2);
await openKioskStore({
  directory,
  clock: createManualClock(),
  ids: randomIds,
  secrets: createMemorySecrets(),
});
process.send?.('open');
setInterval(() => undefined, 60_000);
