import { z } from 'zod';

/** A value the HIS may write as text, as a number, as null or not at all. */
const said = z
  .union([z.string(), z.number(), z.null()])
  .optional()
  .transform(value => {
    const text = value === undefined || value === null ? '' : String(value).trim();
    return text === '' ? undefined : text;
  })
  .catch(undefined);

/** What every answer is wrapped in. */
export const envelopeSchema = z.object({
  code: z.union([z.string(), z.number()]).transform(String),
  message: z.string().nullish(),
  data: z.unknown(),
});

/** A patient, in the names of THONG_TIN_BN; what else stands there is kept for `debtField`. */
export const patientAnswerSchema = z.looseObject({
  ID_BN: said,
  MA_BN: said,
  HO_TEN: said,
  NGAY_SINH: said,
  GIOI_TINH: said,
  DIA_CHI: said,
  SO_GTTT: said,
  LOAI_GTTT: said,
  MA_THE_BHYT: said,
});
export type PatientAnswer = z.infer<typeof patientAnswerSchema>;

export const insuranceAnswerSchema = z.object({
  MA_THE_BHYT: said,
  MA_DKBD: said,
  GT_THE_TU: said,
  GT_THE_DEN: said,
  /** 1 in network, 2 out of it, 3 direct access. */
  PHAN_TUYEN: said,
  MA_KQ: said,
  TEN_KQ: said,
  /** 1 where the hospital receives the patient as insured. */
  TIEP_NHAN_BHYT: said,
});

export const registrationAnswerSchema = z.object({
  ID_LK: said,
  MA_LK: said,
  MA_VV: said,
  TRANG_THAI_LK: said,
  /** The HIS's own running number: not the one the patient holds. */
  STT_LK: said,
  /** What was registered; how it is nested is the HIS's business. */
  THONG_TIN_DANG_KY: z.unknown(),
});
export type RegistrationAnswer = z.infer<typeof registrationAnswerSchema>;

export const serviceAnswerSchema = z.looseObject({
  ID_KHOA: said,
  ID_DICH_VU: said,
  TEN_DICH_VU: said,
});
export type ServiceAnswer = z.infer<typeof serviceAnswerSchema>;

/** A bill, in the names Decision 4750 has for its sums. */
export const billAnswerSchema = z.object({
  ID_HOA_DON: said,
  LOAI_HOA_DON: said,
  /** yyyymmdd. */
  NGAY_LAP: said,
  /** All that is charged; what the insurer bears; paid already; left to be paid. */
  T_TONGCHI_BV: said,
  T_BHTT: said,
  T_DATHU: said,
  T_CONPHAITHU: said,
  CHI_TIET: z
    .array(z.object({ TEN_DICH_VU: said, SO_LUONG: said, THANH_TIEN_BV: said, T_BHTT: said }))
    .catch([]),
});
export type BillAnswer = z.infer<typeof billAnswerSchema>;

/** A referral or an appointment for re-examination, in the names of GIAY_TO. */
export const slipAnswerSchema = z.object({
  ID_GIAY: said,
  SO: said,
  /** yyyymmdd: of the referral, or the appointed day; and the last day on which it is good. */
  NGAY: said,
  HAN_DEN: said,
  NOI_CAP: said,
  TRANG_THAI: said,
  ID_BN: said,
  SO_GTTT: said,
});
export type SlipAnswer = z.infer<typeof slipAnswerSchema>;

export const paymentAnswerSchema = z.object({
  SO_BIEN_LAI: said,
  ID_THU: said,
  SO_CHUNG_TU: said,
});
export type PaymentAnswer = Partial<z.infer<typeof paymentAnswerSchema>>;

export const visitTypeAnswerSchema = z.object({ ID_LOAI_KHAM: said, TEN_LOAI_KHAM: said });

/** One thing or a list of things, as data; what is none of them is left out. */
export const listOf = <T>(data: unknown, schema: z.ZodType<T>): readonly T[] =>
  (Array.isArray(data) ? data : data === undefined || data === null ? [] : [data]).flatMap(one => {
    const { success, data: read } = schema.safeParse(one);
    return success ? [read] : [];
  });

/** A field wherever it stands in nested groups; the first that is found. */
export const fieldWithin = (value: unknown, name: string): string | undefined => {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const found = key === name ? said.parse(member) : fieldWithin(member, name);
    if (found !== undefined) return found;
  }
  return undefined;
};
