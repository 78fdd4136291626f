import { expect, it } from 'vitest';
import { SYNTHETIC_SERVICE_POINTS } from '../identity/synthetic-hospital.ts';
import { clinicChoices } from './clinic-choice.ts';
import type { Surroundings } from './visit-context.ts';

const around = (hub: Surroundings['hub'], load: { load?: 'old' } = {}): Surroundings => ({
  day: '2026-11-23',
  catalogue: {
    day: '2026-11-23',
    asOf: '2026-11-23T01:00:00.000Z',
    hospital: { name: { vi: 'Bệnh viện', en: 'Hospital' }, facilityCode: '01999' },
    servicePoints: SYNTHETIC_SERVICE_POINTS.filter(({ id }) => id === 'clinic-eye').map(point => ({
      ...point,
      state: 'open' as const,
      waiting: 4,
      ...load,
    })),
  },
  counterId: 'counter-2',
  hub,
  cardReader: 'ready',
  codeScanner: 'ready',
  printer: 'ready',
  cardPresent: false,
});

it('tells who waits at a clinic while the hospital says so', () => {
  expect(clinicChoices(around('reachable'))).toMatchObject([
    { servicePointId: 'clinic-eye', waiting: 4 },
  ]);
});

it.each([
  ['the hub is away', around('away')],
  ['the hospital system was not heard for a while', around('reachable', { load: 'old' })],
])('offers the clinic without figures while %s', (_, surroundings) => {
  const [choice] = clinicChoices(surroundings);
  expect(choice).toMatchObject({ servicePointId: 'clinic-eye', state: 'open' });
  expect(choice).not.toHaveProperty('waiting');
  expect(choice).not.toHaveProperty('waitMinutes');
});
