import { businessDayOf } from '../../../core/scheduling/business-day.ts';
import { systemClock } from '../../ports/system-clock.ts';
import { type MedipayFaults } from '../medipay-rest/simulator/faults.ts';
import { SIMULATED_STATES } from '../medipay-rest/simulator/hospital.ts';
import { startMedipayPair } from '../medipay-rest/testing/medipay-pair.ts';
import { type HisTrouble, hisConformance } from './his-conformance.ts';

const TROUBLE: Readonly<Record<HisTrouble, Partial<MedipayFaults>>> = {
  none: {},
  away: { away: true },
  'answer-lost': { dropAnswers: 1 },
  refused: { answer: { code: '404', times: 1 } },
  busy: { answer: { code: '999', times: 1 } },
};

hisConformance('the kiosk REST contract', async () => {
  const pair = await startMedipayPair();
  const { simulator, his } = pair;
  const { hospital } = simulator;
  const tracedTo = (visitId: string) =>
    [...hospital.registrations.values()].filter(({ trace }) => trace === visitId);
  return {
    his,
    day: businessDayOf(systemClock.now()),
    carries: { bookings: false, counterReferrals: false },
    trouble: kind => simulator.faults.set(TROUBLE[kind]),
    effectsOf: ({ visitId, identity }) => ({
      visits: tracedTo(visitId).length,
      patients: [...hospital.patients.values()].filter(
        ({ numbers }) => numbers.get('CCCD') === identity.citizenNumber,
      ).length,
    }),
    counterEffects: visitId => tracedTo(visitId).length,
    hasArrived: () => false,
    tell(visitId, wanted) {
      const state = (['1', '2', '3'] as const).find(one => SIMULATED_STATES[one] === wanted);
      for (const { ID_LK } of tracedTo(visitId)) hospital.move(ID_LK, state ?? '1');
      return Promise.resolve();
    },
    patientId: patientCode => patientCode.replace(/\D/g, ''),
    close: () => pair.close(),
  };
});
