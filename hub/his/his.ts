import {
  type Catalogue,
  type NumberClass,
  type ServicePoint,
} from '../../core/contract/catalogue.ts';
import { type Coverage } from '../../core/contract/coverage.ts';
import { type FaultCode } from '../../core/contract/errors.ts';
import {
  type CheckInEvent,
  type IntakeEvent,
  type KnownVisit,
  type LookupResult,
} from '../../core/contract/hub.ts';
import { type IdentityClaim } from '../../core/contract/identity.ts';
import { type BusinessDay, type Localised } from '../../core/contract/primitives.ts';
import { type Booking } from '../../core/contract/scheduling.ts';
import { type SlipKind } from '../../core/contract/slip.ts';
import { type HisBill, type ReceiptDelivery } from './his-money.ts';
import { type HisReferences } from './his-references.ts';
import { type TicketState } from './ticket-state.ts';

/** A service point as the HIS knows it; what it does not say is decided by the hub. */
export interface HisServicePoint {
  readonly id: string;
  readonly kind: ServicePoint['kind'];
  readonly name: Localised;
  readonly pictogram?: ServicePoint['pictogram'];
  readonly room?: string;
  readonly floor?: Localised;
  readonly directions?: Localised;
  readonly series?: Readonly<Record<NumberClass, string>>;
  readonly price?: number;
  readonly state: ServicePoint['state'];
  readonly waiting: number;
  readonly minutesPerPatient?: number;
}

export interface HisCatalogue {
  readonly hospital?: Catalogue['hospital'];
  readonly servicePoints: readonly HisServicePoint[];
}

/** A referral to this hospital that is open, as the HIS holds it; how long it is good the hub judges. */
export type HisReferral = Pick<HisSlip, 'day' | 'validTo'>;

/** What the HIS answered about one person. */
export interface HisAnswer {
  readonly patient: LookupResult['patient'];
  readonly bookings: readonly Booking[];
  /** Without the referrals. */
  readonly coverage: Coverage;
  readonly visitsToday: readonly KnownVisit[];
  /** Absent where the HIS tells of none. */
  readonly referrals?: readonly HisReferral[];
  /**
   * Ids of records with the same name, birth date and gender but no number in common: for the clerk
   * to look at. Never the patient, never merged by a machine, never shown at a kiosk.
   */
  readonly suggestions?: readonly string[];
  /**
   * Something is owed from before. For the clerk: the screen and the ticket are seen by others, and
   * nobody may be turned away for it.
   */
  readonly priorDebt?: boolean;
}

/** What became of a visit's ticket, as the HIS says. */
export interface TicketChange {
  readonly visitId: string;
  readonly state: TicketState;
}

/** A slip that somebody shows. */
export interface SlipQuestion {
  readonly kind: SlipKind;
  readonly number: string;
  readonly claim: IdentityClaim;
  /** Where the HIS knows the patient. */
  readonly hisPatientId?: string | undefined;
}

/** A referral or an appointment for re-examination, as the HIS holds it. */
export interface HisSlip {
  readonly hisId: string;
  /** Written for whoever was asked about. */
  readonly isTheirs: boolean;
  /** Day of the referral, or the appointed day. */
  readonly day: BusinessDay | undefined;
  /** Last day on which it is good, where the HIS says so itself. */
  readonly validTo: BusinessDay | undefined;
  readonly fromFacility: string | undefined;
  /** Withdrawn, or used up by a visit. */
  readonly isOpen: boolean;
  /** Of a re-examination, where it names a place and time. */
  readonly booking: Booking | undefined;
}

/** One event on its way to the HIS. */
export interface HisDelivery {
  readonly event: IntakeEvent;
  /** Times it was sent before: from the second on, what arrived is looked up first. */
  readonly attemptsBefore: number;
  /** The visit this one repeats. */
  readonly duplicateOf?: { readonly visitId: string; readonly label: string };
  /**
   * The HIS has the visit already; the card was looked up since, and the cover of the event is to
   * replace the one it was told.
   */
  readonly isCoverUpdate?: true;
  /** The visit that used up the slip of this one before: for the clerk. */
  readonly slipUsedBy?: { readonly visitId: string; readonly label: string };
}

/** A failure of the HIS with what a person needs to look into it; never personal data. */
export interface HisDiagnosis {
  readonly fault: FaultCode;
  readonly httpStatus?: number;
  /** As the HIS said it. It may quote the patient: it goes to the database, never to a log. */
  readonly outcome?: unknown;
  readonly retryAfterMs?: number;
}

export type DeliveryVerdict =
  | { readonly verdict: 'delivered'; readonly receipt: HisReferences }
  /** Try this one again later; `system`: the HIS as a whole has to recover first. */
  | {
      readonly verdict: 'later';
      readonly scope: 'item' | 'system';
      readonly diagnosis: HisDiagnosis;
    }
  /** A dead letter: `rejected` by the HIS, or `failed` on our side. */
  | { readonly verdict: 'rejected' | 'failed'; readonly diagnosis: HisDiagnosis };

/** One thing seen while a person looks at a HIS; `todo` says what to do about a warning. */
export interface HisFinding {
  readonly state: 'ok' | 'warning';
  /** Never personal data. */
  readonly detail: string;
  readonly todo?: string;
}

/** For a person who connects a HIS. Nothing is stored there. @throws FaultError `his-*` from each. */
export interface HisExamination {
  /** Shows who we are: a token, a signature, a certificate. */
  authorise(): Promise<HisFinding>;
  /** What it offers of what is needed. */
  capability(): Promise<readonly HisFinding[]>;
  /** A registration short of its storing. */
  rehearse(event: CheckInEvent): Promise<readonly HisFinding[]>;
}

/** A hospital information system, whatever it speaks. */
export interface His {
  /** Asks whether it is there. @throws FaultError `his-*`. */
  probe(): Promise<void>;
  /** @throws FaultError `his-*` where it cannot be asked. */
  lookup(claim: IdentityClaim, day: BusinessDay): Promise<HisAnswer>;
  /**
   * The slip with that number; undefined where the HIS has none. Absent in dialects that cannot be
   * asked for one. @throws FaultError `his-*`.
   */
  slip?(question: SlipQuestion): Promise<HisSlip | undefined>;
  /** @throws FaultError `his-*` where it cannot be asked. */
  catalogue(day: BusinessDay): Promise<HisCatalogue>;
  /** Never rejects: every end is a verdict. */
  deliver(delivery: HisDelivery): Promise<DeliveryVerdict>;
  /**
   * What the patient of that number still has to pay, the oldest first. Absent where the HIS has no
   * bills to tell of. @throws FaultError `his-*`.
   */
  billsDue?(hisPatientId: string, day: BusinessDay): Promise<readonly HisBill[]>;
  /**
   * A receipt of money, or that one is taken back. Never rejects. Absent where the HIS takes none.
   */
  deliverReceipt?(delivery: ReceiptDelivery): Promise<DeliveryVerdict>;
  /** States of the day's tickets, where the HIS tells them. @throws FaultError `his-*`. */
  ticketStates?(day: BusinessDay): Promise<readonly TicketChange[]>;
  readonly examination?: HisExamination;
  /** Begins to listen, where the HIS tells things on its own account. @throws FaultError. */
  start?(): Promise<void>;
  /** Lets go of connections. */
  close?(): Promise<void>;
}
