import {
  SYNTHETIC_PEOPLE,
  type SyntheticPerson,
} from '../../../../core/identity/synthetic-people.ts';
import { type BusinessDay } from '../../../../core/contract/primitives.ts';
import { addDays, businessDayOf } from '../../../../core/scheduling/business-day.ts';
import { type Acknowledgement } from '../acknowledgement.ts';
import { type MessageType, composite, repeated, segment, text } from '../message/compose.ts';
import {
  type Message,
  type Segment,
  componentOf,
  repetitionsOf,
  segmentNamed,
  valueAt,
} from '../message/message.ts';
import {
  type PatientIdentifier,
  identifiersOf,
  isSameIdentifier,
  patientNumber,
} from '../segments/patient-identifiers.ts';
import { TRANSACTION_LENGTH } from '../segments/charge-segments.ts';
import { type HisPatient, patientOf, patientSegment } from '../segments/patient-segment.ts';
import { nameField } from '../segments/person-name.ts';
import { hl7v2SettingsSchema } from '../settings.ts';
import { momentOfStamp } from '../time-stamp.ts';

const KINDS = hl7v2SettingsSchema.parse({}).identifiers;

interface Visit {
  readonly visitId: string;
  readonly patientNumber: string;
  readonly place: string;
  /** PV1 as it came. */
  readonly pv1: Segment;
  /** ZTK as it came last. */
  readonly ticket: readonly string[];
  readonly duplicates: number;
}

interface PatientFile {
  readonly number: string;
  readonly pid: Segment;
  readonly patient: HisPatient;
  readonly more: readonly Segment[];
}

/** What a message comes to: an acknowledgement, and what else the answer carries. */
export interface Handled {
  readonly acknowledgement: Omit<Acknowledgement, 'controlId'>;
  /** Of the answer, where it is more than an acknowledgement; absent: RSP^K22. */
  readonly type?: MessageType;
  readonly segments?: readonly Segment[];
}

/** The simulated hospital's own data. */
export interface SimulatedHospital {
  handle(message: Message): Handled;
  /** Times a visit was registered (A04), by visit number. */
  readonly registrations: ReadonlyMap<string, number>;
  readonly patients: ReadonlyMap<string, PatientFile>;
  readonly visits: ReadonlyMap<string, Visit>;
  /** Visit ids of people tracked and not registered (A10), with how often it was said. */
  readonly tracked: ReadonlyMap<string, number>;
  /** SCH-25 and the segments of the last S14 by SCH-2. */
  readonly arrivals: ReadonlyMap<string, Message>;
  /** Đồng by FT1-2. */
  readonly charges: ReadonlyMap<string, number>;
  /** Payments by FT1-2, as they came last, with how often each was booked. */
  readonly payments: ReadonlyMap<string, { readonly message: Message; readonly times: number }>;
  merge(prior: string, surviving: string): void;
}

const PORTAL_RESULTS = {
  active: '000',
  'not-found': '050',
  'details-differ': '060',
  revoked: '110',
} as const;

const insuranceOf = (person: SyntheticPerson, today: BusinessDay): readonly Segment[] => {
  const { insurance } = person;
  // A HIS that never saw a card says what the insurer's portal says of such a person.
  if (insurance === undefined) return [segment('ZBH', { 1: text('050') })];
  const digits = (date: string | undefined) => text(date?.replaceAll('-', ''));
  return [
    segment('IN1', {
      1: text('1'),
      2: text('BHYT'),
      3: text('BHXH'),
      12: digits(insurance.validFrom),
      13: digits(insurance.validTo),
      35: text(insurance.registeredFacility),
      36: text(insurance.cardNumber),
    }),
    segment('ZBH', { 1: text(PORTAL_RESULTS[insurance.standing]) }),
    ...(insurance.referral === true
      ? [
          segment('RF1', {
            1: text('A'),
            7: digits(addDays(today, -5)),
            8: digits(addDays(today, 360)),
          }),
        ]
      : []),
  ];
};

const fileOf = (person: SyntheticPerson, number: string, today: BusinessDay): PatientFile => {
  const { name, birthDate, gender, address, insurance, citizenNumber, oldNumber } = person;
  const identifiers = [
    patientNumber(number, KINDS),
    ...identifiersOf(
      {
        ...(citizenNumber === undefined ? {} : { citizenNumber }),
        ...(oldNumber === undefined ? {} : { oldNumber }),
        ...(insurance === undefined ? {} : { insurance: { cardNumber: insurance.cardNumber } }),
      },
      KINDS,
    ),
  ];
  const pid = patientSegment({ name, birthDate, gender, address }, identifiers);
  const patient: HisPatient = { identifiers, name, birthDate, gender, address };
  return { number, pid, patient, more: insuranceOf(person, today) };
};

