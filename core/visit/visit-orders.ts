import type { LookupResult } from '../contract/hub.ts';
import type { IdentityClaim } from '../contract/identity.ts';
import { claimWithDoubts } from './confirm-rows.ts';
import { priorityOf } from './priority-claim.ts';
import { recordedCover } from './visit-cover.ts';
import type {
  CheckInOrder,
  CopyOrder,
  CounterOrder,
  PrintOrder,
  ReprintOrder,
  VisitContext,
} from './visit-context.ts';
import type { VisitEvent } from './visit-events.ts';

export const NOBODY: IdentityClaim = { method: 'typed', authenticity: 'not-checked', flags: [] };

export const NO_LOOKUP: LookupResult = {
  outcome: 'his-away',
  bookings: [],
  coverage: { reason: 'unverified-hub-away' },
  visitsToday: [],
};

export function checkInOrder(context: VisitContext): CheckInOrder {
  return {
    claim: claimWithDoubts(context) ?? NOBODY,
    lookup: context.lookup ?? NO_LOOKUP,
    bookingId: context.bookingId,
    servicePointId: context.servicePointId ?? context.surroundings.counterId,
    payer: context.payer ?? 'self-pay',
    coverage: recordedCover(context),
    priority: priorityOf(context),
    language: context.language,
    portrait: context.portrait,
  };
}

export function counterOrder(context: VisitContext): CounterOrder {
  return {
    reason: context.counterReason ?? 'asked-for-help',
    claim: claimWithDoubts(context),
    priority: priorityOf(context),
    language: context.language,
  };
}

export function printOrder(
  context: VisitContext,
  event: VisitEvent,
  kind: PrintOrder['kind'],
): PrintOrder {
  if (context.issued === undefined) throw new Error('no number to print');
  return {
    visit: context.issued,
    kind,
    reason: kind === 'counter' ? context.counterReason : undefined,
    language: context.language,
    large: event.type === 'reprint' && event.large,
    reprint: event.type === 'reprint',
  };
}

export function copyOrder({ issued, language }: VisitContext): CopyOrder {
  if (issued === undefined) throw new Error('no visit to copy');
  return { visit: issued, language };
}

export function reprintOrder(context: VisitContext, event: VisitEvent): ReprintOrder {
  if (context.reprinting === undefined) throw new Error('no ticket chosen');
  return {
    visit: context.reprinting,
    language: context.language,
    large: event.type === 'reprint' && event.large,
  };
}
