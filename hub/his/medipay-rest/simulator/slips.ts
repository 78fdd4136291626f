import { type BusinessDay } from '../../../../core/contract/primitives.ts';
import { SYNTHETIC_REFERRALS } from '../../../../core/identity/synthetic-people.ts';
import { addDays } from '../../../../core/scheduling/business-day.ts';
import { dateStampOf } from '../decision-4750.ts';
import { type Fields } from '../request-signature.ts';
import { SLIP_KINDS } from '../slips.ts';
import { type Answered, NOTHING, fine, textOf } from './answering.ts';
import { type Patient } from './patient-file.ts';

/** Where this HIS is asked for slips; `his.medipayRest.paths.slips` of the demonstration. */
export const SIMULATED_SLIPS_PATH = '/giay-to';

type Patients = ReadonlyMap<string, Patient>;

/** Referrals that other hospitals sent: on a record of this one, or on the number of a card only. */
const referralsOn = (patients: Patients, today: BusinessDay): readonly Fields[] => [
  ...[...patients.values()]
    .filter(({ person }) => person?.insurance?.referral === true)
    .map(({ ID_BN, MA_BN }) => ({
      ID_GIAY: Number(ID_BN),
      SO: `GCT-${MA_BN}`,
      NGAY: dateStampOf(addDays(today, -5)),
      HAN_DEN: dateStampOf(addDays(today, 360)),
      NOI_CAP: null,
      TRANG_THAI: 1,
      ID_BN,
    })),
  ...SYNTHETIC_REFERRALS.map(({ number, citizenNumber, fromFacility, daysAgo }) => ({
    ID_GIAY: number,
    SO: number,
    NGAY: dateStampOf(addDays(today, -daysAgo)),
    HAN_DEN: null,
    NOI_CAP: fromFacility,
    TRANG_THAI: 1,
    SO_GTTT: citizenNumber,
  })),
];

const appointmentsOn = (patients: Patients, today: BusinessDay): readonly Fields[] =>
  [...patients.values()].flatMap(({ ID_BN, person }) =>
    (person?.bookings ?? [])
      .filter(({ kind }) => kind === 're-examination')
      .map(({ id, code }) => ({
        ID_GIAY: id,
        SO: code,
        NGAY: dateStampOf(today),
        TRANG_THAI: 1,
        ID_BN,
      })),
  );

/** The slips of a patient, or the one of a number. */
export const slipsOf = (
  patients: Patients,
  { LOAI, SO, ID_BN }: Fields,
  today: BusinessDay,
): Answered => {
  const isReferral = LOAI === SLIP_KINDS.referral;
  const all = isReferral ? referralsOn(patients, today) : appointmentsOn(patients, today);
  const found = all.filter(one =>
    textOf(SO) === undefined ? one['ID_BN'] === textOf(ID_BN) : one['SO'] === SO,
  );
  return found.length === 0 ? NOTHING : fine(found);
};
