import { assign } from 'xstate';
import { newcomer, toCounter } from './page-links.ts';
import { visitSetup } from './visit-setup.ts';

/** None of the usual papers, or somebody else's visit. */
export const otherWays = visitSetup.createStateConfig({
  entry: 'turnPage',
  on: {
    ...newcomer,
    withRelative: 'relationship',
    passport: 'passport',
    describe: 'describe',
    noDocument: toCounter('no-document'),
    askCounter: toCounter('no-document'),
    back: 'identify',
  },
});

export const relationship = visitSetup.createStateConfig({
  entry: 'turnPage',
  on: {
    chooseRelationship: {
      target: 'identify',
      actions: assign(({ event }) => ({
        relationship: event.relationship,
        relative: undefined,
        whose: 'relative' as const,
        notice: undefined,
      })),
    },
    askCounter: toCounter('asked-for-help'),
    back: [
      { guard: 'patientSetAside', target: 'confirm', actions: 'actsForNobody' },
      { target: 'otherWays', actions: 'actsForNobody' },
    ],
  },
});

/** Who somebody is without any document: said, taken down, and completed by the clerk. */
export const describe = visitSetup.createStateConfig({
  entry: 'turnPage',
  on: {
    ...newcomer,
    submitDescription: { target: 'recognising', actions: 'keepTyped' },
    askCounter: toCounter('no-document'),
    back: [{ guard: 'actsForPatient', target: 'identify' }, { target: 'otherWays' }],
  },
});

/** The lines of a passport go to the scanner; its chip is read like a card's. */
export const passport = visitSetup.createStateConfig({
  entry: ['turnPage', 'offerEnglish'],
  on: {
    ...newcomer,
    'card.failed': [{ guard: 'cardLifted' }, { actions: 'keepFailure' }],
    'code.refused': { actions: 'keepFailure' },
    typePassport: { target: 'typePassport', actions: 'clearNotice' },
    askCounter: toCounter('no-document'),
    back: { target: 'otherWays', actions: 'clearNotice' },
  },
});

export const typePassport = visitSetup.createStateConfig({
  entry: 'turnPage',
  on: {
    ...newcomer,
    submitPassport: { target: 'recognising', actions: ['clearNotice', 'keepTyped'] },
    askCounter: [
      {
        guard: ({ context }) => context.notice === 'identity-mismatch',
        ...toCounter('identity-mismatch'),
      },
      toCounter('no-document'),
    ],
    back: { target: 'passport', actions: 'clearNotice' },
  },
});
