import type { Gender, Localised, PartialDate } from '../contract/primitives.ts';
import type { BookingKind } from '../contract/scheduling.ts';
import type { SyntheticServicePointId } from './synthetic-hospital.ts';

/** A booking on whatever day the demonstration runs. */
export interface SyntheticBooking {
  readonly id: string;
  /** As the patient holds it, without separators. */
  readonly code: string;
  readonly kind: BookingKind;
  readonly clinicId: SyntheticServicePointId;
  /** Wall-clock time in Asia/Ho_Chi_Minh, `HH:mm`. */
  readonly time: string;
}

export interface SyntheticInsurance {
  readonly cardNumber: string;
  readonly registeredFacility: string;
  readonly validFrom: PartialDate;
  /** Absent: no end is printed. */
  readonly validTo?: PartialDate;
  readonly livingArea?: 'K1' | 'K2' | 'K3';
  /** What the insurer's record says of this card. */
  readonly standing: 'active' | 'not-found' | 'details-differ' | 'revoked';
  /** The hospital system holds a referral to here that is still good. */
  readonly referral?: true;
}

/** Somebody who does not exist, with everything the simulated card, codes and record need. */
export interface SyntheticPerson {
  readonly id: string;
  /** Serial 9999xx: well formed, and never reached by the births of one province and year. */
  readonly citizenNumber?: string;
  readonly oldNumber?: string;
  readonly name: string;
  readonly birthDate: PartialDate;
  readonly gender: Gender;
  readonly address: string;
  readonly ethnicity: string;
  readonly issueDate?: PartialDate;
  /** Absent on a card without an end. */
  readonly expiryDate?: PartialDate;
  /** What reading the chip comes to; absent where there is no card. */
  readonly chip?: 'readable' | 'unreadable' | 'not-authentic' | 'locked' | 'locked-by-pace';
  readonly hisKnown: boolean;
  /** Patient number (MRN) where the hospital system knows the person. */
  readonly hisPatientCode?: string;
  readonly insurance?: SyntheticInsurance;
  readonly bookings: readonly SyntheticBooking[];
  /** What this person shows in a demonstration. */
  readonly note: Localised;
}
