import { type Catalogue } from '../../core/contract/catalogue.ts';
import { type FaultCode } from '../../core/contract/errors.ts';
import {
  type CheckInEvent,
  type CounterEvent,
  type HubContract,
  type IntakeEvent,
} from '../../core/contract/hub.ts';
import { type Output } from '../../core/contract/contract.ts';
import { type BusinessDay, type Instant } from '../../core/contract/primitives.ts';
import { type NumberLease, type QueueNumber } from '../../core/contract/scheduling.ts';
import { type HeldLease, type NumberLine } from '../../core/queueing/lease-book.ts';
import { type DeviceChangeTable } from './device-change-table.ts';
import { type StaffTable } from './staff-table.ts';

/** Where the number of a visit comes from: given by the hub just now, or the next leased one. */
export type NumberSource =
  | { readonly from: 'hub'; readonly number: QueueNumber }
  | ({ readonly from: 'lease' } & NumberLine);

/** Facts about a visit that no event carries but a reprint needs (price, wait…): any JSON. */
export type VisitExtras = Readonly<Record<string, unknown>>;

type Draft<E extends IntakeEvent> = Omit<E, 'type' | 'sequence' | 'aggregate' | 'number'>;

interface Recording {
  readonly number: NumberSource;
  /**
   * Every number the patient is known by here, most telling first, e.g. `citizen:0010…`: the
   * first decides the order of delivery, any of them finds the visit again today. Kept only as
   * keyed hashes. Empty for somebody nobody knows.
   */
  readonly patientKeys: readonly string[];
  readonly extras: VisitExtras;
}

export interface CheckInRecording extends Recording {
  readonly event: Draft<CheckInEvent>;
}

export interface ReferralRecording extends Recording {
  readonly event: Draft<CounterEvent>;
}

/** A visit with everything that was stored, unsealed: for the patient in front of the kiosk. */
export interface StoredVisit {
  readonly event: IntakeEvent;
  readonly extras: VisitExtras;
  /** How often the ticket was printed again. */
  readonly reprints: number;
}

/** A visit as IT may see it: no name, no number of a person. */
export interface VisitSummary {
  readonly visitId: string;
  readonly eventId: string;
  readonly sequence: number;
  readonly type: IntakeEvent['type'];
  readonly occurredAt: Instant;
  readonly number: QueueNumber;
  readonly delivery: OutboxState;
  readonly reprints: number;
}

export interface PrintRecord {
  readonly printedAt: Instant;
  readonly kind: PrintKind;
  /** `begun`: it is at the printer right now. */
  readonly outcome: 'begun' | PrintResult['outcome'];
  readonly fault?: FaultCode;
}

export type PrintKind = 'ticket' | 'reprint';

/** What the printer said of a job in the end. */
export interface PrintResult {
  readonly outcome: 'printed' | 'uncertain' | 'failed';
  readonly fault?: FaultCode;
}

/** Every ticket sent to the printer, so that no crash makes a second one that looks like the first. */
export interface PrintJournal {
  /**
   * Durable when it returns; call it before the first byte. A job that never settles, because the
   * kiosk was cut short, is `uncertain` at the next start.
   * @throws FaultError `storage-failed` when the disk refuses: then nothing may be printed.
   */
  begin(job: { readonly jobId: string; readonly visitId: string; readonly kind: PrintKind }): void;
  /** The first result counts. */
  settle(jobId: string, result: PrintResult): void;
  /**
   * A ticket of this visit is on paper or may be: the next one has to say that it is not the first.
   * True for a visit of another kiosk, of whose paper nothing is known here.
   */
  mayBeOnPaper(visitId: string): boolean;
  /** The last ticket broke off: some of it may still hang from the printer. */
  mayHang(): boolean;
}

/** Every A4 document sent to a printer, so that none comes out a second time as if it were the first. */
export interface DocumentJournal {
  /**
   * As of a ticket: durable when it returns, and `uncertain` at the next start where it never
   * settles. `document` is which of the visit's documents it is, such as `referral-copy`; never
   * anything of a person.
   * @throws FaultError `storage-failed` when the disk refuses: then nothing may be printed.
   */
  begin(job: { readonly jobId: string; readonly visitId: string; readonly document: string }): void;
  /** The first result counts. */
  settle(jobId: string, result: PrintResult): void;
  /**
   * That document of this visit is on paper or may be: the next one has to say that it is not the
   * first. True for a visit of another kiosk, of whose paper nothing is known here.
   */
  mayBeOnPaper(visitId: string, document: string): boolean;
}

