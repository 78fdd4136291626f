import { type BusinessDay, type Instant } from '../../../../core/contract/primitives.ts';
import { type BookingKind } from '../../../../core/contract/scheduling.ts';
import { type Hl7Charge } from '../segments/charge-segments.ts';
import { type SentTickets } from '../../sent-tickets.ts';
import { type TicketState } from '../../ticket-state.ts';

export const BOOKING_STATES = ['booked', 'arrived', 'cancelled', 'no-show', 'completed'] as const;
export type BookingState = (typeof BOOKING_STATES)[number];

/** A booking as the HIS told of it. */
export interface Hl7Booking {
  /** As the kiosk knows it. */
  readonly id: string;
  /** SCH-1 and SCH-2 in wire form, to be sent back as they came. */
  readonly placer: string;
  readonly filler: string;
  /** What the patient holds. */
  readonly code: string | undefined;
  readonly kind: BookingKind;
  /** Clinic as the HIS calls it (AIL-3 or AIS-3). */
  readonly place: string;
  readonly start: Instant;
  readonly minutes: number | undefined;
  readonly practitioner: string | undefined;
  readonly state: BookingState;
  readonly patientNumber: string;
  /** When the HIS changed it: an older message that comes later changes nothing. */
  readonly changedAt: Instant;
  /** Z-segments of the HIS in wire form, sent back with the arrival. */
  readonly foreign: readonly string[];
}

/** A cancellation need not repeat what is cancelled: only the state is taken from it. */
export const bookingAfter = (known: Hl7Booking | undefined, told: Hl7Booking): Hl7Booking =>
  known !== undefined && (told.state === 'cancelled' || told.state === 'no-show')
    ? { ...known, state: told.state, changedAt: told.changedAt }
    : told;

/** What a message of the HIS changes here. */
export type RecordChange =
  | { readonly type: 'booking'; readonly booking: Hl7Booking }
  | { readonly type: 'merge'; readonly prior: string; readonly surviving: string }
  | { readonly type: 'charge'; readonly charge: Hl7Charge }
  | { readonly type: 'ticket'; readonly visitId: string; readonly state: TicketState };

/**
 * What the HIS told on its own account and what it was told: HL7 v2 has messages for these things
 * and no questions. Every method may fail with `storage-failed`.
 */
export interface Hl7Records extends SentTickets {
  /**
   * Applies a message of the HIS, all of it or nothing, and once: `repeated` where this control id
   * of this sender was applied before.
   */
  apply(
    message: { readonly sender: string; readonly controlId: string; readonly at: Instant },
    changes: readonly RecordChange[],
  ): Promise<'applied' | 'repeated'>;
  bookingsOfPatient(patientNumber: string, day: BusinessDay): Promise<readonly Hl7Booking[]>;
  /** Those of one day with a code. */
  bookingsWithCode(code: string, day: BusinessDay): Promise<readonly Hl7Booking[]>;
  booking(id: string): Promise<Hl7Booking | undefined>;
  /** What the HIS charged a patient, by any number merged into theirs, and what was paid of it. */
  chargesOf(patientNumber: string): Promise<readonly Hl7Charge[]>;
  /** A payment that the HIS was told; the same one again changes nothing. */
  paymentTold(charge: Hl7Charge): Promise<void>;
  /** The number that replaced one after merges; the same where it stands. */
  survivorOf(patientNumber: string): Promise<string>;
}
