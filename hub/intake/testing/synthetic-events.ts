import { randomUUID } from 'node:crypto';
import { type CheckInEvent, type CounterEvent } from '../../../core/contract/hub.ts';
import { numberLabel } from '../../../core/queueing/number-label.ts';

let counter = 0;

/** A check-in of an invented patient; every member can be changed. */
export const checkInEvent = (change: Partial<CheckInEvent> = {}): CheckInEvent => {
  counter += 1;
  const servicePointId = change.servicePointId ?? 'clinic-eye';
  return {
    type: 'check-in',
    eventId: randomUUID(),
    kioskId: 'kiosk-1',
    aggregate: `patient-${counter}`,
    sequence: counter,
    occurredAt: '2026-11-23T01:00:00.000Z',
    visitId: randomUUID(),
    identity: {
      method: 'card-qr',
      citizenNumber: String(1_199_000_000 + counter).padStart(12, '0'),
      name: 'Nguyễn Văn Thử',
      birthDate: '1990-05-17',
      gender: 'male',
      authenticity: 'not-checked',
      flags: [],
    },
    servicePointId,
    number: {
      servicePointId,
      day: '2026-11-23',
      numberClass: 'normal',
      sequence: counter,
      label: numberLabel('C', counter),
      source: 'hub',
    },
    payer: { mode: 'self-pay', coverage: { reason: 'not-found' } },
    language: 'vi',
    ...change,
  };
};

/** Somebody sent to the counter without saying who they are. */
export const counterEvent = (change: Partial<CounterEvent> = {}): CounterEvent => {
  counter += 1;
  return {
    type: 'counter-referral',
    eventId: randomUUID(),
    kioskId: 'kiosk-1',
    aggregate: `nobody-${counter}`,
    sequence: counter,
    occurredAt: '2026-11-23T01:00:00.000Z',
    visitId: randomUUID(),
    reason: 'no-document',
    number: {
      servicePointId: 'counter-2',
      day: '2026-11-23',
      numberClass: 'normal',
      sequence: counter,
      label: numberLabel('Q', counter),
      source: 'hub',
    },
    language: 'vi',
    ...change,
  };
};
