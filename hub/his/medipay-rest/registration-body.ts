import { type CheckInEvent } from '../../../core/contract/hub.ts';
import { type IdentityClaim } from '../../../core/contract/identity.ts';
import { type Relationship } from '../../../core/contract/related-person.ts';
import { birthStampOf, dateStampOf, genderCodeOf, minuteStampOf } from './decision-4750.ts';
import { identityDocumentOf } from './documents.ts';
import { type Fields } from './request-signature.ts';
import { type MedipayRestSettings } from './settings.ts';
import { SLIP_KINDS } from './slips.ts';

/** KCB outpatient, MA_LOAI_KCB. */
const OUTPATIENT = '01';

type Place = MedipayRestSettings['servicePoints'][string];

export interface RegistrationSituation {
  readonly settings: MedipayRestSettings;
  readonly facilityCode: string;
  readonly place: Place | undefined;
  /** Number of the ticket whose visit had used up the slip of this one. */
  readonly slipUsedBy?: string | undefined;
  /** The patient of the HIS, where it has one. */
  readonly patient: { readonly id: string | undefined; readonly code: string | undefined };
}

/** The given name stands last; what stands before it, family name first, is HO_BN. */
const nameParts = (name: string | undefined): { HO_BN: string | null; TEN_BN: string | null } => {
  const words = name?.trim().split(/\s+/) ?? [];
  const given = words.pop();
  return { HO_BN: words.length === 0 ? null : words.join(' '), TEN_BN: given ?? null };
};

/**
 * THONG_TIN_BN. What differs from the hospital's record is left out where the patient is known by
 * it: the HIS keeps its own, and the clerk finds the difference at the hub.
 */
const patientFields = (event: CheckInEvent, situation: RegistrationSituation): Fields => {
  const { identity, payer, portrait } = event;
  const { settings, facilityCode, patient } = situation;
  const isKnown = patient.id !== undefined;
  const differs = new Set(isKnown ? identity.flags : []);
  const name = differs.has('name-differs-from-record') ? undefined : identity.name;
  const birthDate = differs.has('birth-date-differs-from-record') ? undefined : identity.birthDate;
  const { cardNumber, registeredFacility, validFrom, validTo, reason } = payer.coverage;
  const isInsured = payer.mode === 'insured' && cardNumber !== undefined;
  const when = (date: string | undefined): string | null =>
    isInsured && date !== undefined ? dateStampOf(date) : null;
  return {
    ID_BN: patient.id ?? null,
    MA_BN: patient.code ?? null,
    HO_TEN: name ?? null,
    ...nameParts(name),
    MATINH_CU_TRU: null,
    MAHUYEN_CU_TRU: null,
    MAXA_CU_TRU: null,
    MA_DANTOC: null,
    MA_QUOCTICH: null,
    MA_NGHE_NGHIEP: null,
    DIA_CHI: identity.address ?? null,
    NGAY_SINH: birthDate === undefined ? null : birthStampOf(birthDate),
    GIOI_TINH: genderCodeOf(identity.gender),
    SO_GTTT: identityDocumentOf(identity, settings.documentTypes)?.SO_GTTT ?? null,
    NGAY_CAP_GTTT: identity.issueDate === undefined ? null : dateStampOf(identity.issueDate),
    NOI_CAP_GTTT: null,
    MA_THE_BHYT: isInsured ? cardNumber : null,
    MA_DKBD: isInsured ? (registeredFacility ?? null) : null,
    GT_THE_TU: when(validFrom),
    GT_THE_DEN: when(validTo),
    MA_DOITUONG_KCB: settings.objectCodes[reason] ?? null,
    NGAY_VAO: minuteStampOf(event.occurredAt),
    MA_LOAI_KCB: OUTPATIENT,
    MA_CSKCB: facilityCode,
    ANH_BN_CCCD: portrait ?? null,
  };
};

/** QUAN_HE: what the companion is to the patient, in words, since the contract has no code for it. */
const RELATIONSHIPS: Readonly<Record<Relationship, string>> = {
  parent: 'Cha/mẹ',
  grandparent: 'Ông/bà',
  child: 'Con',
  spouse: 'Vợ/chồng',
  sibling: 'Anh/chị/em',
  other: 'Khác',
};

/** What the contract has no field for, in groups of our own; docs/medipay-rest.md lists them. */
const circumstanceFields = (
  { relative, slip, clerkTasks }: CheckInEvent,
  { settings, slipUsedBy }: RegistrationSituation,
): Fields => {
  const claim: Partial<IdentityClaim> = relative?.claim ?? {};
  const document = identityDocumentOf(claim, settings.documentTypes);
  const companion =
    relative === undefined
      ? {}
      : {
          NGUOI_DI_CUNG: {
            QUAN_HE: RELATIONSHIPS[relative.relationship],
            HO_TEN: claim.name ?? null,
            NGAY_SINH: claim.birthDate === undefined ? null : birthStampOf(claim.birthDate),
            GIOI_TINH: genderCodeOf(claim.gender),
            SO_GTTT: document?.SO_GTTT ?? null,
            LOAI_GTTT: document?.LOAI_GTTT ?? null,
            DIA_CHI: claim.address ?? null,
          },
        };
  const shown =
    slip === undefined
      ? {}
      : {
          GIAY_TO: {
            LOAI: SLIP_KINDS[slip.kind],
            SO: slip.number,
            TINH_TRANG: slip.standing,
            NOI_CAP: slip.fromFacility ?? null,
            NGAY: slip.day === undefined ? null : dateStampOf(slip.day),
            HAN_DEN: slip.validTo === undefined ? null : dateStampOf(slip.validTo),
            DA_DUNG_CHO: slipUsedBy ?? null,
          },
        };
  return {
    ...companion,
    ...shown,
    ...(clerkTasks === undefined || clerkTasks.length === 0
      ? {}
      : { VIEC_CAN_LAM: clerkTasks.join(',') }),
  };
};

/** One check-in as the body of POST /dangky-kcb. What is not known is null, never invented. */
export const registrationBody = (event: CheckInEvent, situation: RegistrationSituation): Fields => {
  const { settings, place } = situation;
  const { insured, selfPay } = settings.visitTypes;
  const referral = event.slip?.kind === 'referral' ? event.slip : undefined;
  return {
    THONG_TIN_BN: patientFields(event, situation),
    THONG_TIN_DICH_VU: {
      ID_KHOA: place?.departmentId ?? null,
      ID_DICH_VU: place?.serviceId ?? null,
      ID_KHUNG_THOI_GIAN: place?.timeFrameId ?? null,
    },
    ID_LOAI_KHAM: (event.payer.mode === 'insured' ? insured : selfPay) ?? null,
    SO_GIAY_CHUYEN_TUYEN: referral?.number ?? null,
    MA_BENH_CHUYEN_TUYEN: null,
    DON_VI_CHUYEN_TUYEN: referral?.fromFacility ?? null,
    ...(settings.extraFields ? circumstanceFields(event, situation) : {}),
  };
};
