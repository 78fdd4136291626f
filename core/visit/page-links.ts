import type { CounterReason } from '../contract/hub.ts';

/** The way on after any failure: a number for the counter that can help. */
export const toCounter = (reason: CounterReason) =>
  ({
    target: '#visit.journey.referring',
    actions: { type: 'referFor', params: { reason } },
  }) as const;

/** The reader and the scanner are heard on every page where nobody has been identified yet. */
export const newcomer = {
  'card.inserted': { target: '#visit.journey.reading', actions: 'clearNotice' },
  'card.read': { target: '#visit.journey.recognising', actions: 'keepClaim' },
  'card.keyWanted': {
    guard: 'noneOffered',
    target: '#visit.journey.cardKey',
    actions: ['askAnotherWay', 'clearNotice'],
  },
  'card.failed': [
    // Nobody was waiting for that card: it may be lifted.
    { guard: 'cardLifted' },
    { target: '#visit.journey.identify', actions: 'keepFailure' },
  ],
  'code.read': { target: '#visit.journey.recognising', actions: 'keepClaim' },
  'code.refused': { target: '#visit.journey.identify', actions: 'keepFailure' },
  'ticket.read': { target: '#visit.journey.alreadyRegistered', actions: 'keepTicket' },
} as const;

/** The next person may already stand there while the last page of the one before is shown. */
export const nextPerson = {
  'card.inserted': { target: '#visit.journey.reading', actions: 'wipe' },
  'code.read': { target: '#visit.journey.recognising', actions: ['wipe', 'keepClaim'] },
} as const;
