import { businessDayOf } from '../../../core/scheduling/business-day.ts';
import { systemClock } from '../../ports/system-clock.ts';
import { componentOf, repetitionsOf, segmentNamed, valueAt } from '../hl7v2/message/message.ts';
import { transactionOf } from '../hl7v2/segments/charge-segments.ts';
import { isSameIdentifier } from '../hl7v2/segments/patient-identifiers.ts';
import { nameOf } from '../hl7v2/segments/person-name.ts';
import { type Hl7v2Settings } from '../hl7v2/settings.ts';
import { type Hl7Faults } from '../hl7v2/simulator/faults.ts';
import { startHl7Pair } from '../hl7v2/testing/hl7-pair.ts';
import { hisConformance } from './his-conformance.ts';
import { type HisTrouble } from './his-world.ts';

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
    await simulator.tell.billsOf(day);
    const registrations = (visitId: string): number =>
      simulator.hospital.registrations.get(visitId) ?? 0;
    return {
      his,
      day,
      carries: { bookings: true, referrals: true, counterReferrals: true },
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
      circumstancesOf(visitId) {
        const told = simulator.received.find(
          one => valueAt(one, segmentNamed(one, 'PV1'), 19) === visitId,
        );
        const nk1 = told === undefined ? undefined : segmentNamed(told, 'NK1');
        if (told === undefined || nk1 === undefined) return undefined;
        return {
          companion: nameOf(repetitionsOf(nk1, 2, told.delimiters)[0]),
          companionNumber: valueAt(told, nk1, 33),
          slip: valueAt(told, segmentNamed(told, 'ZSL'), 2),
          clerkTasks: repetitionsOf(segmentNamed(told, 'ZTK'), 18, told.delimiters).flatMap(
            one => componentOf(one, 1) ?? [],
          ),
        };
      },
      receiptEffect(receiptId) {
        const { payments } = simulator.hospital;
        const told = payments.get(transactionOf(receiptId));
        if (told === undefined) return undefined;
        const { message, times } = told;
        const zpy = segmentNamed(message, 'ZPY');
        return {
          times,
          amount: Number(valueAt(message, segmentNamed(message, 'FT1'), 11)),
          isTakenBack: [...payments.values()].some(
            one =>
              valueAt(one.message, segmentNamed(one.message, 'ZPY'), 3) === receiptId &&
              one.times === 1,
          ),
          buyer: valueAt(message, zpy, 7),
          taxCode: valueAt(message, zpy, 8),
        };
      },
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
