import { randomUUID } from 'node:crypto';
import { FaultError } from '../../../core/contract/errors.ts';
import { createMemorySecrets } from '../../secrets/memory-secrets.ts';
import { openKioskStore } from '../open-store.ts';
import { createManualClock } from './manual-clock.ts';
import { checkIn, fromLease, sampleLease } from './sample-visits.ts';
import { randomIds } from './temporary-store.ts';

/**
 * A process of its own that checks patients in as fast as it can and says each visit on standard
 * output once it is recorded, until it is killed or the disk refuses.
 */
const [directory = '', masterKey = '', first = '1'] = process.argv.slice(2);
const store = await openKioskStore({
  directory,
  clock: createManualClock(),
  ids: randomIds,
  secrets: createMemorySecrets({ 'kiosk-master-key': Buffer.from(masterKey, 'hex') }),
});
store.leases.receive(
  randomUUID(),
  sampleLease({ first: Number(first), last: Number(first) + 99_999 }),
);
try {
  for (let person = 0; ; person += 1) {
    const event = store.visits.recordCheckIn(checkIn(fromLease, { person: person % 7 }));
    process.stdout.write(`${event.visitId} ${event.number.label}\n`);
    // Deliveries are in full swing too, so that a kill meets every state.
    if (person % 5 === 0) {
      const taken = store.outbox.claim(3);
      store.outbox.settle(taken.slice(1).map(({ sequence }) => ({ sequence, to: 'delivered' })));
    }
  }
} catch (error) {
  process.stdout.write(`refused ${error instanceof FaultError ? error.code : String(error)}\n`);
}
