import { createInstance } from 'i18next';
import type { Language } from '../../core/contract/primitives.ts';
import { ticketEn } from '../../core/words/ticket.en.ts';
import { ticketVi } from '../../core/words/ticket.vi.ts';
import type { TicketWords } from '../../core/words/ticket-words.ts';

const words = createInstance();
void words.init({
  lng: 'vi',
  fallbackLng: false,
  resources: { vi: { ticket: ticketVi }, en: { ticket: ticketEn } },
  defaultNS: 'ticket',
  // Paper is no HTML.
  interpolation: { escapeValue: false },
});

/** The words of printed tickets in that language. */
export const ticketWords = (language: Language): TicketWords => {
  const translate = words.getFixedT(language, 'ticket');
  return (key, values) => translate(key, { ...values });
};
