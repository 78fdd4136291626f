import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../storage/testing/manual-clock.ts';
import type { StaffAction, StaffCredential, StaffTable } from '../storage/staff-table.ts';
import {
  addStaffBadge,
  badgePayloadOf,
  removeStaffBadge,
  setStaffPin,
} from './staff-credentials.ts';
import { createStaffDoor, type StaffDoor } from './staff-door.ts';

/** Cheap on purpose: what is looked at here is the door, not the lock's steel. */
const CHEAP = { memoryKib: 8, passes: 1 };
const PIN = '481516';

interface MemoryTable extends StaffTable {
  readonly said: readonly (readonly [who: string, action: StaffAction])[];
}

const memoryTable = (): MemoryTable => {
  const credentials = new Map<string, StaffCredential>();
  const said: [string, StaffAction][] = [];
  let lock = { failures: 0, lockedUntil: 0 };
  return {
    said,
    credentials: () => [...credentials.values()],
    put: credential => void credentials.set(credential.credentialId, credential),
    remove: id => credentials.delete(id),
    lock: () => lock,
    setLock: next => {
      lock = next;
    },
    audit: (who, action) => void said.push([who, action]),
    audited: () => [],
  };
};

let clock: ManualClock;
let staff: MemoryTable;
let door: StaffDoor;
beforeEach(() => {
  clock = createManualClock();
  staff = memoryTable();
  door = createStaffDoor({ staff, clock, hasScanner: () => true });
});
afterEach(() => door.stop());

describe('the door to the staff pages', () => {
  it('stays shut where nobody has set a PIN', async () => {
    expect(door.enter().state).toBe('not-set-up');
    expect((await door.signIn(PIN)).state).toBe('not-set-up');
    expect(door.isIn()).toBe(false);
  });

  it('opens for the PIN, and says so in the audit without it', async () => {
    await setStaffPin(staff, PIN, 'test', CHEAP);
    door.enter();
    expect((await door.signIn(PIN)).state).toBe('in');
    expect(staff.said).toEqual([
      ['test', 'pin-set'],
      ['PIN', 'signed-in'],
    ]);
  });

  it('does not open for whoever has not asked to be let in', async () => {
    await setStaffPin(staff, PIN, 'test', CHEAP);
    expect((await door.signIn(PIN)).state).toBe('closed');
  });

  it('locks after five wrong tries, longer each time, also for the right PIN', async () => {
    await setStaffPin(staff, PIN, 'test', CHEAP);
    door.enter();
    for (let attempt = 1; attempt <= 4; attempt += 1) {
      expect((await door.signIn('000001')).state).toBe('closed');
    }
    expect(await door.signIn('000001')).toMatchObject({ state: 'locked', waitSeconds: 60 });
    expect((await door.signIn(PIN)).state).toBe('locked');
    await clock.advance(60_000);
    door.enter();
    expect((await door.signIn('000001')).waitSeconds).toBe(120);
    await clock.advance(120_000);
    door.enter();
    expect((await door.signIn(PIN)).state).toBe('in');
    expect(staff.lock().failures).toBe(0);
  });

  it('counts tries that come at the same time one after the other', async () => {
    await setStaffPin(staff, PIN, 'test', CHEAP);
    door.enter();
    await Promise.all(Array.from({ length: 20 }, () => door.signIn('000001')));
    expect(staff.lock().failures).toBe(5);
  });

  it('is locked after a restart as it was before', async () => {
    await setStaffPin(staff, PIN, 'test', CHEAP);
    staff.setLock({ failures: 7, lockedUntil: clock.now() + 5000 });
    const restarted = createStaffDoor({ staff, clock, hasScanner: () => false });
    expect(restarted.enter()).toEqual({ state: 'locked', waitSeconds: 5, badge: false });
    restarted.stop();
  });

  it('shuts after two minutes without a touch, and not before', async () => {
    await setStaffPin(staff, PIN, 'test', CHEAP);
    door.enter();
    await door.signIn(PIN);
    await clock.advance(119_000);
    door.touched();
    await clock.advance(119_000);
    expect(door.isIn()).toBe(true);
    await clock.advance(1_001);
    expect(door.isIn()).toBe(false);
    expect(staff.said.at(-1)).toEqual(['PIN', 'session-ended']);
  });

  it('lets nobody in who has left while the PIN was judged', async () => {
    await setStaffPin(staff, PIN, 'test', CHEAP);
    door.enter();
    const judged = door.signIn(PIN);
    door.leave();
    await judged;
    expect(door.isIn()).toBe(false);
  });
});

describe('a staff badge', () => {
  it('opens in the name of its owner, and no more once it was taken back', async () => {
    const badge = await addStaffBadge(staff, 'Lan', 'test', CHEAP);
    await addStaffBadge(staff, 'Minh', 'test', CHEAP);
    door.enter();
    expect(door.scanned(badge)).toBe(true);
    await door.signIn('000000');
    expect(door.who()).toBe('Lan');
    door.leave();
    removeStaffBadge(staff, 'Lan', 'test');
    door.enter();
    door.scanned(badge);
    await door.signIn('000000');
    expect(door.isIn()).toBe(false);
  });

  it('is not looked at unless somebody asked to be let in', async () => {
    const badge = await addStaffBadge(staff, 'Lan', 'test', CHEAP);
    expect(door.scanned(badge)).toBe(false);
    expect(staff.lock().failures).toBe(0);
  });

  it('is its own code, which nobody mistakes for a patient’s', async () => {
    const badge = await addStaffBadge(staff, 'Lan', 'test', CHEAP);
    expect(badge).toMatch(/^TD1-S-[0-9A-Z]{24}-[0-9A-Z]$/);
    expect(badgePayloadOf(badge)).toBeDefined();
    expect(badgePayloadOf('TD1-A-LH26000921-J')).toBeUndefined();
    await expect(addStaffBadge(staff, 'Lan', 'test', CHEAP)).rejects.toThrow('has a badge');
  });
});

describe('a PIN', () => {
  it.each(['12345', '1234567890123', 'abcdef', '111111', '123456', '654321'])(
    '%s is not taken',
    async pin => {
      await expect(setStaffPin(staff, pin, 'test', CHEAP)).rejects.toMatchObject({
        code: 'bad-request',
      });
    },
  );
});
