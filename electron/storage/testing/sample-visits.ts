import { randomUUID } from 'node:crypto';
import type { NumberLease } from '../../../core/contract/scheduling.ts';
import type { NumberLine } from '../../../core/queueing/lease-book.ts';
import { SYNTHETIC_PEOPLE } from '../../../core/identity/synthetic-people.ts';
import type { CheckInRecording, NumberSource, ReferralRecording } from '../kiosk-store.ts';

export const SAMPLE_DAY = '2026-03-02';
export const SAMPLE_LINE: NumberLine = {
  servicePointId: 'clinic-cardiology',
  numberClass: 'normal',
  day: SAMPLE_DAY,
};

/** A block of numbers for the sample clinic. */
export const sampleLease = (change: Partial<NumberLease> = {}): NumberLease => ({
  leaseId: randomUUID(),
  ...SAMPLE_LINE,
  series: 'B',
  first: 101,
  last: 200,
  ...change,
});

export const fromLease: NumberSource = { from: 'lease', ...SAMPLE_LINE };

/** A number as the hub gives it. */
export const fromHub = (sequence: number, day = SAMPLE_DAY): NumberSource => ({
  from: 'hub',
  number: {
    ...SAMPLE_LINE,
    day,
    sequence,
    label: `B-${String(sequence).padStart(4, '0')}`,
    source: 'hub',
  },
});

interface SampleChange {
  readonly visitId?: string;
  readonly person?: number;
  readonly at?: string;
}

const head = ({ visitId = randomUUID(), at = '2026-03-02T01:00:00.000Z' }: SampleChange) => ({
  eventId: randomUUID(),
  visitId,
  kioskId: 'kiosk-1',
  occurredAt: at,
  language: 'vi' as const,
});

const claimOf = (index: number) => {
  const person = SYNTHETIC_PEOPLE[index % SYNTHETIC_PEOPLE.length];
  if (person === undefined) throw new Error('there are no synthetic people');
  const { citizenNumber, name, birthDate, gender, address } = person;
  return {
    method: 'card-chip' as const,
    ...(citizenNumber === undefined ? {} : { citizenNumber }),
    name,
    birthDate,
    gender,
    address,
    authenticity: 'valid' as const,
    flags: [],
  };
};

/** The key a synthetic person is found by. */
export const keyOf = (person: number): string => `citizen:person-${person}`;

/** A check-in of a synthetic person (0 unless told). */
export const checkIn = (number: NumberSource, change: SampleChange = {}): CheckInRecording => ({
  event: {
    ...head(change),
    identity: claimOf(change.person ?? 0),
    servicePointId: SAMPLE_LINE.servicePointId,
    payer: { mode: 'insured', coverage: { reason: 'valid-in-network' } },
  },
  number,
  patientKeys: [keyOf(change.person ?? 0)],
  extras: { peopleAhead: 4, waitMinutes: 25 },
});

export const referral = (number: NumberSource, change: SampleChange = {}): ReferralRecording => ({
  event: { ...head(change), reason: 'code-unknown' },
  number,
  patientKeys: [],
  extras: {},
});