const OK: Handled = { acknowledgement: { code: 'AA' } };
const wrong = (condition: string, location: string): Handled => ({
  acknowledgement: { code: 'AE', condition, location },
});

/** QPD-3 as pairs of field and value. */
const parametersOf = (message: Message): ReadonlyMap<string, string> =>
  new Map(
    repetitionsOf(segmentNamed(message, 'QPD'), 3, message.delimiters).flatMap(one => {
      const [field, value] = [componentOf(one, 1), componentOf(one, 2)];
      return field === undefined || value === undefined ? [] : [[field, value] as const];
    }),
  );

const isAskedFor = ({ patient, pid }: PatientFile, asked: ReadonlyMap<string, string>): boolean => {
  const [value, authority = '', type = ''] = ['@PID.3.1', '@PID.3.4.1', '@PID.3.5'].map(field =>
    asked.get(field),
  );
  if (value !== undefined) {
    return patient.identifiers.some(one => isSameIdentifier(one, { value, authority, type }));
  }
  const [family, given, middle] = ['@PID.5.1.1', '@PID.5.2', '@PID.5.3'].map(field =>
    asked.get(field),
  );
  const name = [family, middle, given].filter(part => part !== undefined).join(' ');
  return (
    name !== '' &&
    pid.fields[5] === (nameField(name, 'L') as string) &&
    [7, 8].every(field => {
      const wanted = asked.get(`@PID.${field}`);
      return wanted === undefined || pid.fields[field] === wanted;
    })
  );
};

export interface HospitalOptions {
  /** The day it is set up. */
  readonly today: BusinessDay;
  /** True while it looks at no visit number, and keeps none. */
  readonly isBlind: () => boolean;
  /** SCH to AIP of each booking of a day, as it stands. */
  readonly schedules: (day: BusinessDay) => readonly Segment[];
}

const withoutVisitNumber = (pv1: Segment | undefined): Segment => ({
  name: 'PV1',
  fields: (pv1?.fields ?? []).map((field, index) => (index === 19 ? '' : field)),
});

