import { decideCoverage } from '../../../core/coverage/coverage.ts';
import { FaultError, asFaultError } from '../../../core/contract/errors.ts';
import { type LookupResult } from '../../../core/contract/hub.ts';
import { type IdentityClaim } from '../../../core/contract/identity.ts';
import { type BusinessDay } from '../../../core/contract/primitives.ts';
import { type Booking } from '../../../core/contract/scheduling.ts';
import { type Clock, type Ids } from '../../../core/ports/ports.ts';
import { addDays, businessDayOf } from '../../../core/scheduling/business-day.ts';
import { type DeliveryVerdict, type His, type HisAnswer } from '../his.ts';
import { type HisBill } from '../his-money.ts';
import { billsIn } from './bills.ts';
import { createBookingQuery } from './booking-query.ts';
import { coverageRecordOf, referralsOf } from './coverage-segments.ts';
import { type DeliveryTools, deliver } from './delivery.ts';
import { examinationOf } from './examination.ts';
import { createIncoming } from './incoming.ts';
import { type MllpClient } from './mllp/mllp-client.ts';
import { type MllpListener, startMllpListener } from './mllp/mllp-listener.ts';
import { type FoundPatient, createPatientQuery } from './patient-query.ts';
import { deliverReceipt } from './receipts.ts';
import { type Hl7Booking, type Hl7Records } from './records/records.ts';
import { type PatientKeyHash, patientKeysOf } from '../patient-keys.ts';
import { patientNumber } from './segments/patient-identifiers.ts';
import { patientNumberOf, recordOf } from './segments/patient-segment.ts';
import { type ServicePlaces } from './service-places.ts';
import { createHl7Session } from './session.ts';
import { type Hl7v2Settings } from './settings.ts';

export interface Hl7HisOptions {
  /** Asks while a patient waits. */
  readonly lookupClient: MllpClient;
  /** Delivers; may wait longer. */
  readonly deliveryClient: MllpClient;
  readonly settings: Hl7v2Settings;
  readonly lookupTimeoutMs: number;
  readonly deliveryTimeoutMs: number;
  /** 5-digit code of this hospital. */
  readonly facilityCode: string;
  readonly places: ServicePlaces;
  readonly records: Hl7Records;
  readonly keyed: PatientKeyHash;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Certificate and key of the listener, where it is to speak TLS. */
  readonly listenerTls?: Parameters<typeof startMllpListener>[0]['tls'];
}

/** A HIS that also listens. */
export interface Hl7His extends His {
  start(): Promise<void>;
  close(): Promise<void>;
  /** Port the listener has; undefined while it does not listen. */
  listeningOn(): number | undefined;
}

/** How long bookings and tickets are kept after their day. */
const KEPT_DAYS = 2;

/** A number no patient has, to see whether the HIS answers queries. */
const NOBODY = 'TIEP-DON-PROBE';

