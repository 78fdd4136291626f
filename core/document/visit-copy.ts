import type { Coverage, PayerMode } from '../contract/coverage.ts';
import type { IdentityClaim } from '../contract/identity.ts';
import type { BusinessDay, Instant, Language, Localised } from '../contract/primitives.ts';
import type { Sheet, SheetBlock } from '../contract/sheet.ts';
import { maskInsuranceNumber, maskNumber } from '../identity/masking.ts';
import type { TicketWords } from '../words/ticket-words.ts';
import { formatDate, formatDay, formatTime } from './format.ts';
import { payerText, type TicketFacts } from './ticket.ts';
import { ticketCode } from './ticket-code.ts';

/** A visit as its A4 copy tells it. */
export interface CopiedVisit {
  readonly hospital: Localised;
  readonly language: Language;
  readonly day: BusinessDay;
  readonly issuedAt: Instant;
  readonly facts: TicketFacts;
  readonly identity: IdentityClaim;
  readonly payer: PayerMode;
  readonly coverage: Coverage;
}

const pair = (label: string, value: string | undefined): SheetBlock[] =>
  value === undefined || value === '' ? [] : [{ kind: 'pair', label, value: value.slice(0, 1000) }];

const text = (
  said: string,
  size: 'normal' | 'large' = 'normal',
  weight: 'regular' | 'bold' = 'regular',
): SheetBlock => ({ kind: 'text', text: said, size, weight, align: 'left' });

const isReferred = ({ reason, route }: Coverage): boolean =>
  route?.route === 'referral' || reason === 'valid-referral';

const whoRows = ({ identity, coverage }: CopiedVisit, words: TicketWords): SheetBlock[] => [
  ...pair(words('copy.name'), identity.name),
  ...pair(
    words('copy.birthDate'),
    identity.birthDate === undefined ? undefined : formatDate(identity.birthDate),
  ),
  ...pair(
    words('copy.document'),
    identity.citizenNumber === undefined ? undefined : maskNumber(identity.citizenNumber),
  ),
  ...pair(
    words('copy.insurance'),
    coverage.cardNumber === undefined ? undefined : maskInsuranceNumber(coverage.cardNumber),
  ),
  ...pair(words('copy.facility'), coverage.registeredFacility),
];

const whereRows = ({ facts, language, payer }: CopiedVisit, words: TicketWords): SheetBlock[] => {
  const { place, label } = facts;
  const floor = place.floor[language];
  return [
    ...pair(words('copy.number'), label),
    ...pair(words('place.label'), place.name[language]),
    ...pair(words('place.counterLabel'), words('place.room', { room: place.room, floor })),
    text(words('place.way', { directions: place.directions[language] })),
    ...pair(words('payer.label'), payerText(facts, payer, language, words)),
  ];
};

/**
 * A visit on A4, for whoever asks for paper to take along: who, where to, who pays and by which
 * route, with numbers masked as on the screen, and the code of the ticket.
 * @param again it is on paper already, or may be
 */
export const visitCopy = (visit: CopiedVisit, again: boolean, words: TicketWords): Sheet => {
  const { hospital, language, day, issuedAt, facts, coverage } = visit;
  return {
    language,
    title: words('copy.title'),
    blocks: [
      { kind: 'heading', level: 2, text: hospital[language] },
      { kind: 'heading', level: 1, text: words('copy.title') },
      ...(again ? [text(words('banner.reprint'), 'large', 'bold')] : []),
      ...(facts.numberClass === 'priority'
        ? [text(words('banner.priority'), 'large', 'bold')]
        : []),
      ...(isReferred(coverage) ? [text(words('copy.referral'), 'normal', 'bold')] : []),
      { kind: 'rule' },
      ...whoRows(visit, words),
      { kind: 'rule' },
      ...whereRows(visit, words),
      { kind: 'rule' },
      { kind: 'code', data: ticketCode(facts.label, day) },
      text(words('copy.keep'), 'normal', 'bold'),
      text(words('note.issued', { time: formatTime(issuedAt), date: formatDay(issuedAt) })),
    ],
  };
};