/** A hospital of the synthetic people, as an HL7 v2 system keeps it: in memory. */
export const createHospital = (options: HospitalOptions): SimulatedHospital => {
  const patients = new Map<string, PatientFile>();
  const visits = new Map<string, Visit>();
  const tracked = new Map<string, number>();
  const arrivals = new Map<string, Message>();
  const charges = new Map<string, number>();
  const payments = new Map<string, { readonly message: Message; readonly times: number }>();
  const registrations = new Map<string, number>();
  let lastNumber = 26_000_000;

  for (const person of SYNTHETIC_PEOPLE) {
    const number = person.hisPatientCode;
    if (person.hisKnown && number !== undefined) {
      patients.set(number, fileOf(person, number, options.today));
    }
  }

  const bearerOf = (identifiers: readonly PatientIdentifier[]): PatientFile | undefined => {
    for (const identifier of identifiers) {
      for (const file of patients.values()) {
        if (file.patient.identifiers.some(one => isSameIdentifier(one, identifier))) return file;
      }
    }
    return undefined;
  };

  /** The record meant, or a new one with the next number. */
  const register = (message: Message, pid: Segment): PatientFile => {
    const patient = patientOf(message, pid);
    const known = bearerOf(patient.identifiers);
    if (known !== undefined) return known;
    lastNumber += 1;
    const number = `BN${lastNumber}`;
    const identifiers = [patientNumber(number, KINDS), ...patient.identifiers];
    const cx = identifiers.map(({ value, authority, type }) =>
      composite(value, undefined, undefined, authority, type),
    );
    const fields = pid.fields.map((field, index) => (index === 3 ? repeated(cx) : field));
    const file = { number, pid: { name: 'PID', fields }, patient: { ...patient, identifiers } };
    patients.set(number, { ...file, more: [] });
    return { ...file, more: [] };
  };

  const admission = (message: Message, trigger: string): Handled => {
    const pid = segmentNamed(message, 'PID');
    const pv1 = segmentNamed(message, 'PV1');
    const visitId = valueAt(message, pv1, 19);
    const place = valueAt(message, pv1, 3);
    if (pid === undefined || valueAt(message, pid, 3) === undefined) return wrong('101', 'PID^1^3');
    if (pv1 === undefined || visitId === undefined || place === undefined) {
      return wrong('101', 'PV1^1^19');
    }
    if (trigger === 'A10') {
      tracked.set(visitId, (tracked.get(visitId) ?? 0) + 1);
      return OK;
    }
    const ticket = segmentNamed(message, 'ZTK')?.fields ?? [];
    const known = visits.get(visitId);
    if (trigger === 'A08') {
      if (known === undefined) return wrong('204', 'PV1^1^19');
      visits.set(visitId, { ...known, duplicates: known.duplicates + 1 });
      return OK;
    }
    // The visit number is the HIS's second chance to see a repeat, where it forgot the control id.
    if (known !== undefined && !options.isBlind()) return wrong('205', 'PV1^1^19');
    const file = register(message, pid);
    registrations.set(visitId, (registrations.get(visitId) ?? 0) + 1);
    const own = options.isBlind() ? withoutVisitNumber(pv1) : pv1;
    const visit = { patientNumber: file.number, place, pv1: own, ticket, duplicates: 0 };
    const key = known === undefined ? visitId : `${visitId} again`;
    visits.set(key, { visitId, ...visit });
    return OK;
  };

  const schedule = (message: Message): Handled => {
    const filler = valueAt(message, segmentNamed(message, 'SCH'), 2);
    if (filler === undefined) return wrong('101', 'SCH^1^2');
    arrivals.set(filler, message);
    return OK;
  };

  const charge = (message: Message): Handled => {
    const ft1 = segmentNamed(message, 'FT1');
    const id = valueAt(message, ft1, 2);
    const dong = Number(valueAt(message, ft1, 11));
    if (id === undefined || !Number.isInteger(dong)) return wrong('101', 'FT1^1^11');
    if (id.length > TRANSACTION_LENGTH) return wrong('102', 'FT1^1^2');
    if (valueAt(message, ft1, 6) === 'PY') {
      const times = payments.get(id)?.times ?? 0;
      if (times > 0 && !options.isBlind()) return wrong('205', 'FT1^1^2');
      payments.set(id, { message, times: times + 1 });
      return OK;
    }
    if (charges.has(id) && !options.isBlind()) return wrong('205', 'FT1^1^2');
    charges.set(id, (charges.get(id) ?? 0) + dong);
    return OK;
  };

  const find = (message: Message): Handled => {
    const qpd = segmentNamed(message, 'QPD');
    if (qpd === undefined) return wrong('100', 'QPD');
    const asked = parametersOf(message);
    const found = [...patients.values()].filter(file => isAskedFor(file, asked));
    const qak = segment('QAK', {
      1: text(valueAt(message, qpd, 2)),
      2: text(found.length === 0 ? 'NF' : 'OK'),
      4: text(String(found.length)),
    });
    return {
      acknowledgement: { code: 'AA' },
      segments: [qak, qpd, ...found.flatMap(({ pid, more }) => [pid, ...more])],
    };
  };

  /** QRY^A19: the patient and their visits. */
  const visitsOfPatient = (message: Message): Handled => {
    const qrd = segmentNamed(message, 'QRD');
    const number = valueAt(message, qrd, 8);
    const file = number === undefined ? undefined : patients.get(number);
    if (qrd === undefined || file === undefined) return wrong('204', 'QRD^1^8');
    const own = [...visits.values()].filter(visit => visit.patientNumber === file.number);
    return {
      acknowledgement: { code: 'AA' },
      type: ['ADR', 'A19', 'ADR_A19'],
      segments: [qrd, file.pid, ...own.map(({ pv1 }) => pv1)],
    };
  };

  /** SQM^S25: the bookings of a day. */
  const schedulesOfDay = (message: Message): Handled => {
    const from = momentOfStamp(valueAt(message, segmentNamed(message, 'QRF'), 2));
    if (from === undefined) return wrong('101', 'QRF^1^2');
    return {
      acknowledgement: { code: 'AA' },
      type: ['SQR', 'S25', 'SQR_S25'],
      segments: options.schedules(businessDayOf(from)),
    };
  };

  return {
    registrations,
    patients,
    visits,
    tracked,
    arrivals,
    charges,
    payments,
    merge(prior, surviving) {
      const gone = patients.get(prior);
      const kept = patients.get(surviving);
      if (gone === undefined || kept === undefined) throw new RangeError('no such patients');
      patients.delete(prior);
    },
    handle(message) {
      const [msh] = message.segments;
      const type = valueAt(message, msh, 9, 1) ?? '';
      const trigger = valueAt(message, msh, 9, 2) ?? '';
      if (type === 'ADT' && ['A04', 'A08', 'A10'].includes(trigger))
        return admission(message, trigger);
      if (type === 'SIU') return schedule(message);
      if (type === 'DFT' && trigger === 'P03') return charge(message);
      if (type === 'QBP' && trigger === 'Q22') return find(message);
      if (type === 'QRY' && trigger === 'A19') return visitsOfPatient(message);
      if (type === 'SQM' && trigger === 'S25') return schedulesOfDay(message);
      return { acknowledgement: { code: 'AR', condition: '200' } };
    },
  };
};
