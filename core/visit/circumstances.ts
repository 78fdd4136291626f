import { assign } from 'xstate';
import { visitSetup } from './visit-setup.ts';

/** What may change on any page: the world around, the language, how the screen is shown. */
export const circumstances = visitSetup.createStateConfig({
  on: {
    surroundings: { actions: assign({ surroundings: ({ event }) => event.surroundings }) },
    // A reader must not try on the next card what the last one refused.
    'card.keyWanted': { guard: 'keyRefused', actions: 'forgetKeys' },
    'card.inserted': { actions: assign({ portraitDue: false }) },
    'card.portrait': {
      guard: ({ context }) => context.portraitDue,
      actions: assign({ portrait: ({ event }) => event.jpeg, portraitDue: false }),
    },
    setLanguage: {
      actions: assign({ language: ({ event }) => event.language, languageChosen: true }),
    },
    setDisplay: {
      actions: assign({
        display: ({ context, event }) => ({
          textSize: event.display.textSize ?? context.display.textSize,
          contrast: event.display.contrast ?? context.display.contrast,
          reach: event.display.reach ?? context.display.reach,
          pace: event.display.pace ?? context.display.pace,
        }),
      }),
    },
  },
});
