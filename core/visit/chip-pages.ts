import { and, assign } from 'xstate';
import { visitSetup } from './visit-setup.ts';

/** Somebody who is known by a code goes on with that; anybody else chooses another way. */
const withoutChip = [
  { guard: 'identified', target: '#visit.journey.recognising' },
  { target: '#visit.journey.identify', actions: 'keepFailure' },
] as const;

/** The chip is read: what it says, how far it is, or the key it wants. */
export const reading = visitSetup.createStateConfig({
  initial: 'waiting',
  entry: ['turnPage', assign({ progress: undefined })],
  states: {
    waiting: {
      after: {
        readingTime: [
          { guard: 'identified', target: '#visit.journey.recognising' },
          { target: '#visit.journey.identify', actions: 'noticeReadingFailed' },
        ],
      },
      on: { 'card.progress': { target: 'waiting', reenter: true, actions: 'keepProgress' } },
    },
  },
  on: {
    'card.read': { target: 'recognising', actions: 'keepClaim' },
    'card.failed': withoutChip,
    'card.keyWanted': [
      // Asked before it was heard of the keys that are offered by now.
      { guard: and(['noneOffered', 'hasKeys']) },
      { guard: and(['refusedForGood', 'identified']), target: 'recognising' },
      { guard: 'refusedForGood', target: 'identify', actions: 'noticeKeyRefused' },
      { guard: 'keyRefused', target: 'cardKey', actions: ['askAnotherWay', 'noticeKeyRefused'] },
      { target: 'cardKey', actions: ['askAnotherWay', 'clearNotice'] },
    ],
    'code.read': { guard: 'opensChip', actions: 'keepClaim' },
    back: { target: 'identify', actions: 'forgetIdentity' },
  },
});

/**
 * What opens the chip stands on the card: it may be lifted, looked at, shown to the scanner and
 * laid back while this is asked.
 */
export const cardKey = visitSetup.createStateConfig({
  entry: 'turnPage',
  on: {
    'code.read': [
      {
        guard: and(['opensChip', 'cardLiesThere']),
        target: 'reading',
        actions: ['clearNotice', 'keepClaim'],
      },
      { guard: 'opensChip', target: 'layCard', actions: ['clearNotice', 'keepClaim'] },
      { target: 'recognising', actions: ['clearNotice', 'keepClaim'] },
    ],
    'code.refused': { actions: 'keepFailure' },
    'ticket.read': { target: 'alreadyRegistered', actions: 'keepTicket' },
    'card.read': { target: 'recognising', actions: ['clearNotice', 'keepClaim'] },
    'card.failed': [{ guard: 'cardLifted' }, ...withoutChip],
    submitCardExpiry: [
      { guard: and(['typedOpens', 'cardLiesThere']), target: 'reading', actions: 'keepTypedKeys' },
      { guard: 'typedOpens', target: 'layCard', actions: 'keepTypedKeys' },
    ],
    submitCardNumber: [
      { guard: 'cardLiesThere', target: 'reading', actions: 'keepTypedKeys' },
      { target: 'layCard', actions: 'keepTypedKeys' },
    ],
    chooseKeyWay: {
      guard: 'wayOffered',
      target: 'cardKey',
      reenter: true,
      actions: ['clearNotice', assign({ keyWay: ({ event }) => event.way })],
    },
    skipChip: [
      { guard: 'identified', target: 'recognising', actions: 'clearNotice' },
      { target: 'identify', actions: 'forgetIdentity' },
    ],
    back: [
      {
        guard: 'typesKey',
        target: 'cardKey',
        reenter: true,
        actions: ['clearNotice', assign({ keyWay: 'code' })],
      },
      { target: 'identify', actions: 'forgetIdentity' },
    ],
  },
});

/** The key is known and offered: the card goes back on the reader. */
export const layCard = visitSetup.createStateConfig({
  entry: 'turnPage',
  on: {
    'card.inserted': 'reading',
    'card.read': { target: 'recognising', actions: 'keepClaim' },
    'code.read': [
      { guard: 'opensChip', actions: 'keepClaim' },
      { target: 'recognising', actions: 'keepClaim' },
    ],
    skipChip: [
      { guard: 'identified', target: 'recognising' },
      { target: 'identify', actions: 'forgetIdentity' },
    ],
    back: 'cardKey',
  },
});
