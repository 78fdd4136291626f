import type { Catalogue } from '../contract/catalogue.ts';
import type { Joining } from '../contract/enrolment.ts';
import type { Coverage, PayerMode } from '../contract/coverage.ts';
import type { CardAccessKey } from '../contract/device.ts';
import type { FaultCode } from '../contract/errors.ts';
import type {
  ClerkTask,
  CounterReason,
  KnownVisit,
  LookupResult,
  Priority,
  PriorityGroup,
} from '../contract/hub.ts';
import type { IdentityClaim } from '../contract/identity.ts';
import type { CardKeyWay, Display, TicketView, Whose } from '../contract/kiosk.ts';
import type { BusinessDay, Language } from '../contract/primitives.ts';
import type { RelatedPerson, Relationship } from '../contract/related-person.ts';
import type { Slip, SlipAnswer, SlipKind } from '../contract/slip.ts';
import type { TicketPayment } from '../contract/payment-steps.ts';
import type { IssuedVisit } from './issued-visit.ts';
import type { InvoiceChoice, PayableBills, Paying, PaymentServices } from './payment-context.ts';

/** What is true around the visit, whoever stands at the kiosk. Replaced as a whole by the host. */
export interface Surroundings {
  readonly day: BusinessDay;
  /** Absent until the kiosk has heard of its hospital once. */
  /** Present while this kiosk belongs to no hub. */
  readonly joining?: Joining | undefined;
  readonly catalogue: Catalogue | undefined;
  readonly counterId: string;
  readonly hub: 'reachable' | 'away';
  readonly cardReader: 'ready' | 'unavailable';
  readonly codeScanner: 'ready' | 'unavailable';
  readonly printer: 'ready' | 'unavailable';
  readonly cardPresent: boolean;
  /** Where the kiosk cannot keep all it would: only slips for the counter, or nothing at all. */
  readonly storage?: 'slips-only' | 'closed' | undefined;
  /** Absent: no A4 printer that works, or none wanted. `referrals`: theirs come out by themselves. */
  readonly copies?: 'offered' | 'referrals' | undefined;
  /** The counter that takes cash; absent where nothing is paid at this kiosk. */
  readonly cashierId?: string | undefined;
  /** Diagonal of the screen. */
  readonly screenInches?: number | undefined;
}

export type { IssuedVisit } from './issued-visit.ts';

/** Everything known of the patient before the relative's papers are read. */
export type SetAside = Pick<PersonContext, 'claim' | 'lookup' | 'portrait' | 'declared'>;

/** Everything about one person at the kiosk; `freshPerson` is what is left after the wipe. */
export interface PersonContext {
  readonly language: Language;
  /** The language was chosen, not offered. */
  readonly languageChosen: boolean;
  readonly display: Display;
  /** Whose papers are being read: `claim` is theirs until it is clear whose it stays. */
  readonly whose: Whose;
  /** What the relative is to the patient; set as long as somebody acts for somebody else. */
  readonly relationship: Relationship | undefined;
  readonly relative: IdentityClaim | undefined;
  /** The patient, while the papers of the relative are read after theirs. */
  readonly setAside: SetAside | undefined;
  readonly claim: IdentityClaim | undefined;
  /** What may open this person's chip: the devices are offered exactly these while they are here. */
  readonly cardKeys: readonly CardAccessKey[] | undefined;
  readonly keyWay: CardKeyWay;
  /** How often the chip has refused what this person gave. */
  readonly keyRefusals: number;
  readonly progress: number | undefined;
  /** JPEG, base64. */
  readonly portrait: string | undefined;
  /** The picture that comes next belongs to the claim. */
  readonly portraitDue: boolean;
  readonly lookup: LookupResult | undefined;
  readonly declared: PriorityGroup | undefined;
  readonly bookingId: string | undefined;
  readonly servicePointId: string | undefined;
  readonly payer: PayerMode | undefined;
  readonly slipKind: SlipKind;
  /** The slip shown last, whether it can be used or not. */
  readonly slip: Slip | undefined;
  readonly counterReason: CounterReason | undefined;
  readonly issued: IssuedVisit | undefined;
  readonly print: TicketView['print'];
  readonly reprinted: boolean;
  /** The ticket has been sent to the printer: whoever comes back to it gets no second one. */
  readonly ticketOut: boolean;
  /** Somebody came to pay, not to register. */
  readonly errand: 'visit' | 'bills';
  readonly bills: PayableBills | undefined;
  readonly paying: Paying | undefined;
  /** For every bill that is paid in this session. */
  readonly invoice: InvoiceChoice | undefined;
  /** What became of the copy on A4. */
  readonly copy: NonNullable<TicketView['copy']>;
  /** The known visit whose ticket is being printed again. */
  readonly reprinting: KnownVisit | undefined;
  readonly notice: FaultCode | undefined;
  readonly staffCall: 'none' | 'calling' | 'called' | 'unreachable';
  readonly secondsLeft: number;
}

