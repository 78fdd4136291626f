import { createInstance } from 'i18next';
import type { Place } from '../../contract/kiosk.ts';
import type { Language } from '../../contract/primitives.ts';
import type { Printable } from '../../contract/printable.ts';
import { SYNTHETIC_SERVICE_POINTS } from '../../identity/synthetic-hospital.ts';
import type { TicketWords } from '../../words/ticket-words.ts';
import { ticketEn } from '../../words/ticket.en.ts';
import { ticketVi } from '../../words/ticket.vi.ts';

const translator = createInstance();
void translator.init({
  lng: 'vi',
  fallbackLng: false,
  defaultNS: 'ticket',
  interpolation: { escapeValue: false },
  resources: { vi: { ticket: ticketVi }, en: { ticket: ticketEn } },
});

/** The words as a kiosk prints them. */
export const wordsOf = (language: Language): TicketWords => {
  const t = translator.getFixedT(language);
  return (key, values) => t(key, { ...values });
};

/** A place of the synthetic hospital. */
export const placeOf = (id: string): Place => {
  const point = SYNTHETIC_SERVICE_POINTS.find(one => one.id === id);
  if (point === undefined) throw new Error('there is no such place');
  const { name, pictogram, room, floor, directions } = point;
  return { servicePointId: id, name, pictogram, room, floor, directions };
};

/** What stands on a paper, line by line: `[banner]`, `label: value`, `<code>`. */
export const linesOf = ({ blocks }: Printable): string[] =>
  blocks.flatMap(block => {
    switch (block.kind) {
      case 'text':
      case 'number':
        return [block.text];
      case 'banner':
        return [`[${block.text}]`];
      case 'pair':
        return [`${block.label}: ${block.value}`];
      case 'code':
        return [`<${block.data}>`];
      case 'rule':
      case 'space':
        return [];
    }
  });
