import type { NumberClass } from '../contract/catalogue.ts';
import type { BusinessDay } from '../contract/primitives.ts';
import type { NumberLease, NumberSession, QueueNumber } from '../contract/scheduling.ts';
import { numberLabel } from './number-label.ts';

/** A block this kiosk holds, and how many of it were given out, always from its first on. */
export interface HeldLease {
  readonly lease: NumberLease;
  readonly used: number;
}

/** One sequence of numbers: they start anew every day, or with each session of it. */
export interface NumberLine {
  readonly servicePointId: string;
  readonly numberClass: NumberClass;
  readonly day: BusinessDay;
  readonly session?: NumberSession | undefined;
}

const isOnLine = ({ lease }: HeldLease, line: NumberLine): boolean =>
  lease.servicePointId === line.servicePointId &&
  lease.numberClass === line.numberClass &&
  lease.day === line.day &&
  lease.session === line.session;

const leftIn = ({ lease, used }: HeldLease): number =>
  Math.max(0, lease.last - lease.first + 1 - used);

/** Numbers still to be given out on a line. */
export const numbersLeft = (book: readonly HeldLease[], line: NumberLine): number =>
  book.filter(held => isOnLine(held, line)).reduce((sum, held) => sum + leftIn(held), 0);

/** The next number of a line and the lease it comes from. */
export interface LeasedNumber {
  readonly leaseId: string;
  readonly number: QueueNumber;
}

/**
 * The lowest number not yet given out, so that an older block is emptied first; undefined where
 * the line has run dry. The caller counts the lease up in the transaction that stores the visit.
 */
export const nextNumber = (
  book: readonly HeldLease[],
  line: NumberLine,
): LeasedNumber | undefined => {
  const [lowest] = book
    .filter(held => isOnLine(held, line) && leftIn(held) > 0)
    .sort((one, other) => one.lease.first + one.used - (other.lease.first + other.used));
  if (!lowest) return undefined;
  const { lease, used } = lowest;
  const sequence = lease.first + used;
  return {
    leaseId: lease.leaseId,
    number: {
      servicePointId: lease.servicePointId,
      day: lease.day,
      numberClass: lease.numberClass,
      sequence,
      label: numberLabel(lease.series, sequence),
      source: 'lease',
      ...(lease.session === undefined ? {} : { session: lease.session }),
    },
  };
};

/** How much a kiosk keeps back for the time the hub is away. */
export interface LeasePolicy {
  /** Minutes of absence a full stock lasts at the pace of the day. */
  readonly minutesAway: number;
  /** Stock of a line that is hardly used. */
  readonly minimum: number;
  /** The most a hub gives out at once (contract: 200). */
  readonly maximum: number;
}

export const DEFAULT_LEASE_POLICY: LeasePolicy = { minutesAway: 120, minimum: 10, maximum: 200 };

/**
 * Size of the block to ask for now, 0 for none. The stock follows the pace, numbers per hour on
 * this line, and is topped up when less than half of it is left: many small blocks would cost a
 * request each, one large one is left over at the end of the day.
 */
export const blockToAskFor = (
  book: readonly HeldLease[],
  line: NumberLine,
  perHour: number,
  policy: LeasePolicy = DEFAULT_LEASE_POLICY,
): number => {
  const wanted = Math.ceil((Math.max(0, perHour) * policy.minutesAway) / 60);
  const stock = Math.min(policy.maximum, Math.max(policy.minimum, wanted));
  const left = numbersLeft(book, line);
  return left * 2 < stock ? Math.ceil(stock - left) : 0;
};
