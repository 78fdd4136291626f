import { and, assign } from 'xstate';
import { FaultError } from '../contract/errors.ts';
import { payWhenOf } from './paying.ts';
import { toCounter } from './page-links.ts';
import type { VisitContext } from './visit-context.ts';
import { checkInOrder, counterOrder, reprintOrder } from './visit-orders.ts';
import { visitSetup } from './visit-setup.ts';

/** The clinic filled up while the patient was choosing who pays: another one may do. */
const saysFull = (error: unknown): boolean =>
  error instanceof FaultError && error.code === 'clinic-full';

/** A re-examination slip belongs to its booking: another choice leaves it unused. */
const withoutBookedSlip = ({ slip }: VisitContext) =>
  slip?.kind === 're-examination' ? { slip: undefined } : {};

export const alreadyRegistered = visitSetup.createStateConfig({
  initial: 'resting',
  entry: 'turnPage',
  states: {
    resting: {},
    printing: {
      invoke: {
        src: 'reprint',
        input: ({ context, event }) => reprintOrder(context, event),
        onDone: {
          target: 'resting',
          actions: assign({ print: ({ event }) => event.output }),
        },
        onError: { target: 'resting', actions: assign({ print: 'failed' }) },
      },
    },
  },
  on: {
    reprint: {
      guard: 'knownLabel',
      target: '.printing',
      actions: assign(({ context, event }) => ({
        print: 'printing' as const,
        reprinted: true,
        reprinting: context.lookup?.visitsToday.find(visit => visit.number.label === event.label),
      })),
    },
    registerAnother: [
      { guard: and(['identified', 'hasBookings']), target: 'purpose' },
      { guard: 'identified', target: 'clinic' },
      { target: 'identify', actions: 'forgetIdentity' },
    ],
    payBills: { guard: and(['identified', 'paysBills']), target: 'askingBills' },
    finish: 'farewell',
    back: [
      { guard: 'identified', target: 'confirm' },
      { target: 'identify', actions: 'forgetIdentity' },
    ],
  },
});

export const purpose = visitSetup.createStateConfig({
  entry: ['turnPage', 'clearNotice'],
  on: {
    chooseBooking: {
      guard: 'bookingOffered',
      target: 'bookingChosen',
      actions: assign(({ context, event }) => ({
        ...withoutBookedSlip(context),
        bookingId: event.bookingId,
        servicePointId: context.lookup?.bookings.find(b => b.id === event.bookingId)
          ?.servicePointId,
      })),
    },
    chooseWalkIn: {
      target: 'clinic',
      actions: assign(({ context }) => ({
        ...withoutBookedSlip(context),
        bookingId: undefined,
        servicePointId: undefined,
      })),
    },
    payBills: { guard: 'paysBills', target: 'askingBills' },
    askCounter: toCounter('asked-for-help'),
    back: 'confirm',
  },
});

export const bookingChosen = visitSetup.createStateConfig({
  always: [{ guard: 'bookedClinicKnown', target: 'coverage' }, toCounter('clinic-closed')],
});

export const clinic = visitSetup.createStateConfig({
  entry: 'turnPage',
  on: {
    chooseClinic: [
      {
        guard: 'clinicOpen',
        target: 'coverage',
        actions: assign(({ context, event }) => ({
          ...withoutBookedSlip(context),
          servicePointId: event.servicePointId,
          bookingId: undefined,
          notice: undefined,
        })),
      },
      { guard: 'clinicFull', target: 'clinic', reenter: true, actions: 'noticeClinicFull' },
    ],
    askCounter: [
      {
        guard: ({ context }) => context.notice === 'clinic-full',
        ...toCounter('clinic-full'),
      },
      toCounter('asked-for-help'),
    ],
    back: [
      { guard: 'hasBookings', target: 'purpose' },
      { target: 'confirm', actions: 'clearNotice' },
    ],
  },
});

export const coverage = visitSetup.createStateConfig({
  entry: 'turnPage',
  on: {
    choosePayer: {
      guard: 'payerOffered',
      target: 'issuing',
      actions: assign({ payer: ({ event }) => event.mode }),
    },
    openSlips: { guard: 'slipHelps', target: 'slip' },
    askCounter: toCounter('insurance-question'),
    back: [{ guard: 'hasBooking', target: 'purpose' }, { target: 'clinic' }],
  },
});

export const issuing = visitSetup.createStateConfig({
  entry: 'turnPage',
  invoke: {
    src: 'issue',
    input: ({ context }) => checkInOrder(context),
    onDone: [
      {
        // The number is recorded already: it is kept, whatever becomes of the money.
        guard: ({ context, event }) => payWhenOf(context.surroundings, event.output) === 'before',
        target: 'charging',
        actions: [assign({ issued: ({ event }) => event.output }), 'payVisit'],
      },
      { target: 'ticket', actions: assign({ issued: ({ event }) => event.output }) },
    ],
    onError: [
      {
        guard: ({ event }) => saysFull(event.error),
        target: 'clinic',
        actions: 'noticeClinicFull',
      },
      toCounter('internal'),
    ],
  },
});

export const referring = visitSetup.createStateConfig({
  entry: ['turnPage', 'forgetKeys'],
  invoke: {
    src: 'refer',
    input: ({ context }) => counterOrder(context),
    onDone: { target: 'counter', actions: assign({ issued: ({ event }) => event.output }) },
    onError: 'noNumber',
  },
});
