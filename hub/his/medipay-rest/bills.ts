import { type BusinessDay } from '../../../core/contract/primitives.ts';
import { type HisBill, type HisBillLine } from '../his-money.ts';
import { type BillAnswer, billAnswerSchema, listOf } from './answers.ts';
import { dateOfStamp } from './decision-4750.ts';
import { type MedipayClient } from './medipay-client.ts';
import { type MedipayRestSettings } from './settings.ts';

/** Whole đồng of a field; undefined where it says none. */
export const dongIn = (value: string | undefined): number | undefined => {
  const amount = Number(value);
  return value !== undefined && Number.isSafeInteger(amount) && amount >= 0 ? amount : undefined;
};

const linesOf = ({ CHI_TIET }: BillAnswer): readonly HisBillLine[] =>
  CHI_TIET.flatMap(({ TEN_DICH_VU, SO_LUONG, THANH_TIEN_BV, T_BHTT }) => {
    const amount = dongIn(THANH_TIEN_BV);
    return TEN_DICH_VU === undefined || amount === undefined
      ? []
      : [
          {
            name: TEN_DICH_VU,
            quantity: dongIn(SO_LUONG) ?? 1,
            amount,
            insurerPays: dongIn(T_BHTT) ?? 0,
          },
        ];
  });

/** Undefined for a bill whose number, day or amounts nobody can read: it is never guessed at. */
const billOf = (
  answer: BillAnswer,
  day: BusinessDay,
  kinds: MedipayRestSettings['billKinds'],
): HisBill | undefined => {
  const made = dateOfStamp(answer.NGAY_LAP);
  const total = dongIn(answer.T_TONGCHI_BV);
  if (answer.ID_HOA_DON === undefined || answer.ID_HOA_DON.length > 64) return undefined;
  if (made?.length !== day.length || total === undefined) return undefined;
  const insurerPays = dongIn(answer.T_BHTT) ?? 0;
  const due = dongIn(answer.T_CONPHAITHU) ?? total - insurerPays - (dongIn(answer.T_DATHU) ?? 0);
  if (due <= 0) return undefined;
  return {
    id: answer.ID_HOA_DON,
    kind: kinds[answer.LOAI_HOA_DON ?? ''] ?? 'other',
    day: made,
    lines: linesOf(answer),
    total,
    insurerPays,
    due,
    isPriorDebt: made < day,
  };
};

/** What a patient has to pay. @throws HisFailure. */
export const billsDue = async (
  client: MedipayClient,
  settings: MedipayRestSettings,
  hisPatientId: string,
  day: BusinessDay,
): Promise<readonly HisBill[]> =>
  listOf(await client.get('bills', { ID_BN: hisPatientId }), billAnswerSchema)
    .flatMap(answer => billOf(answer, day, settings.billKinds) ?? [])
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
