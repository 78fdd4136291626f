import type { Catalogue } from '../contract/catalogue.ts';
import type { Joining } from '../contract/enrolment.ts';
import type { Coverage, CoverageReason, PayerMode } from '../contract/coverage.ts';
import type { CardAccessKey } from '../contract/device.ts';
import type { FaultCode } from '../contract/errors.ts';
import type {
  CounterReason,
  KnownVisit,
  LookupResult,
  Priority,
  PriorityGroup,
} from '../contract/hub.ts';
import type { IdentityClaim } from '../contract/identity.ts';
import type { CardKeyWay, Display, TicketRoute, TicketView } from '../contract/kiosk.ts';
import type { BusinessDay, Instant, Language } from '../contract/primitives.ts';
import type { QueueNumber } from '../contract/scheduling.ts';

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
}

/** A number that was given out and recorded: from here on the visit cannot get lost. */
export interface IssuedVisit {
  readonly visitId: string;
  readonly number: QueueNumber;
  readonly priorityGroup?: PriorityGroup;
  readonly payer?: PayerMode;
  readonly coverageReason?: CoverageReason;
  readonly coverageRoute?: TicketRoute;
  readonly price?: number;
  readonly peopleAhead?: number;
  readonly waitMinutes?: number;
  readonly expectedAt?: Instant;
  readonly offline: boolean;
}

/** Everything about one person at the kiosk; `freshPerson` is what is left after the wipe. */
export interface PersonContext {
  readonly language: Language;
  readonly display: Display;
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
  readonly counterReason: CounterReason | undefined;
  readonly issued: IssuedVisit | undefined;
  readonly print: TicketView['print'];
  readonly reprinted: boolean;
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
}

/** kiosk rules: 60 s without a touch, then 30 s to say "I am still here". */
export const DEFAULT_PACE: VisitPace = {
  idle: 60,
  countdown: 30,
  ticket: 45,
  farewell: 6,
  reading: 20,
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
  display: DEFAULT_DISPLAY,
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
  counterReason: undefined,
  issued: undefined,
  print: 'printing',
  reprinted: false,
  reprinting: undefined,
  notice: undefined,
  staffCall: 'none',
  secondsLeft: 0,
});

/** What `issue` is asked to record: the host adds time, ids and the number. */
export interface CheckInOrder {
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

export interface CounterOrder {
  readonly reason: CounterReason;
  readonly claim: IdentityClaim | undefined;
  readonly priority: Priority | undefined;
  readonly language: Language;
}

export interface PrintOrder {
  readonly visit: IssuedVisit;
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

/** What the visit needs done by the world. Each is bounded in time by the host. */
export interface VisitServices {
  /** Never rejects because the hub is away: that is an answer (`his-away`). */
  lookUp(claim: IdentityClaim): Promise<LookupResult>;
  /** @throws FaultError `numbers-exhausted` when no number can be given. */
  issue(order: CheckInOrder): Promise<IssuedVisit>;
  refer(order: CounterOrder): Promise<IssuedVisit>;
  print(order: PrintOrder): Promise<'printed' | 'uncertain' | 'failed'>;
  reprint(order: ReprintOrder): Promise<'printed' | 'uncertain' | 'failed'>;
  callStaff(reason: CounterReason): Promise<'called' | 'unreachable'>;
}