/** A hospital information system that speaks HL7 v2 over MLLP. */
export const createHl7His = (options: Hl7HisOptions): Hl7His => {
  const { settings, records, keyed, places, clock, ids, facilityCode } = options;
  const common = { settings, facilityCode, clock };
  const asking = createHl7Session({ ...common, client: options.lookupClient });
  const delivering = createHl7Session({ ...common, client: options.deliveryClient });
  const query = createPatientQuery({ session: asking, settings, clock, ids });
  const deliveryQuery = createPatientQuery({ session: delivering, settings, clock, ids });
  const bookingQuery = createBookingQuery({
    session: asking,
    settings,
    records,
    clock,
    ids,
    timeoutMs: options.lookupTimeoutMs,
  });
  const incoming = createIncoming({
    ...common,
    records,
    acknowledged: one => delivering.acknowledged(one) || asking.acknowledged(one),
  });
  let listener: MllpListener | undefined;
  let pruned: BusinessDay | undefined;

  const deadline = (): number => clock.now() + options.lookupTimeoutMs;

  const bookingOf = (one: Hl7Booking): readonly Booking[] => {
    const servicePointId = places.pointOf(one.place);
    if (one.state !== 'booked' || servicePointId === undefined) return [];
    const { id, kind, start, code, practitioner } = one;
    return [
      {
        id,
        kind,
        servicePointId,
        start,
        ...(code === undefined ? {} : { code }),
        ...(practitioner === undefined ? {} : { practitioner }),
      },
    ];
  };

  /** Who has the booking, where somebody comes with its code only. */
  const bookedPatient = async (code: string, day: BusinessDay, until: number) => {
    const bookings = await records.bookingsWithCode(code, day);
    const numbers = new Set(
      await Promise.all(bookings.map(one => records.survivorOf(one.patientNumber))),
    );
    const [number] = numbers;
    if (number === undefined || numbers.size > 1) return undefined;
    const found = await query.withIdentifier(patientNumber(number, settings.identifiers), until);
    return found.length === 1 ? found[0] : undefined;
  };

  const patientFor = async (
    claim: IdentityClaim,
    day: BusinessDay,
    until: number,
  ): Promise<FoundPatient | undefined> => {
    const match = await query.match(claim, until);
    if (match.match === 'one') return match.found;
    if (match.match === 'several') throw new FaultError('his-conflict', 'several records fit');
    return claim.bookingCode === undefined
      ? undefined
      : bookedPatient(claim.bookingCode, day, until);
  };

  const unknown = async (
    claim: IdentityClaim,
    day: BusinessDay,
    until: number,
  ): Promise<HisAnswer> => {
    const candidates = await query.candidates(claim, until);
    const suggestions = candidates.flatMap(
      ({ patient }) => patientNumberOf(patient, settings.identifiers) ?? [],
    );
    return {
      patient: undefined,
      bookings: [],
      coverage: decideCoverage({
        day,
        facilityCode,
        claim: claim.insurance,
        record: { outcome: 'not-found' },
        reExamination: false,
        referral: false,
      }),
      visitsToday: [],
      ...(suggestions.length === 0 ? {} : { suggestions }),
    };
  };

  const known = async (
    claim: IdentityClaim,
    day: BusinessDay,
    found: FoundPatient,
    record: NonNullable<LookupResult['patient']>,
  ): Promise<HisAnswer> => {
    const [booked, charges, visitsToday] = await Promise.all([
      records.bookingsOfPatient(record.hisPatientId, day),
      records.chargesOf(record.hisPatientId),
      records.ticketsOf(patientKeysOf(found.patient.identifiers, keyed), day),
    ]);
    const bookings = booked.flatMap(bookingOf).sort((a, b) => (a.start < b.start ? -1 : 1));
    return {
      patient: record,
      bookings: bookings.slice(0, 50),
      coverage: decideCoverage({
        day,
        facilityCode,
        claim: claim.insurance,
        record: coverageRecordOf(found),
        reExamination: bookings.some(({ kind }) => kind === 're-examination'),
        referral: false,
      }),
      referrals: referralsOf(found),
      visitsToday: visitsToday.slice(0, 50),
      ...(billsIn(charges, day).some(({ isPriorDebt }) => isPriorDebt) ? { priorDebt: true } : {}),
    };
  };

  const prune = async (day: BusinessDay): Promise<void> => {
    if (pruned === day) return;
    await records.forgetBefore(addDays(day, -KEPT_DAYS));
    pruned = day;
  };

  const probe = async (): Promise<void> => {
    await query.withIdentifier(patientNumber(NOBODY, settings.identifiers), deadline());
  };

  const tools: DeliveryTools = {
    ...common,
    session: delivering,
    ids,
    query: deliveryQuery,
    timeoutMs: options.deliveryTimeoutMs,
    places,
    records,
    keyed,
  };
  const failed = (error: unknown): DeliveryVerdict => ({
    verdict: 'failed',
    diagnosis: { fault: asFaultError(error).code },
  });
  const billsDue = async (number: string, day: BusinessDay): Promise<readonly HisBill[]> =>
    billsIn(await records.chargesOf(number), day);

  return {
    probe,
    async lookup(claim, day) {
      const until = deadline();
      const found = await patientFor(claim, day, until);
      const record =
        found === undefined ? undefined : recordOf(found.patient, settings.identifiers);
      return found === undefined || record === undefined
        ? unknown(claim, day, until)
        : known(claim, day, found, record);
    },
    async catalogue(day) {
      // Nothing of it comes from the HIS, yet whoever reads it learns whether the HIS is there.
      await probe();
      await bookingQuery.refresh(day);
      await prune(day);
      const waiting = await records.waiting(day);
      return {
        servicePoints: places.all.map(({ id, kind, name }) => ({
          id,
          kind,
          name,
          state: 'open',
          waiting: waiting.get(id) ?? 0,
        })),
      };
    },
    deliver: delivery => deliver(delivery, tools).catch(failed),
    deliverReceipt: delivery => deliverReceipt(delivery, tools).catch(failed),
    // Without a listener nobody can have told of a bill.
    ...(settings.listen.enabled ? { billsDue } : {}),
    examination: examinationOf({
      settings,
      places,
      facilityCode,
      probe,
      askBookings: () => bookingQuery.ask(businessDayOf(clock.now())),
      clock,
    }),
    ticketStates: day => records.ticketStates(day),
    async start() {
      if (!settings.listen.enabled || listener !== undefined) return;
      listener = await startMllpListener({
        host: settings.listen.host,
        port: settings.listen.port,
        ...(options.listenerTls === undefined ? {} : { tls: options.listenerTls }),
        async answer(bytes, peer) {
          for (const reply of await incoming(bytes)) peer.send(reply);
          return undefined;
        },
      });
    },
    async close() {
      options.lookupClient.close();
      options.deliveryClient.close();
      await listener?.close();
      listener = undefined;
    },
    listeningOn: () => listener?.port,
  };
};
