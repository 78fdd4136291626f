import { type BusinessDay } from '../../../../core/contract/primitives.ts';
import { SYNTHETIC_BILLS } from '../../../../core/identity/synthetic-bills.ts';
import {
  SYNTHETIC_HOSPITAL,
  SYNTHETIC_SERVICE_POINTS,
} from '../../../../core/identity/synthetic-hospital.ts';
import { SYNTHETIC_PEOPLE } from '../../../../core/identity/synthetic-people.ts';
import { nameKey } from '../../../../core/identity/person-name.ts';
import { addDays } from '../../../../core/scheduling/business-day.ts';
import { fieldWithin } from '../answers.ts';
import { dateStampOf } from '../decision-4750.ts';
import { type Fields } from '../request-signature.ts';
import { type Answered, NOTHING, fine, textOf } from './answering.ts';
import { type Patient, fileOf, sumOf } from './patient-file.ts';
import { slipsOf } from './slips.ts';

/** TRANG_THAI_LK as this HIS counts; `his.medipayRest.ticketStates` of the demonstration. */
export const SIMULATED_STATES = { '1': 'waiting', '2': 'serving', '3': 'done' } as const;
type State = keyof typeof SIMULATED_STATES;

export interface Registration {
  readonly ID_LK: string;
  readonly patientId: string;
  readonly state: State;
  readonly sequence: number;
  readonly body: Fields;
  /** `x-request-id` it came with: nothing here looks at it. */
  readonly trace: string;
}

const PORTAL_RESULTS = {
  active: '000',
  'not-found': '050',
  'details-differ': '060',
  revoked: '110',
} as const;

/** What its services are called: the ids of our own clinics, in its own way of writing. */
export const serviceIdOf = (pointId: string): string => `DV-${pointId}`.toUpperCase();
export const departmentIdOf = (pointId: string): string => `K-${pointId}`.toUpperCase();

/** Money that was told, by SO_BIEN_LAI. */
export interface ToldPayment {
  readonly ID_THU: string;
  readonly body: Fields;
  /** Times it was told: a HIS without idempotency books each. */
  readonly times: number;
}

/** LOAI_HOA_DON as this HIS counts; `his.medipayRest.billKinds` of the demonstration. */
export const SIMULATED_BILL_KINDS = { '1': 'services', '2': 'medicine' } as const;

const billKindOf = (kind: string): string | null =>
  Object.entries(SIMULATED_BILL_KINDS).find(([, meaning]) => meaning === kind)?.[0] ?? null;

