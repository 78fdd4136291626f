import { createInterface } from 'node:readline/promises';
import { addStaffBadge, removeStaffBadge, setStaffPin } from '../staff/staff-credentials.ts';
import type { KioskInspector } from '../storage/kiosk-store.ts';
import { type KioskPlace, openInspector, withInspector } from './kiosk-place.ts';
import { type Answer, columns } from './output.ts';

const WHO = 'command line';

/** As withInspector, for work that waits. */
const withStaff = async (
  place: KioskPlace,
  work: (kiosk: KioskInspector) => Promise<Answer>,
): Promise<Answer> => {
  const kiosk = await openInspector(place);
  try {
    return await work(kiosk);
  } finally {
    kiosk.close();
  }
};

export const staffAudit = (place: KioskPlace, limit: number): Promise<Answer> =>
  withInspector(place, kiosk => {
    const rows = kiosk.staff.audited(limit);
    return {
      json: rows,
      lines:
        rows.length === 0
          ? ['nothing was done yet']
          : columns(rows.map(({ at, who, action, detail }) => [at, who, action, detail])),
    };
  });

/** The PIN comes from standard input: the command line of a program is no secret. */
export const staffSetPin = (place: KioskPlace): Promise<Answer> =>
  withStaff(place, async ({ staff }) => {
    if (process.stdin.isTTY) process.stderr.write('new PIN (6 to 12 digits): ');
    const lines = createInterface({ input: process.stdin });
    const [pin = ''] = await Promise.race([
      new Promise<string[]>(resolve => lines.once('line', line => resolve([line.trim()]))),
      new Promise<string[]>(resolve => lines.once('close', () => resolve([]))),
    ]);
    lines.close();
    await setStaffPin(staff, pin, WHO);
    return { json: { pin: 'set' }, lines: ['the PIN is set'] };
  });

export const staffAddBadge = (place: KioskPlace, name: string): Promise<Answer> =>
  withStaff(place, async ({ staff }) => {
    const code = await addStaffBadge(staff, name, WHO);
    return { json: { name, code }, lines: [code] };
  });

export const staffRemoveBadge = (place: KioskPlace, name: string): Promise<Answer> =>
  withInspector(place, ({ staff }) => {
    removeStaffBadge(staff, name, WHO);
    return { json: { name }, lines: [`the badge of ${name} opens nothing any more`] };
  });
