import { z } from 'zod';
import { servicePointSchema } from '../../../core/contract/catalogue.ts';
import { coverageReasonSchema } from '../../../core/contract/coverage.ts';
import { idSchema, localisedSchema } from '../../../core/contract/primitives.ts';
import { HIS_BILL_KINDS } from '../his-money.ts';
import { ticketStateSchema } from '../ticket-state.ts';

const pathSchema = z.string().regex(/^\/[\w/.-]+$/, 'a path such as /loai-kham');
const valueSchema = z.string().min(1).max(50);
const fieldSchema = z.string().regex(/^[A-Z][A-Z0-9_]{0,49}$/, 'a field name such as DON_GIA');

/** Names of values as they stand in the signature: headers, or fields of what is sent. */
const signedSchema = z.array(
  z.string().regex(/^(x-merchant-id|x-timestamp|[A-Z][A-Z0-9_]*(\.[A-Z][A-Z0-9_]*)?)$/),
);

const signedBy = (...fields: readonly string[]) =>
  signedSchema.default(['x-merchant-id', 'x-timestamp', ...fields]);

const medipayServicePointSchema = z.strictObject({
  kind: servicePointSchema.shape.kind.default('clinic'),
  name: localisedSchema,
  /** ID_KHOA of THONG_TIN_DICH_VU. */
  departmentId: valueSchema.optional(),
  /** ID_DICH_VU; absent: nothing is registered here, as at a counter. */
  serviceId: valueSchema.optional(),
  /** ID_KHUNG_THOI_GIAN. */
  timeFrameId: valueSchema.optional(),
});

/** Settings of a HIS that answers the REST contract of the national kiosk programme. */
export const medipayRestSettingsSchema = z.strictObject({
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .transform(url => url.replace(/\/+$/, ''))
    .default('http://127.0.0.1:8095'),
  /** `x-merchant-id`. The key comes from the environment: HIS_SIGNING_KEY. */
  merchantId: valueSchema.default('TIEP-DON'),
  paths: z
    .strictObject({
      visitTypes: pathSchema.default('/loai-kham'),
      services: pathSchema.default('/dich-vu'),
      patient: pathSchema.default('/benh-nhan'),
      insurance: pathSchema.default('/bhyt'),
      register: pathSchema.default('/dangky-kcb'),
      /** Null where the HIS cannot be asked for registrations: then no POST is ever repeated. */
      registrations: pathSchema.nullable().default('/dangky-kcb'),
      /** Null where the HIS cannot be asked for referrals and appointments for re-examination. */
      slips: pathSchema.nullable().default(null),
      /** Null where the HIS tells of no bills. */
      bills: pathSchema.nullable().default('/vien-phi'),
      /** Null where it takes no payments: each becomes a dead letter for the cashier. */
      payment: pathSchema.nullable().default('/thanh-toan'),
      /** Null where it cannot be asked for payments: then none is ever repeated. */
      payments: pathSchema.nullable().default('/thanh-toan'),
    })
    .prefault({}),
  /** Values of each request that are joined by `|` and signed, in this order. */
  signed: z
    .strictObject({
      visitTypes: signedBy(),
      services: signedBy(),
      patient: signedBy('SO_GTTT', 'LOAI_GTTT', 'DIEN_THOAI'),
      insurance: signedBy('SO_GTTT', 'LOAI_GTTT', 'HO_TEN', 'NGAY_SINH', 'GIOI_TINH'),
      register: signedBy(
        'THONG_TIN_BN.HO_TEN',
        'THONG_TIN_BN.NGAY_SINH',
        'THONG_TIN_BN.GIOI_TINH',
        'THONG_TIN_BN.SO_GTTT',
        'THONG_TIN_DICH_VU.ID_DICH_VU',
        'ID_LOAI_KHAM',
      ),
      registrations: signedBy('SO_GTTT', 'LOAI_GTTT', 'NGAY_VAO'),
      slips: signedBy('SO', 'ID_BN'),
      bills: signedBy('ID_BN'),
      payment: signedBy('SO_BIEN_LAI', 'ID_HOA_DON', 'SO_TIEN'),
      payments: signedBy('SO_BIEN_LAI'),
    })
    .prefault({}),
  /** LOAI_GTTT of what somebody shows; null where the HIS cannot be asked by it. */
  documentTypes: z
    .strictObject({
      patientCode: valueSchema.nullable().default('MA_BN'),
      citizenNumber: valueSchema.nullable().default('CCCD'),
      oldNumber: valueSchema.nullable().default('CMND'),
      passport: valueSchema.nullable().default('HO_CHIEU'),
      insuranceCard: valueSchema.nullable().default('BHYT'),
    })
    .prefault({}),
  /** ID_LOAI_KHAM, of the list at `paths.visitTypes`. */
  visitTypes: z
    .strictObject({ insured: valueSchema.optional(), selfPay: valueSchema.optional() })
    .prefault({}),
  /** MA_DOITUONG_KCB by how cover was decided; what is not listed is left to the clerk. */
  objectCodes: z.partialRecord(coverageReasonSchema, valueSchema).default({}),
  /**
   * Companions, slips and what a clerk has to do, in groups that the contract does not have; false
   * for a HIS that refuses what it does not know.
   */
  extraFields: z.boolean().default(true),
  /** GIOI_TINH in what the HIS answers: 1 male, 2 female, 3 unknown; or 1 male, 0 female. */
  answeredGender: z.enum(['1-2-3', '0-1']).default('1-2-3'),
  /** Field of the patient answer with the đồng owed from before; absent: it is not asked. */
  debtField: fieldSchema.optional(),
  /** What LOAI_HOA_DON of a bill means; a value not listed is `other`. */
  billKinds: z.record(valueSchema, z.enum(HIS_BILL_KINDS)).default({}),
  /** Fields of a service beyond its ids and name; absent: the HIS does not say. */
  serviceFields: z
    .strictObject({
      price: fieldSchema.default('DON_GIA'),
      waiting: fieldSchema.default('SO_NGUOI_CHO'),
      room: fieldSchema.default('PHONG'),
    })
    .prefault({}),
  /** What TRANG_THAI_LK means for a ticket; a value not listed changes nothing. */
  ticketStates: z.record(valueSchema, ticketStateSchema).default({}),
  /** Clinics and counters by id, with what the HIS calls them. */
  servicePoints: z.record(idSchema, medipayServicePointSchema).default({}),
});
export type MedipayRestSettings = z.output<typeof medipayRestSettingsSchema>;

/** A request of the contract, by the name its path and its signature have in the settings. */
export type Endpoint = keyof MedipayRestSettings['paths'];