/** The hospital of the synthetic people, behind the kiosk contract: in memory. */
export const createMedipayHospital = () => {
  const patients = new Map<string, Patient>();
  const registrations = new Map<string, Registration>();
  const payments = new Map<string, ToldPayment>();
  let last = 0;

  for (const person of SYNTHETIC_PEOPLE) {
    if (!person.hisKnown || person.hisPatientCode === undefined) continue;
    const file = fileOf(person, person.hisPatientCode);
    patients.set(file.ID_BN, file);
  }

  const bearersOf = (type: string | undefined, value: string | undefined): readonly Patient[] => {
    if (type === undefined || value === undefined) return [];
    // The ten digits printed on newer cards are the end of every card number.
    const isBearer = ({ numbers }: Patient): boolean =>
      type === 'BHYT'
        ? numbers.get('BHYT')?.slice(-10) === value.slice(-10)
        : numbers.get(type) === value;
    return [...patients.values()].filter(isBearer);
  };

  const patientAnswer = ({ ID_BN, MA_BN, fields }: Patient): Fields => ({
    ...fields,
    ID_BN,
    MA_BN,
  });

  const patientCheck = ({ SO_GTTT, LOAI_GTTT }: Fields): Answered => {
    const found = bearersOf(textOf(LOAI_GTTT), textOf(SO_GTTT)).map(patientAnswer);
    return found.length === 0 ? NOTHING : fine(found.length === 1 ? found[0] : found);
  };

  const insuranceCheck = ({ SO_GTTT, LOAI_GTTT, HO_TEN }: Fields): Answered => {
    const [found] = bearersOf(textOf(LOAI_GTTT), textOf(SO_GTTT));
    const insurance = found?.person?.insurance;
    if (insurance === undefined) return NOTHING;
    const name = textOf(HO_TEN);
    const isNamed = name === undefined || nameKey(name) === nameKey(found?.person?.name ?? '');
    const result = isNamed ? PORTAL_RESULTS[insurance.standing] : '060';
    const isHere =
      insurance.registeredFacility === SYNTHETIC_HOSPITAL.facilityCode ||
      insurance.referral === true ||
      found?.person?.bookings.some(({ kind }) => kind === 're-examination') === true;
    return fine({
      MA_THE_BHYT: insurance.cardNumber,
      MA_DKBD: insurance.registeredFacility,
      GT_THE_TU: dateStampOf(insurance.validFrom),
      GT_THE_DEN: insurance.validTo === undefined ? null : dateStampOf(insurance.validTo),
      PHAN_TUYEN: isHere ? 1 : 2,
      MA_KQ: result,
      TEN_KQ: result === '000' ? 'Thẻ còn giá trị sử dụng' : 'Thẻ không sử dụng được',
      TIEP_NHAN_BHYT: result === '000' ? 1 : 0,
    });
  };

  const newPatient = (fields: Fields): Patient => {
    last += 1;
    const code = `BN26${String(last).padStart(6, '0')}`;
    const document = textOf(fields['SO_GTTT']);
    const type = document?.length === 9 ? 'CMND' : 'CCCD';
    const patient: Patient = {
      ID_BN: String(26_000_000 + last),
      MA_BN: code,
      numbers: new Map([
        ['MA_BN', code],
        ...(document === undefined ? [] : ([[type, document]] as const)),
      ]),
      fields: { ...fields, LOAI_GTTT: type },
      person: undefined,
    };
    patients.set(patient.ID_BN, patient);
    return patient;
  };

  const registrationAnswer = ({
    ID_LK,
    state,
    sequence,
    body,
    patientId,
  }: Registration): Fields => ({
    ID_LK: Number(ID_LK),
    MA_LK: `LK${ID_LK}`,
    MA_VV: `VV${ID_LK}`,
    TRANG_THAI_LK: state,
    STT_LK: sequence,
    THONG_TIN_DANG_KY: {
      BENH_NHAN: { ID_BN: patientId, HO_TEN: fieldWithin(body, 'HO_TEN') ?? null },
      NGAY_VAO: fieldWithin(body, 'NGAY_VAO') ?? null,
      THONG_TIN_DICH_VU: body['THONG_TIN_DICH_VU'],
    },
  });

  const register = (body: Fields, trace: string): Answered => {
    const given = body['THONG_TIN_BN'];
    const service = fieldWithin(body, 'ID_DICH_VU');
    if (typeof given !== 'object' || given === null) return NOTHING;
    if (!SYNTHETIC_SERVICE_POINTS.some(({ id }) => serviceIdOf(id) === service)) return NOTHING;
    const fields = given as Fields;
    const id = textOf(fields['ID_BN']);
    if (id !== undefined && !patients.has(id)) return NOTHING;
    // No idempotency key, no conditional create: what comes twice is registered twice.
    const patient = (id === undefined ? undefined : patients.get(id)) ?? newPatient(fields);
    last += 1;
    const ID_LK = String(900_000 + last);
    const sequence =
      [...registrations.values()].filter(one => fieldWithin(one.body, 'ID_DICH_VU') === service)
        .length + 1;
    const registration: Registration = {
      ID_LK,
      patientId: patient.ID_BN,
      state: '1',
      sequence,
      body,
      trace,
    };
    registrations.set(ID_LK, registration);
    return fine(registrationAnswer(registration));
  };

  const find = ({ SO_GTTT, LOAI_GTTT, ID_BN, MA_BN, NGAY_VAO }: Fields): Answered => {
    const bearers = bearersOf(textOf(LOAI_GTTT), textOf(SO_GTTT));
    const isNamed = [SO_GTTT, ID_BN, MA_BN].some(one => textOf(one) !== undefined);
    const isAsked = (id: string): boolean =>
      !isNamed ||
      id === ID_BN ||
      patients.get(id)?.MA_BN === MA_BN ||
      bearers.some(one => one.ID_BN === id);
    const found = [...registrations.values()].filter(
      ({ body, patientId }) =>
        isAsked(patientId) &&
        fieldWithin(body, 'NGAY_VAO')?.startsWith(textOf(NGAY_VAO) ?? '') === true,
    );
    return found.length === 0 ? NOTHING : fine(found.map(registrationAnswer));
  };

  const paidOf = (billId: string): number =>
    sumOf(
      [...payments.values()]
        .filter(({ body }) => body['ID_HOA_DON'] === billId)
        .map(({ body, times }) => {
          const amount = Number(body['SO_TIEN']) * times;
          return body['LOAI_GIAO_DICH'] === 'HUY' ? -amount : amount;
        }),
    );

  const bills = ({ ID_BN }: Fields, today: BusinessDay): Answered => {
    const code = patients.get(textOf(ID_BN) ?? '')?.MA_BN;
    const found = SYNTHETIC_BILLS.filter(({ hisPatientCode }) => hisPatientCode === code);
    if (found.length === 0) return NOTHING;
    return fine(
      found.map(({ id, kind, daysAgo, lines }) => {
        const total = sumOf(lines.map(({ amount }) => amount));
        const insurer = sumOf(lines.map(({ insurerPays }) => insurerPays));
        return {
          ID_HOA_DON: id,
          LOAI_HOA_DON: billKindOf(kind),
          NGAY_LAP: dateStampOf(addDays(today, -daysAgo)),
          T_TONGCHI_BV: total,
          T_BHTT: insurer,
          T_DATHU: paidOf(id),
          T_CONPHAITHU: total - insurer - paidOf(id),
          CHI_TIET: lines.map(line => ({
            TEN_DICH_VU: line.name,
            SO_LUONG: line.quantity,
            THANH_TIEN_BV: line.amount,
            T_BHTT: line.insurerPays,
          })),
        };
      }),
    );
  };

  const paymentAnswer = (number: string, { ID_THU }: ToldPayment): Fields => ({
    SO_BIEN_LAI: number,
    ID_THU: Number(ID_THU),
    SO_CHUNG_TU: `PT${ID_THU}`,
  });

  const pay = (body: Fields): Answered => {
    const number = textOf(body['SO_BIEN_LAI']);
    const billId = textOf(body['ID_HOA_DON']);
    const visit = textOf(body['ID_LK']);
    const taken = textOf(body['SO_BIEN_LAI_HUY']);
    const isKnown =
      SYNTHETIC_BILLS.some(({ id }) => id === billId) || registrations.has(visit ?? '');
    if (number === undefined || !isKnown) return NOTHING;
    if (taken !== undefined && !payments.has(taken)) return NOTHING;
    last += 1;
    const before = payments.get(number);
    const told = {
      ID_THU: before?.ID_THU ?? String(700_000 + last),
      body,
      times: (before?.times ?? 0) + 1,
    };
    payments.set(number, told);
    return fine(paymentAnswer(number, told));
  };

  const findPayments = ({ SO_BIEN_LAI }: Fields): Answered => {
    const number = textOf(SO_BIEN_LAI) ?? '';
    const told = payments.get(number);
    return told === undefined ? NOTHING : fine([paymentAnswer(number, told)]);
  };

  const waitingFor = (pointId: string): number =>
    [...registrations.values()].filter(
      ({ state, body }) =>
        state === '1' && fieldWithin(body, 'ID_DICH_VU') === serviceIdOf(pointId),
    ).length;

  return {
    patients: patients as ReadonlyMap<string, Patient>,
    registrations: registrations as ReadonlyMap<string, Registration>,
    payments: payments as ReadonlyMap<string, ToldPayment>,
    slips: (asked: Fields, today: BusinessDay): Answered => slipsOf(patients, asked, today),
    bills,
    pay,
    findPayments,
    patientCheck,
    insuranceCheck,
    register,
    find,
    visitTypes: (): Answered =>
      fine([
        { ID_LOAI_KHAM: 1, TEN_LOAI_KHAM: 'Khám bảo hiểm y tế' },
        { ID_LOAI_KHAM: 2, TEN_LOAI_KHAM: 'Khám dịch vụ' },
      ]),
    services: (): Answered =>
      fine(
        SYNTHETIC_SERVICE_POINTS.filter(({ kind }) => kind === 'clinic').map(point => ({
          ID_KHOA: departmentIdOf(point.id),
          ID_DICH_VU: serviceIdOf(point.id),
          TEN_DICH_VU: `Khám ${point.name.vi}`,
          DON_GIA: point.price,
          PHONG: point.room,
          SO_NGUOI_CHO: waitingFor(point.id),
        })),
      ),
    /** Sets what is owed by a patient. */
    owe(patientId: string, amount: number): void {
      const patient = patients.get(patientId);
      if (patient === undefined) throw new RangeError('no such patient');
      patients.set(patientId, { ...patient, fields: { ...patient.fields, NO_CU: amount } });
    },
    /** @returns false for an unknown registration. */
    move(id: string, state: State): boolean {
      const registration = registrations.get(id);
      if (registration !== undefined) registrations.set(id, { ...registration, state });
      return registration !== undefined;
    },
    /** Calls the next patient of every clinic and lets the one inside go. */
    callNext(): void {
      for (const { id } of SYNTHETIC_SERVICE_POINTS) {
        const here = [...registrations.values()].filter(
          ({ body }) => fieldWithin(body, 'ID_DICH_VU') === serviceIdOf(id),
        );
        for (const one of here) if (one.state === '2') this.move(one.ID_LK, '3');
        const next = here.find(({ state }) => state === '1');
        if (next !== undefined) this.move(next.ID_LK, '2');
      }
    },
  };
};
