import type { CounterReason } from '../contract/hub.ts';
import type { TranslationOf, WordKey } from './translation.ts';
import type { ticketVi } from './ticket.vi.ts';

/** Exactly the keys of the Vietnamese words, in any language. */
export type TicketTexts = TranslationOf<typeof ticketVi>;

export type TicketKey = WordKey<typeof ticketVi>;

/**
 * The words of one language, asked for by key: i18next's `t` bound to the ticket's resources, with
 * `interpolation.escapeValue` off, since paper is no HTML.
 */
export type TicketWords = (key: TicketKey, values?: Readonly<Record<string, string>>) => string;

/** The key of the sentence that tells a patient why there is a counter to go to. */
export const reasonKey = (reason: CounterReason): TicketKey => `reason.${reason}`;
