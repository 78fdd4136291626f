import { randomUUID } from 'node:crypto';
import type { NumberLine } from '../../core/queueing/lease-book.ts';
import type { CheckInRecording } from '../../electron/storage/kiosk-store.ts';

/** Serials from 900000 on are given to nobody: so many people born in each year. */
const A_YEAR = 100_000;
/** Whole numbers below this are different people. */
export const PEOPLE = 10 * A_YEAR;

const birthYearOf = (index: number): number => 1990 + Math.floor(index / A_YEAR);

const citizenNumberOf = (index: number): string =>
  `0011${birthYearOf(index) % 100}${900_000 + (index % A_YEAR)}`;

/** What the code on that person's card says, as a scanner sends it. */
export const cardCodeOf = (index: number): string =>
  [
    citizenNumberOf(index),
    '',
    `Nguyễn Văn Thử ${index}`,
    `0101${birthYearOf(index)}`,
    'Nam',
    'Thôn Thử Nghiệm, Xã Mẫu, Hà Nội',
    '01012022',
  ].join('|');

/** A check-in of somebody who does not exist, a different person for every index. */
export const checkInOf = (
  index: number,
  line: NumberLine,
  now: number,
  kioskId: string,
): CheckInRecording => ({
  event: {
    eventId: randomUUID(),
    visitId: randomUUID(),
    kioskId,
    occurredAt: new Date(now).toISOString(),
    identity: {
      method: 'card-qr',
      citizenNumber: citizenNumberOf(index),
      name: `Nguyễn Văn Thử ${index}`,
      birthDate: `${birthYearOf(index)}-01-01`,
      gender: 'male',
      address: 'Thôn Thử Nghiệm, Xã Mẫu, Hà Nội',
      issueDate: '2022-01-01',
      authenticity: 'not-checked',
      flags: [],
    },
    servicePointId: line.servicePointId,
    payer: { mode: 'self-pay', coverage: { reason: 'not-found' } },
    language: 'vi',
  },
  number: { from: 'lease', ...line },
  patientKeys: [`citizen:${citizenNumberOf(index)}`],
  extras: { peopleAhead: 4, waitMinutes: 25, expectedAt: new Date(now).toISOString() },
});
