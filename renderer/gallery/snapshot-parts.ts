import type { Place, Snapshot, StepView } from '../../core/contract/kiosk.ts';
import {
  SYNTHETIC_COUNTER_ID,
  SYNTHETIC_HOSPITAL,
  SYNTHETIC_SERVICE_POINTS,
  type SyntheticServicePointId,
} from '../../core/identity/synthetic-hospital.ts';

/** What pages of the gallery have in common: a hospital that does not exist, on one morning. */

export const pointOf = (id: SyntheticServicePointId) => {
  const point = SYNTHETIC_SERVICE_POINTS.find(candidate => candidate.id === id);
  if (point === undefined) throw new Error(`no service point ${id}`);
  return point;
};

export const placeOf = (id: SyntheticServicePointId): Place => {
  const { name, pictogram, room, floor, directions } = pointOf(id);
  return { servicePointId: id, name, pictogram, room, floor, directions };
};

export const COUNTER = placeOf(SYNTHETIC_COUNTER_ID);

export const BASE: Omit<Snapshot, 'step'> = {
  revision: 1,
  stepKey: 1,
  canGoBack: true,
  language: 'vi',
  addressee: 'unknown',
  display: { textSize: 'normal', contrast: 'normal', reach: 'normal', pace: 'normal' },
  day: '2026-11-23',
  now: '2026-11-23T00:45:00.000Z',
  hospital: SYNTHETIC_HOSPITAL.name,
  counter: COUNTER,
  service: {
    hub: 'reachable',
    cardReader: 'ready',
    codeScanner: 'ready',
    printer: 'ready',
  },
  cardPresent: false,
  idle: { state: 'active' },
  staffCall: 'none',
};

export const page = (step: StepView, changes: Partial<Snapshot> = {}): Snapshot => ({
  ...BASE,
  step,
  ...changes,
});

export const FIRST_PAGE = { canGoBack: false } as const;

export const ELDER = { addressee: 'elder' } as const;

export const ADULT = { addressee: 'adult' } as const;

export const CHILD = { addressee: 'child' } as const;

export const READER_AWAY = { service: { ...BASE.service, cardReader: 'unavailable' } } as const;

export const DEVICES_AWAY = {
  service: { ...BASE.service, cardReader: 'unavailable', codeScanner: 'unavailable' },
} as const;

/** Keeps the names, and lets the compiler forget what each page holds. */
export const named = <Id extends string>(pages: Readonly<Record<Id, Snapshot>>) => pages;
