import { businessDayOf } from '../../../core/scheduling/business-day.ts';
import { systemClock } from '../../ports/system-clock.ts';
import { segmentNamed, valueAt } from '../hl7v2/message/message.ts';
import { isSameIdentifier } from '../hl7v2/segments/patient-identifiers.ts';
import { type Hl7v2Settings } from '../hl7v2/settings.ts';
import { type Hl7Faults } from '../hl7v2/simulator/faults.ts';
import { startHl7Pair } from '../hl7v2/testing/hl7-pair.ts';
import { type HisTrouble, hisConformance } from './his-conformance.ts';

const TROUBLE: Readonly<Record<HisTrouble, Partial<Hl7Faults>>> = {
  none: {},
  away: { away: true },
  'answer-lost': { cutBeforeAnswer: 1 },
  refused: { answer: { code: 'AE', condition: '101', times: 1 } },
  busy: { answer: { code: 'AR', condition: '207', times: 1 } },
};

const conformance = (acknowledgement: Hl7v2Settings['acknowledgement']): void => {
  hisConformance(`HL7 v2, acknowledgement ${acknowledgement}`, async () => {
    const day = businessDayOf(systemClock.now());
    const pair = await startHl7Pair({ acknowledgement });
    const { simulator, his } = pair;
    await simulator.tell.bookingsOf(day);
    const registrations = (visitId: string): number =>
      simulator.hospital.registrations.get(visitId) ?? 0;
    return {
      his,
      day,
      carries: { bookings: true, counterReferrals: true },
      async tell(visitId, state) {
        await simulator.tell.ticket(visitId, state);
      },
      trouble: kind => simulator.faults.set(TROUBLE[kind]),
      effectsOf: ({ visitId, identity }) => ({
        visits: registrations(visitId),
        patients: [...simulator.hospital.patients.values()].filter(({ patient }) =>
          patient.identifiers.some(one =>
            isSameIdentifier(one, {
              value: identity.citizenNumber ?? '',
              authority: 'CCCD',
              type: 'NI',
            }),
          ),
        ).length,
      }),
      counterEffects: visitId => simulator.hospital.tracked.get(visitId) ?? 0,
      hasArrived(bookingId) {
        const told = simulator.hospital.arrivals.get(bookingId);
        return told !== undefined && valueAt(told, segmentNamed(told, 'SCH'), 25) === 'Arrived';
      },
      patientId: patientCode => patientCode,
      close: () => pair.close(),
    };
  });
};

conformance('original');
conformance('enhanced-accept');
conformance('enhanced');