export interface VisitDetail extends VisitSummary {
  readonly prints: readonly PrintRecord[];
  /** Name and number masked as on a screen, see core/identity/masking.ts. */
  readonly person?: MaskedPerson;
}

export interface MaskedPerson {
  readonly name?: string;
  readonly number?: string;
  readonly birthYear?: string;
}

/** What IT's command line may do with the journal. */
export interface VisitReading {
  /** Newest first; `before` is the sequence of the last one seen. */
  list(query: {
    readonly day?: BusinessDay;
    readonly before?: number;
    readonly limit: number;
  }): readonly VisitSummary[];
  /** By visit id, or by the label of a number of that day. */
  show(visitId: string): VisitDetail | undefined;
  findByLabel(label: string, day: BusinessDay): readonly VisitSummary[];
}

export interface VisitJournal extends VisitReading {
  /**
   * Visit, number and outbox row in one durable transaction: when this returns, the visit cannot
   * get lost. The same visit id again returns what was recorded first.
   * @throws FaultError `numbers-exhausted` when no leased number is left, `idempotency-conflict`
   * when the number was given out before, `storage-failed` when the disk refuses.
   */
  recordCheckIn(recording: CheckInRecording): CheckInEvent;
  /** The same for a patient sent to a counter. */
  recordCounterReferral(recording: ReferralRecording): CounterEvent;
  /** Visits of that day under any of the keys, oldest first. */
  today(patientKeys: readonly string[], day: BusinessDay): readonly StoredVisit[];
  read(visitId: string): StoredVisit | undefined;
}

/**
 * queued: waiting for its turn; in-flight: sent, no answer yet; delivered: the hub has it;
 * rejected: the hub refused this event; failed: it cannot be sent. The last two are dead letters:
 * kept, shown, and tried again only when a person says so.
 */
export type OutboxState = 'queued' | 'in-flight' | 'delivered' | 'rejected' | 'failed';

export interface OutboxRow {
  readonly sequence: number;
  readonly eventId: string;
  readonly aggregate: string;
  readonly type: IntakeEvent['type'];
  readonly state: OutboxState;
  readonly attempts: number;
  readonly createdAt: Instant;
  /** When the next attempt is due, while queued. */
  readonly nextAttemptAt?: Instant;
  readonly settledAt?: Instant;
  /** Why the last attempt did not deliver. */
  readonly fault?: FaultCode;
  /** The hub's name for that failure, for its log. */
  readonly correlationId?: string;
}

/** An event taken for sending. */
export interface OutboxItem {
  readonly sequence: number;
  readonly eventId: string;
  readonly aggregate: string;
  /** Attempts made before this one. */
  readonly attempts: number;
  /** The event, or the reason why it cannot be unsealed. */
  readonly event: IntakeEvent | { readonly unreadable: FaultCode };
}

/** What became of one taken event. */
export type Settlement =
  | { readonly sequence: number; readonly to: 'delivered' }
  | {
      readonly sequence: number;
      readonly to: 'rejected' | 'failed';
      readonly fault: FaultCode;
      readonly correlationId?: string;
    }
  | {
      readonly sequence: number;
      readonly to: 'queued';
      /** Milliseconds since the epoch. */
      readonly nextAttemptAt: number;
      readonly fault?: FaultCode;
      readonly correlationId?: string;
      /** False where the event was handed back unsent: the attempt does not count. */
      readonly attempted: boolean;
    };

export interface OutboxCounts {
  readonly queued: number;
  readonly inFlight: number;
  readonly delivered: number;
  readonly rejected: number;
  readonly failed: number;
}

/** What IT's command line may do with the outbox. */
interface OutboxReading {
  counts(): OutboxCounts;
  /** Oldest first; `after` is the sequence of the last one seen. */
  list(query: {
    readonly states?: readonly OutboxState[];
    readonly after?: number;
    readonly limit: number;
  }): readonly OutboxRow[];
  show(eventId: string): OutboxRow | undefined;
  /** Makes dead letters (all, or these) due now, waiting ones too; returns how many. */
  retry(eventIds: readonly string[] | 'all-dead'): number;
  /** When the oldest event that the hub does not have was recorded; undefined where it has all. */
  oldestWaiting(): Instant | undefined;
  /**
   * Queues again what the hub took at that time or later: its data were put back to an older copy.
   * What it has all the same it answers with `duplicate`. Returns how many.
   */
  resend(since: Instant): number;
  /** The whole events, unsealed: personal data, for a person who carries them elsewhere. */
  export(states: readonly OutboxState[]): Iterable<IntakeEvent>;
}

