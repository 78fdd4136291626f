import type { CounterReason } from '../contract/hub.ts';
import type { TicketView } from '../contract/kiosk.ts';
import type { BusinessDay, Instant, Language, Localised } from '../contract/primitives.ts';
import type { Printable, PrintableBlock } from '../contract/printable.ts';
import { reasonKey, type TicketWords } from '../words/ticket-words.ts';
import { banner, line, pair, RULE, space } from './blocks.ts';
import { formatDay, formatDong, formatPercent, formatTime } from './format.ts';
import { ticketCode } from './ticket-code.ts';

/**
 * Paper that leaves the kiosk. A slip gets lost: it never says who somebody is, which group of
 * priority they belong to or what they have; it says where to go and which number is theirs.
 */

/** The sheet around the facts. */
export interface TicketSheet {
  readonly hospital: Localised;
  readonly language: Language;
  /** Large print: one and a half times the size. */
  readonly large: boolean;
  readonly day: BusinessDay;
  /** When the number was taken, also on a reprint. */
  readonly issuedAt: Instant;
  /** A print for trying out the printer: it must not pass for a number. */
  readonly sample?: boolean;
}

/** What a ticket says: the view of the screen without the state of the printer. */
export type TicketFacts = Omit<TicketView, 'print'>;

/** The ticket of a check-in: number, place, way, wait, who pays, and the code to find it again. */
export const visitTicket = (
  facts: TicketFacts,
  sheet: TicketSheet,
  words: TicketWords,
): Printable =>
  printable(sheet, [
    ...head(facts, sheet, words),
    line(words('number'), 'small'),
    { kind: 'number', text: facts.label },
    ...place(facts, sheet, words),
    RULE,
    ...waiting(facts, words),
    ...payment(facts, sheet, words),
    ...paid(facts, words),
    ...foot(facts, sheet, words),
  ]);

/** The slip for a patient whom the kiosk could not finish with: the way on is on it. */
export const counterSlip = (
  facts: TicketFacts,
  reason: CounterReason,
  sheet: TicketSheet,
  words: TicketWords,
): Printable =>
  printable(sheet, [
    ...head(facts, sheet, words),
    ...(reason === 'emergency' ? [banner(words('banner.emergency'))] : []),
    line(words('counterSlip'), 'normal', 'bold'),
    { kind: 'number', text: facts.label },
    ...place(facts, sheet, words),
    line(words(reasonKey(reason)), 'normal'),
    RULE,
    ...waiting(facts, words),
    ...foot(facts, sheet, words),
  ]);

const printable = (sheet: TicketSheet, blocks: PrintableBlock[]): Printable => ({
  language: sheet.language,
  scale: sheet.large ? 1.5 : 1,
  blocks,
});

const head = (facts: TicketFacts, sheet: TicketSheet, words: TicketWords): PrintableBlock[] => [
  line(sheet.hospital[sheet.language], 'normal', 'bold'),
  space(2),
  ...(sheet.sample === true ? [banner(words('banner.sample'))] : []),
  ...(facts.reprinted ? [banner(words('banner.reprint'))] : []),
  ...(facts.numberClass === 'priority' ? [banner(words('banner.priority'))] : []),
];

/** On paper in another language the Vietnamese name stays: whoever is asked the way reads it. */
const place = (
  { place: to }: TicketFacts,
  { language }: TicketSheet,
  words: TicketWords,
): PrintableBlock[] => {
  const isCounter = to.pictogram === 'counter';
  const floor = to.floor[language];
  return [
    line(to.name[language], 'title', 'bold'),
    ...(language === 'vi' || to.name.vi === to.name[language] ? [] : [line(to.name.vi, 'normal')]),
    pair(
      words(isCounter ? 'place.counterLabel' : 'place.label'),
      isCounter ? `${to.name[language]}, ${floor}` : words('place.room', { room: to.room, floor }),
    ),
    line(words('place.way', { directions: to.directions[language] }), 'normal'),
  ];
};

const waiting = (facts: TicketFacts, words: TicketWords): PrintableBlock[] => {
  const { waitMinutes, expectedAt, peopleAhead } = facts;
  const minutes = String(waitMinutes ?? 0);
  const expected =
    waitMinutes === 0
      ? words('wait.now')
      : expectedAt === undefined
        ? words('wait.minutes', { minutes })
        : words('wait.about', { time: formatTime(expectedAt), minutes });
  return [
    ...(waitMinutes === undefined ? [] : [pair(words('wait.label'), expected)]),
    ...(peopleAhead === undefined
      ? []
      : [pair(words('wait.ahead'), words('wait.people', { people: String(peopleAhead) }))]),
  ];
};

const payment = (
  facts: TicketFacts,
  { language }: TicketSheet,
  words: TicketWords,
): PrintableBlock[] =>
  facts.payer === undefined
    ? []
    : [pair(words('payer.label'), payerText(facts, facts.payer, language, words))];

/** What of it is paid, and whether the room may be entered. */
const paid = ({ payment: money }: TicketFacts, words: TicketWords): PrintableBlock[] => {
  if (money === undefined) return [];
  if (money.state === 'paid') {
    return [banner(words('paid.banner')), line(words('paid.straight'), 'normal')];
  }
  return [
    ...(money.isFirst ? [banner(words('paid.first'))] : []),
    pair(words('paid.due'), formatDong(money.amount)),
  ];
};

/** Who pays, in a few words. */
export const payerText = (
  { coverageReason, coverageRoute, price }: TicketFacts,
  payer: NonNullable<TicketFacts['payer']>,
  language: Language,
  words: TicketWords,
): string => {
  if (payer === 'self-pay') {
    return price === undefined
      ? words('payer.selfPayNoPrice')
      : words('payer.selfPay', { price: formatDong(price) });
  }
  const percent = coverageRoute?.benefitPercent;
  if (percent !== undefined) {
    return words('payer.insuredPercent', { percent: formatPercent(percent, language) });
  }
  switch (coverageReason) {
    case 'unverified-hub-away':
    case 'unverified-portal-away':
      return words('payer.insuredLater');
    case 'valid-out-of-network':
      return words('payer.insuredElsewhere');
    default:
      return words('payer.insured');
  }
};

const foot = (facts: TicketFacts, sheet: TicketSheet, words: TicketWords): PrintableBlock[] => [
  ...(facts.offline
    ? [banner(words('banner.offline')), line(words('note.offline'), 'normal')]
    : []),
  ...(facts.reprinted ? [line(words('note.reprint'), 'normal')] : []),
  RULE,
  ...(sheet.sample === true ? [] : [code(facts, sheet), line(words('note.code'), 'small')]),
  line(words('note.keep'), 'normal', 'bold'),
  line(
    words('note.issued', { time: formatTime(sheet.issuedAt), date: formatDay(sheet.issuedAt) }),
    'small',
  ),
];

const code = ({ label }: TicketFacts, { day }: TicketSheet): PrintableBlock => ({
  kind: 'code',
  data: ticketCode(label, day),
});
