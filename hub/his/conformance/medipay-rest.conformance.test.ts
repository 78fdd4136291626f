import { businessDayOf } from '../../../core/scheduling/business-day.ts';
import { systemClock } from '../../ports/system-clock.ts';
import { fieldWithin } from '../medipay-rest/answers.ts';
import { type MedipayFaults } from '../medipay-rest/simulator/faults.ts';
import { SIMULATED_STATES } from '../medipay-rest/simulator/hospital.ts';
import { startMedipayPair } from '../medipay-rest/testing/medipay-pair.ts';
import { hisConformance } from './his-conformance.ts';
import { type HisTrouble } from './his-world.ts';

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
    carries: { bookings: false, referrals: true, counterReferrals: false },
    trouble: kind => simulator.faults.set(TROUBLE[kind]),
    effectsOf: ({ visitId, identity }) => ({
      visits: tracedTo(visitId).length,
      patients: [...hospital.patients.values()].filter(
        ({ numbers }) => numbers.get('CCCD') === identity.citizenNumber,
      ).length,
    }),
    circumstancesOf(visitId) {
      const [told] = tracedTo(visitId);
      if (told === undefined) return undefined;
      const { NGUOI_DI_CUNG, GIAY_TO, VIEC_CAN_LAM } = told.body;
      return {
        companion: fieldWithin(NGUOI_DI_CUNG, 'HO_TEN'),
        companionNumber: fieldWithin(NGUOI_DI_CUNG, 'SO_GTTT'),
        slip: fieldWithin(GIAY_TO, 'SO'),
        clerkTasks: typeof VIEC_CAN_LAM === 'string' ? VIEC_CAN_LAM.split(',') : [],
      };
    },
    receiptEffect(receiptId) {
      const { payments } = hospital;
      const told = payments.get(receiptId);
      if (told === undefined) return undefined;
      const textOf = (name: string) => {
        const value = told.body[name];
        return typeof value === 'string' ? value : undefined;
      };
      return {
        times: told.times,
        amount: Number(told.body['SO_TIEN']),
        isTakenBack: [...payments.values()].some(
          ({ body, times }) => body['SO_BIEN_LAI_HUY'] === receiptId && times === 1,
        ),
        buyer: textOf('TEN_NGUOI_MUA'),
        taxCode: textOf('MA_SO_THUE'),
      };
    },
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