export interface VisitContext extends PersonContext {
  /** Language of the first page, for whoever comes next. */
  readonly firstLanguage: Language;
  readonly surroundings: Surroundings;
  readonly pace: VisitPace;
  /** The holder's picture is kept for the clerk. */
  readonly clerkRecord: boolean;
  readonly stepKey: number;
}

/** Waiting times in seconds. */
export interface VisitPace {
  readonly idle: number;
  readonly countdown: number;
  readonly ticket: number;
  readonly farewell: number;
  readonly reading: number;
  /** Longest time that one code stands on the screen. */
  readonly code: number;
}

/** kiosk rules: 60 s without a touch, then 30 s to say "I am still here". */
export const DEFAULT_PACE: VisitPace = {
  idle: 60,
  countdown: 30,
  ticket: 45,
  farewell: 6,
  reading: 20,
  code: 300,
};

const DEFAULT_DISPLAY: Display = {
  textSize: 'normal',
  contrast: 'normal',
  reach: 'normal',
  pace: 'normal',
};

/** Nobody at the kiosk: the state after every wipe. */
export const freshPerson = (language: Language): PersonContext => ({
  language,
  languageChosen: false,
  display: DEFAULT_DISPLAY,
  whose: 'own',
  relationship: undefined,
  relative: undefined,
  setAside: undefined,
  claim: undefined,
  cardKeys: undefined,
  keyWay: 'code',
  keyRefusals: 0,
  progress: undefined,
  portrait: undefined,
  portraitDue: false,
  lookup: undefined,
  declared: undefined,
  bookingId: undefined,
  servicePointId: undefined,
  payer: undefined,
  slipKind: 'referral',
  slip: undefined,
  counterReason: undefined,
  issued: undefined,
  print: 'printing',
  reprinted: false,
  ticketOut: false,
  errand: 'visit',
  bills: undefined,
  paying: undefined,
  invoice: undefined,
  copy: 'offered',
  reprinting: undefined,
  notice: undefined,
  staffCall: 'none',
  secondsLeft: 0,
});

/**
 * Another try by the same people: language, display and who acts for whom stay, the papers read
 * last go.
 */
export const anotherTry = (context: PersonContext): PersonContext => ({
  ...freshPerson(context.language),
  languageChosen: context.languageChosen,
  display: context.display,
  staffCall: context.staffCall,
  whose: context.whose,
  relationship: context.relationship,
  relative: context.relative,
  setAside: context.setAside,
  errand: context.errand,
});

/** Who acts, what was brought, and what the clerk still has to see. */
export interface Circumstances {
  readonly relative: RelatedPerson | undefined;
  readonly slip: Slip | undefined;
  readonly clerkTasks: readonly ClerkTask[];
}

/** What `issue` is asked to record: the host adds time, ids and the number. */
export interface CheckInOrder extends Circumstances {
  readonly claim: IdentityClaim;
  readonly lookup: LookupResult;
  readonly bookingId: string | undefined;
  readonly servicePointId: string;
  readonly payer: PayerMode;
  /** With its route, where one could be decided. */
  readonly coverage: Coverage;
  readonly priority: Priority | undefined;
  readonly language: Language;
  /** JPEG, base64; where the clerk's record is kept and the chip was read. */
  readonly portrait: string | undefined;
}

export interface CounterOrder extends Circumstances {
  readonly reason: CounterReason;
  readonly claim: IdentityClaim | undefined;
  readonly priority: Priority | undefined;
  readonly language: Language;
}

export interface PrintOrder {
  readonly visit: IssuedVisit;
  /** What is known of the money by then. */
  readonly payment?: TicketPayment | undefined;
  readonly kind: 'visit' | 'counter';
  readonly reason: CounterReason | undefined;
  readonly language: Language;
  readonly large: boolean;
  readonly reprint: boolean;
}

export interface ReprintOrder {
  readonly visit: KnownVisit;
  readonly language: Language;
  readonly large: boolean;
}

export interface CopyOrder {
  readonly visit: IssuedVisit;
  readonly language: Language;
}

/** A slip to be looked up for the patient. */
export interface SlipOrder {
  readonly kind: SlipKind;
  readonly number: string;
  readonly claim: IdentityClaim;
  readonly hisPatientId: string | undefined;
}

/** What the visit needs done by the world. Each is bounded in time by the host. */
export interface VisitServices extends PaymentServices {
  /** Never rejects because the hub is away: that is an answer (`his-away`). */
  lookUp(claim: IdentityClaim): Promise<LookupResult>;
  /** Never rejects because the hub is away: then the slip is `unverified`. */
  checkSlip(order: SlipOrder): Promise<SlipAnswer>;
  /** @throws FaultError `numbers-exhausted` when no number can be given. */
  issue(order: CheckInOrder): Promise<IssuedVisit>;
  refer(order: CounterOrder): Promise<IssuedVisit>;
  print(order: PrintOrder): Promise<'printed' | 'uncertain' | 'failed'>;
  reprint(order: ReprintOrder): Promise<'printed' | 'uncertain' | 'failed'>;
  /** The visit on A4. */
  copy(order: CopyOrder): Promise<'printed' | 'uncertain' | 'failed'>;
  callStaff(reason: CounterReason): Promise<'called' | 'unreachable'>;
}
