import { businessDayOf } from '../../../core/scheduling/business-day.ts';
import { systemClock } from '../../ports/system-clock.ts';
import { noAuthorization } from '../fhir-r4/authorization.ts';
import { createFhirHis } from '../fhir-r4/connector.ts';
import { createFhirClient } from '../fhir-r4/fhir-client.ts';
import { EXTENSIONS, identifierSystemsSchema } from '../fhir-r4/systems.ts';
import { type Faults, NO_FAULTS } from '../simulator/faults.ts';
import { startSimulatedHis } from '../simulator/testing/simulated-his.ts';
import { hisConformance } from './his-conformance.ts';
import { type HisTrouble } from './his-world.ts';

const TROUBLE: Readonly<Record<HisTrouble, Partial<Faults>>> = {
  none: {},
  away: { away: true },
  'answer-lost': { dropAnswers: 1 },
  refused: { answer: { status: 422, times: 1, bundlesOnly: true } },
  busy: { answer: { status: 409, times: 1, bundlesOnly: true } },
};

hisConformance('FHIR R4', async () => {
  const simulated = await startSimulatedHis();
  const systems = identifierSystemsSchema.parse({});
  const client = createFhirClient({
    baseUrl: simulated.url,
    timeoutMs: 5_000,
    authorization: noAuthorization,
    clock: systemClock,
  });
  const his = createFhirHis({
    client,
    deliveryClient: client,
    systems,
    clock: systemClock,
    facilityCode: '01999',
  });
  return {
    his,
    day: businessDayOf(systemClock.now()),
    carries: { bookings: true, referrals: true, counterReferrals: true },
    tell(visitId, state) {
      simulated.move(visitId, state);
      return Promise.resolve();
    },
    trouble: kind => simulated.faults.set({ ...NO_FAULTS, ...TROUBLE[kind] }),
    effectsOf: ({ visitId, identity }) => ({
      visits: simulated.find('Encounter', `identifier=${systems.visit}|${visitId}`).length,
      patients: simulated.find(
        'Patient',
        `identifier=${systems.citizenNumber}|${identity.citizenNumber ?? ''}`,
      ).length,
    }),
    circumstancesOf(visitId) {
      const [task] = simulated.find('Task', `identifier=${systems.ticket}|${visitId}`);
      const [companion] = simulated.find(
        'RelatedPerson',
        `identifier=${systems.relatedPerson}|${visitId}`,
      );
      if (task?.resourceType !== 'Task' || companion?.resourceType !== 'RelatedPerson') {
        return undefined;
      }
      const said = (code: string): readonly string[] =>
        (task.input ?? [])
          .filter(({ type }) => type.coding?.[0]?.code === code)
          .flatMap(({ valueString }) => valueString ?? []);
      return {
        companion: companion.name?.[0]?.text,
        companionNumber: companion.identifier?.find(one => one.system === systems.citizenNumber)
          ?.value,
        slip: said('slip-number')[0],
        clerkTasks: said('clerk-task'),
      };
    },
    receiptEffect(receiptId) {
      const notices = simulated
        .find('PaymentNotice', `identifier=${systems.receipt}|${receiptId}`)
        .flatMap(one => (one.resourceType === 'PaymentNotice' ? [one] : []));
      const [notice] = notices;
      if (notice === undefined) return undefined;
      const said = (url: string) =>
        notice.extension
          ?.find(one => one.url === EXTENSIONS.eInvoice)
          ?.extension?.find(one => one.url === url)?.valueString;
      return {
        times: notices.length,
        amount: notice.amount.value ?? 0,
        isTakenBack: notice.status === 'cancelled',
        buyer: said('buyer'),
        taxCode: said('tax-code'),
      };
    },
    counterEffects: visitId =>
      simulated.find('Task', `identifier=${systems.ticket}|${visitId}`).length,
    hasArrived(bookingId) {
      const booking = simulated.store.read('Appointment', bookingId);
      return booking?.resourceType === 'Appointment' && booking.status === 'arrived';
    },
    patientId: patientCode => patientCode.toLowerCase(),
    close: () => simulated.close(),
  };
});
