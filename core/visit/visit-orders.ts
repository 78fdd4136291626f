import { circumstancesOf } from './clerk-tasks.ts';
import { claimWithDoubts } from './confirm-rows.ts';
import { NO_LOOKUP, NOBODY } from './nobody.ts';
import { ticketPaymentOf } from './paying.ts';
import { priorityOf } from './priority-claim.ts';
import { recordedCover } from './visit-cover.ts';
import type {
  CheckInOrder,
  CopyOrder,
  CounterOrder,
  PrintOrder,
  ReprintOrder,
  SlipOrder,
  VisitContext,
} from './visit-context.ts';
import type { VisitEvent } from './visit-events.ts';

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
    ...circumstancesOf(context),
  };
}

export function counterOrder(context: VisitContext): CounterOrder {
  return {
    reason: context.counterReason ?? 'asked-for-help',
    claim: claimWithDoubts(context),
    priority: priorityOf(context),
    language: context.language,
    ...circumstancesOf(context),
  };
}

export function slipOrder(context: VisitContext, event: VisitEvent): SlipOrder {
  const number =
    event.type === 'submitSlip'
      ? event.number
      : event.type === 'code.read' || event.type === 'code.refused'
        ? event.slipNumber
        : undefined;
  if (number === undefined) throw new Error('no slip to look up');
  return {
    kind: context.slipKind,
    number,
    claim: context.claim ?? NOBODY,
    hisPatientId: context.lookup?.patient?.hisPatientId,
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
    payment: ticketPaymentOf(context),
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
