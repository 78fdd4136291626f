import type { Catalogue } from '../../core/contract/catalogue.ts';
import {
  SYNTHETIC_HOSPITAL,
  SYNTHETIC_SERVICE_POINTS,
} from '../../core/identity/synthetic-hospital.ts';
import type { IssuedVisit, PrintOrder } from '../../core/visit/visit-context.ts';
import type { PrintingParts } from '../../electron/host/printing.ts';
import type { KioskStore } from '../../electron/storage/kiosk-store.ts';
import { checkIn, fromHub, SAMPLE_DAY } from '../../electron/storage/testing/sample-visits.ts';

const CATALOGUE: Catalogue = {
  day: SAMPLE_DAY,
  asOf: '2026-03-02T01:00:00.000Z',
  hospital: SYNTHETIC_HOSPITAL,
  servicePoints: SYNTHETIC_SERVICE_POINTS.map(point => ({ ...point, state: 'open', waiting: 0 })),
};

export const SAMPLE_CATALOGUE: PrintingParts['catalogue'] = {
  current: () => CATALOGUE,
  subscribe: () => () => undefined,
};

/** Checks a patient in. */
export const givenNumber = (store: KioskStore, count: number): IssuedVisit => {
  const { visitId, number } = store.visits.recordCheckIn(checkIn(fromHub(count)));
  return { visitId, number, offline: false };
};

export const orderFor = (visit: IssuedVisit): PrintOrder => ({
  visit,
  kind: 'visit',
  reason: undefined,
  language: 'vi',
  large: false,
  reprint: false,
});
