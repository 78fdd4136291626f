import { afterEach, beforeEach, expect, it } from 'vitest';
import { openTemporaryStore, type TemporaryStore } from './testing/temporary-store.ts';

let world: TemporaryStore;
beforeEach(async () => {
  world = await openTemporaryStore();
});
afterEach(() => world.remove());

it('credentials, the lock and the audit outlive the program', async () => {
  const { staff } = world.store;
  const credential = {
    credentialId: 'pin',
    kind: 'pin',
    name: 'PIN',
    salt: Uint8Array.of(1, 2),
    hash: Uint8Array.of(3, 4),
    memoryKib: 19_456,
    passes: 2,
  } as const;
  staff.put(credential);
  staff.setLock({ failures: 6, lockedUntil: 12_345 });
  staff.audit('PIN', 'signed-in', 'pin');
  staff.audit('PIN', 'device-tested', 'printer passed');
  const again = (await world.reopen()).staff;
  expect(again.credentials()).toMatchObject([{ credentialId: 'pin', memoryKib: 19_456 }]);
  expect(Buffer.from(again.credentials()[0]?.hash ?? [])).toEqual(Buffer.from([3, 4]));
  expect(again.lock()).toEqual({ failures: 6, lockedUntil: 12_345 });
  expect(again.audited(10).map(({ action }) => action)).toEqual(['device-tested', 'signed-in']);
});

it('the command line sets a PIN beside the running kiosk', async () => {
  const inspector = await world.inspect();
  inspector.staff.setLock({ failures: 0, lockedUntil: 0 });
  inspector.staff.audit('command line', 'pin-set');
  expect(world.store.staff.audited(1)).toMatchObject([{ who: 'command line', action: 'pin-set' }]);
});

it('there is one PIN', () => {
  const { staff } = world.store;
  const other = {
    kind: 'pin',
    name: 'PIN',
    salt: Uint8Array.of(1),
    hash: Uint8Array.of(2),
  } as const;
  staff.put({ credentialId: 'pin', memoryKib: 8, passes: 1, ...other });
  staff.put({ credentialId: 'pin', memoryKib: 16, passes: 1, ...other });
  expect(staff.credentials()).toHaveLength(1);
});
