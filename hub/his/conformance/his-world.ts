import { type CheckInEvent } from '../../../core/contract/hub.ts';
import { type IdentityClaim } from '../../../core/contract/identity.ts';
import { type BusinessDay } from '../../../core/contract/primitives.ts';
import { type His } from '../his.ts';
import { type TicketState } from '../ticket-state.ts';

/**
 * none; away: nobody answers; answer-lost: the next delivery is carried out and its answer lost;
 * refused: the next delivery is not accepted for what it says; busy: nor for now.
 */
export type HisTrouble = 'none' | 'away' | 'answer-lost' | 'refused' | 'busy';

/** What arrived in the HIS for one event. */
export interface HisEffects {
  readonly visits: number;
  readonly patients: number;
}

/** What a dialect has words for. What it has none for must change nothing, and break nothing. */
export interface Carried {
  readonly bookings: boolean;
  readonly referrals: boolean;
  /** Somebody sent to a counter. */
  readonly counterReferrals: boolean;
}

export interface CircumstanceEffect {
  readonly companion: string | undefined;
  readonly companionNumber: string | undefined;
  readonly slip: string | undefined;
  readonly clerkTasks: readonly string[];
}

/** What the HIS has of a receipt, as its own words say it. */
export interface ReceiptEffect {
  /** Times it was booked. */
  readonly times: number;
  /** Whole đồng. */
  readonly amount: number;
  readonly isTakenBack: boolean;
  readonly buyer: string | undefined;
  readonly taxCode: string | undefined;
}

/** A connector and the simulated HIS it speaks to, with the synthetic people and their bookings. */
export interface HisWorld {
  readonly his: His;
  readonly day: BusinessDay;
  readonly carries: Carried;
  trouble(kind: HisTrouble): void;
  effectsOf(event: CheckInEvent): HisEffects;
  /** What came of who was with the patient, what they showed, and what a clerk has to do. */
  circumstancesOf(visitId: string): CircumstanceEffect | undefined;
  /** Undefined where the receipt never came. */
  receiptEffect(receiptId: string): ReceiptEffect | undefined;
  /** Times somebody sent to a counter was told of. */
  counterEffects(visitId: string): number;
  hasArrived(bookingId: string): boolean;
  /** The HIS calls a patient in, or lets them go. */
  tell(visitId: string, state: TicketState): Promise<void>;
  /** Id of the HIS for a patient number on a card of the hospital. */
  patientId(patientCode: string): string;
  close(): Promise<void>;
}

/** What somebody shows, with a card that nobody checked. */
export const claimOf = (claim: Partial<IdentityClaim>): IdentityClaim => ({
  method: 'card-qr',
  authenticity: 'not-checked',
  flags: [],
  ...claim,
});

/** The number on a person's card; none of those asked for here is without one. */
export const citizen = ({ citizenNumber = '' }: { readonly citizenNumber?: string }) => ({
  citizenNumber,
});
