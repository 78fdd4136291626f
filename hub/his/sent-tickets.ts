import { type KnownVisit } from '../../core/contract/hub.ts';
import { type BusinessDay } from '../../core/contract/primitives.ts';
import { type TicketChange } from './his.ts';
import { type TicketState } from './ticket-state.ts';

/** A ticket that the HIS has. */
export interface SentTicket {
  readonly visit: KnownVisit;
  readonly state: TicketState;
  /** Every number its patient is known by, see `patientKeysOf`. */
  readonly patientKeys: readonly string[];
  /** What the HIS calls the visit, where it has a name of its own for it. */
  readonly reference?: string;
}

/** A ticket that is neither done nor called off. */
export interface OpenTicket extends TicketChange {
  readonly reference: string | undefined;
}

/**
 * Tickets that were sent, for a HIS that cannot be asked for them. Every method may fail with
 * `storage-failed`.
 */
export interface SentTickets {
  /** Kept where it is new; a state that the HIS gave meanwhile stays. */
  ticketSent(ticket: SentTicket): Promise<void>;
  /** The HIS says what became of one. */
  ticketTold(visitId: string, state: TicketState): Promise<void>;
  /** Tickets of a day of a patient known by any of the keys. */
  ticketsOf(patientKeys: readonly string[], day: BusinessDay): Promise<readonly KnownVisit[]>;
  openTickets(day: BusinessDay): Promise<readonly OpenTicket[]>;
  /** Those the HIS has said something about. */
  ticketStates(day: BusinessDay): Promise<readonly TicketChange[]>;
  /** People with a ticket who were not called, by service point. */
  waiting(day: BusinessDay): Promise<ReadonlyMap<string, number>>;
  /** Removes what is older than a day. */
  forgetBefore(day: BusinessDay): Promise<void>;
}