export interface OutboxTable extends OutboxReading {
  /** Takes due events, at most one per aggregate and always its oldest, and marks them in-flight. */
  claim(limit: number): readonly OutboxItem[];
  /** All of them in one transaction. */
  settle(settlements: readonly Settlement[]): void;
  /** When the next queued event is due, in milliseconds since the epoch. */
  nextDueAt(): number | undefined;
  /** Makes everything queued due now: the network is back. */
  hasten(): void;
  /** Calls `listener` after anything in the outbox changed, until the returned function is called. */
  subscribe(listener: () => void): () => void;
}

/** A block asked for and not yet received: asked again under the same id, it is the same block. */
export interface LeaseRequest extends NumberLine {
  readonly requestId: string;
  readonly size: number;
}

/** A block that is not used any more, and how many of it were given out. */
export interface SpentLease {
  readonly leaseId: string;
  readonly used: number;
}

export interface LeaseCount extends NumberLine {
  /** Numbers left in all blocks of this line. */
  readonly remaining: number;
}

/** Leased numbers; they are taken by recording a visit, never on their own. */
export interface LeaseTable {
  /** The blocks of a day and how far each is used, for the decisions of core/queueing. */
  book(day: BusinessDay): readonly HeldLease[];
  remaining(day: BusinessDay): readonly LeaseCount[];
  /** The request still open for this line, or a new one, stored before it is returned. */
  request(line: NumberLine, size: number): LeaseRequest;
  /** Stores the answer and closes the request; the same answer again changes nothing. */
  receive(requestId: string, lease: NumberLease): void;
  /** Closes a request that the hub refused for good. */
  abandon(requestId: string): void;
  /**
   * Sets aside, for good, the blocks whose line is over. All that are set aside, until `returned`
   * says that the hub has heard of them.
   */
  spent(isOver: (line: NumberLine) => boolean): readonly SpentLease[];
  returned(leaseId: string): void;
}

/** What was last heard, so that the kiosk can go on without a network. */
export interface StoreCaches {
  catalogue(): Catalogue | undefined;
  saveCatalogue(catalogue: Catalogue): void;
  lastHello(): { readonly at: Instant; readonly hello: Output<HubContract, 'hello'> } | undefined;
  saveHello(hello: Output<HubContract, 'hello'>): void;
}

/** Small settings that a person changed at this kiosk, each a JSON value. */
export interface StoreSettings {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  remove(name: string): void;
}

export interface PurgeReport {
  readonly visits: number;
  /** Days whose key was destroyed: nothing sealed on them can be read again, by anybody. */
  readonly keysDestroyed: readonly BusinessDay[];
  /** Visits past their time that stay because the hub does not have them yet. */
  readonly undelivered: number;
}

export interface StoreCheck {
  readonly ok: boolean;
  readonly findings: readonly StoreFinding[];
}

export interface StoreFinding {
  readonly check:
    | 'integrity'
    | 'foreign-keys'
    | 'journal-mode'
    | 'synchronous'
    | 'foreign-key-enforcement'
    | 'file-mode'
    | 'schema-version'
    | 'free-space'
    | 'master-key';
  readonly ok: boolean;
  /** What was found, for IT: never personal data. */
  readonly found: string;
  readonly expected: string;
}

/** The data of one kiosk as a second process may use them while the kiosk runs. */
export interface KioskInspector {
  readonly visits: VisitReading;
  readonly outbox: OutboxReading;
  readonly leases: Pick<LeaseTable, 'remaining'>;
  readonly caches: Pick<StoreCaches, 'catalogue' | 'lastHello'>;
  readonly settings: Pick<StoreSettings, 'get'>;
  readonly staff: StaffTable;
  readonly deviceChanges: DeviceChangeTable;
  check(): Promise<StoreCheck>;
  close(): void;
}

/** The data of one kiosk, owned by one process. */
export interface KioskStore extends KioskInspector {
  readonly visits: VisitJournal;
  readonly prints: PrintJournal;
  readonly documents: DocumentJournal;
  readonly outbox: OutboxTable;
  readonly leases: LeaseTable;
  readonly caches: StoreCaches;
  readonly settings: StoreSettings;
  /** Deletes delivered visits older than `retentionDays` with the keys of their days. */
  purge(retentionDays: number): PurgeReport;
}
