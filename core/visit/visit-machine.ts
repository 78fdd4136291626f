import { attention } from './attention.ts';
import {
  confirm,
  identify,
  priority,
  recognising,
  typeNumber,
  welcome,
} from './identification-pages.ts';
import { cardKey, layCard, reading } from './chip-pages.ts';
import { circumstances } from './circumstances.ts';
import { counter, farewell, noNumber, outOfService, ticket } from './last-pages.ts';
import {
  alreadyRegistered,
  bookingChosen,
  clinic,
  coverage,
  issuing,
  purpose,
  referring,
} from './registration-pages.ts';
import { invoice, taxCode } from './invoice-pages.ts';
import { describe, otherWays, passport, relationship, typePassport } from './other-pages.ts';
import { askingBills, bills } from './bill-pages.ts';
import {
  charges,
  charging,
  closingCode,
  openingCode,
  payingLater,
  paymentCode,
} from './payment-pages.ts';
import { paymentOver, paymentResult, paymentSlip } from './payment-papers.ts';
import { checkingSlip, slip, typeSlip } from './slip-pages.ts';
import { staff } from './staff-call.ts';
import { freshPerson } from './visit-context.ts';
import { visitSetup } from './visit-setup.ts';

/**
 * One patient's visit to the kiosk: the pages, what leads on and back, and the wipe.
 * Pure: time, devices, storage and the network come in as events, delays and services.
 */
export const visitMachine = visitSetup.createMachine({
  id: 'visit',
  type: 'parallel',
  context: ({ input }) => ({
    ...freshPerson(input.language),
    firstLanguage: input.language,
    surroundings: input.surroundings,
    pace: input.pace,
    clerkRecord: input.clerkRecord,
    stepKey: 0,
  }),
  states: {
    journey: {
      initial: 'welcome',
      on: { sessionOver: '.welcome' },
      states: {
        welcome,
        identify,
        typeNumber,
        otherWays,
        relationship,
        describe,
        passport,
        typePassport,
        reading,
        cardKey,
        layCard,
        recognising,
        confirm,
        priority,
        alreadyRegistered,
        purpose,
        bookingChosen,
        clinic,
        coverage,
        slip,
        typeSlip,
        checkingSlip,
        issuing,
        referring,
        charging,
        charges,
        invoice,
        taxCode,
        openingCode,
        paymentCode,
        closingCode,
        payingLater,
        paymentResult,
        paymentSlip,
        paymentOver,
        askingBills,
        bills,
        ticket,
        counter,
        farewell,
        noNumber,
        outOfService,
      },
    },
    attention,
    staff,
    circumstances,
  },
});
