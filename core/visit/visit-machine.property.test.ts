import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CoverageReason } from '../contract/coverage.ts';
import { coverageReasonSchema } from '../contract/coverage.ts';
import type { LookupResult } from '../contract/hub.ts';
import type { IdentityClaim } from '../contract/identity.ts';
import { type Intent, snapshotSchema, type StepName } from '../contract/kiosk.ts';
import { type SlipAnswer, slipStandingSchema } from '../contract/slip.ts';
import { chargesOf, UNDECIDED } from '../billing/charges.ts';
import type { Charges, PaymentProgress } from '../contract/kiosk-payment.ts';
import { SYNTHETIC_SERVICE_POINTS } from '../identity/synthetic-hospital.ts';
import {
  type Answers,
  chipClaim,
  DAY,
  examinationOf,
  morningWith,
  nothingCame,
  NOW,
  payingMorning,
  quietMorning,
  slipIs,
  visitWorld,
} from './testing/visit-world.ts';
import type { PayableBills } from './payment-context.ts';
import { DEFAULT_PACE } from './visit-context.ts';
import type { VisitEvent } from './visit-events.ts';

const CANARY = 'Hoàng Canary';
const canaryClaim = chipClaim({ name: CANARY, citizenNumber: '001148999977' });
const relativeClaim = chipClaim({ name: `${CANARY} Relative`, citizenNumber: '001190148999' });
const passportClaim: IdentityClaim = {
  method: 'card-mrz',
  passportNumber: '148999977',
  passportIssuer: 'USA',
  nationality: 'USA',
  name: CANARY,
  birthDate: '1948-06-01',
  authenticity: 'not-checked',
  flags: ['name-not-decoded'],
};
const CANARY_PICTURE = 'Q2FuYXJ5';
const canaryKey = {
  kind: 'mrz',
  documentNumber: '148999977',
  birthDate: '480601',
  expiryDate: '330303',
} as const;
const slipStanding = fc.constantFrom(...slipStandingSchema.options);
const clinic = fc.constantFrom(...SYNTHETIC_SERVICE_POINTS.map(point => point.id), 'nowhere');

const lookup: fc.Arbitrary<LookupResult> = fc.record({
  outcome: fc.constantFrom('found', 'unknown', 'his-away'),
  patient: fc.constant({
    hisPatientId: 'p-1',
    name: CANARY,
    claim: { birthDate: '1948-06-01' },
  }),
  bookings: fc.array(
    clinic.map(servicePointId => ({
      id: `b-${servicePointId}`,
      kind: 'appointment' as const,
      servicePointId,
      start: NOW,
    })),
    { maxLength: 3 },
  ),
  coverage: fc.record({ reason: fc.constantFrom<CoverageReason>(...coverageReasonSchema.options) }),
  visitsToday: fc.array(
    clinic.map(servicePointId => ({
      visitId: '11111111-1111-4111-8111-111111111111',
      servicePointId,
      number: {
        servicePointId,
        day: DAY,
        numberClass: 'normal' as const,
        sequence: 1,
        label: 'Z-0001',
        source: 'hub' as const,
      },
      checkedInAt: NOW,
    })),
    { maxLength: 1 },
  ),
});

const slipAnswer: fc.Arbitrary<SlipAnswer> = fc.record(
  {
    slip: slipStanding.map(standing => slipIs(standing).slip),
    booking: clinic.map(servicePointId => ({
      id: 'b-slip',
      kind: 're-examination' as const,
      servicePointId,
      start: NOW,
    })),
  },
  { requiredKeys: ['slip'] },
);

/** What the hub may have seen of a payment. */
const PROGRESS: readonly PaymentProgress[] = [
  nothingCame,
  nothingCame,
  { ...nothingCame, attempt: 'paid', bill: 'paid', due: 0, received: 150_000, transfers: 1 },
  {
    ...nothingCame,
    attempt: 'paid',
    bill: 'part-paid',
    due: 50_000,
    received: 100_000,
    transfers: 1,
  },
  {
    ...nothingCame,
    attempt: 'paid',
    bill: 'paid',
    due: 0,
    received: 300_000,
    transfers: 2,
    unallocated: 150_000,
  },
  { ...nothingCame, attempt: 'cancelled', bill: 'cancelled' },
];

const TWO_BILLS: PayableBills = {
  outcome: 'known',
  bills: ['HD-1', 'HD-2'].map(billNumber => ({
    billId: billNumber,
    payable: { kind: 'hospital-bill', billNumber, hisPatientId: 'p-1' },
    bill: { kind: 'services', day: DAY, isPriorDebt: false },
    charges: examinationOf(150_000),
  })),
};

const answers: fc.Arbitrary<Answers> = fc.record({
  checkSlip: fc.oneof(
    { weight: 9, arbitrary: slipAnswer },
    { weight: 1, arbitrary: fc.constant('fail' as const) },
  ),
  lookUp: fc.oneof(
    { weight: 9, arbitrary: lookup },
    { weight: 1, arbitrary: fc.constant('fail' as const) },
  ),
  issue: fc.constantFrom('number', 'number', 'clinic-full', 'fail'),
  refer: fc.constantFrom('number', 'number', 'fail'),
  print: fc.constantFrom('printed', 'uncertain', 'failed', 'fail'),
  callStaff: fc.constantFrom('called', 'unreachable', 'fail'),
  charges: fc.constantFrom<Charges | 'fail'>(
    examinationOf(150_000),
    chargesOf([{ reason: 'examination', amount: 150_000 }], 150_000, false),
    UNDECIDED,
    'fail',
  ),
  openCode: fc.constantFrom('code', 'code', 'fail'),
  progress: fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...PROGRESS) },
      { weight: 1, arbitrary: fc.constant('fail' as const) },
    ),
    { minLength: 1, maxLength: 6 },
  ),
  billsDue: fc.constantFrom<PayableBills | 'fail'>(
    TWO_BILLS,
    { outcome: 'known', bills: [] },
    {
      outcome: 'his-away',
      bills: [],
    },
    'fail',
  ),
});

const mornings = fc.constantFrom(
  quietMorning,
  payingMorning('before'),
  payingMorning('before'),
  payingMorning('after'),
);

/** Anything a patient, a device or the plant may do at any moment. */
const event: fc.Arbitrary<VisitEvent> = fc.oneof(
  fc.constantFrom<VisitEvent>(
    { type: 'begin' },
    { type: 'typeNumber' },
    { type: 'noDocument' },
    { type: 'submitNumber', number: '001148999977', birthDate: '1948-06-01' },
    { type: 'submitNumber', number: '00114899997', birthDate: '1950' },
    { type: 'otherWays' },
    { type: 'withRelative' },
    { type: 'chooseRelationship', relationship: 'parent' },
    { type: 'chooseRelationship', relationship: 'child' },
    { type: 'skipRelative' },
    { type: 'actFor' },
    { type: 'swapPersons' },
    { type: 'describe' },
    { type: 'submitDescription', name: CANARY, birthDate: '1948-06-01', gender: 'female' },
    { type: 'submitDescription', name: CANARY, birthDate: '2024', gender: 'male' },
    { type: 'passport' },
    { type: 'typePassport' },
    {
      type: 'submitPassport',
      number: '148999977',
      name: CANARY,
      birthDate: '1948-06-01',
      state: 'USA',
    },
    { type: 'openSlips' },
    { type: 'chooseSlip', kind: 'referral' },
    { type: 'chooseSlip', kind: 're-examination' },
    { type: 'submitSlip', number: 'CANARY148999977' },
    { type: 'code.refused', code: 'code-unknown', slipNumber: 'CANARY148999977' },
    { type: 'card.read', claim: relativeClaim },
    { type: 'code.read', claim: passportClaim, keys: [canaryKey] },
    { type: 'confirmIdentity' },
    { type: 'rejectIdentity' },
    { type: 'openPriority' },
    { type: 'declarePriority', group: 'pregnant' },
    { type: 'declarePriority', group: null },
    { type: 'registerAnother' },
    { type: 'chooseWalkIn' },
    { type: 'choosePayer', mode: 'insured' },
    { type: 'choosePayer', mode: 'self-pay' },
    { type: 'reprint', large: false, label: 'Z-0001' },
    { type: 'reprint', large: true, label: 'A-0001' },
    { type: 'printCopy', label: 'A-0001' },
    { type: 'printCopy', label: 'Z-0001' },
    { type: 'payBills' },
    { type: 'chooseBill', billId: 'HD-1' },
    { type: 'openCharges' },
    { type: 'payByCode' },
    { type: 'payAtCounter' },
    { type: 'openInvoice' },
    { type: 'chooseInvoice', for: 'patient' },
    { type: 'chooseInvoice', for: 'company' },
    { type: 'chooseInvoice', for: 'nobody' },
    { type: 'submitTaxCode', taxCode: '001148999977' },
    { type: 'submitTaxCode', taxCode: '0100233489' },
    { type: 'code.refused', code: 'code-unknown', taxCode: '0100233488' },
    { type: 'askPayment' },
    { type: 'reprintPayment' },
    { type: 'askCounter' },
    { type: 'emergency' },
    { type: 'finish' },
    { type: 'back' },
    { type: 'callStaff' },
    { type: 'closeStaffCall' },
    { type: 'stillHere' },
    { type: 'setLanguage', language: 'en' },
    { type: 'card.inserted' },
    { type: 'card.read', claim: canaryClaim },
    { type: 'card.read', claim: { ...canaryClaim, expiryDate: '2020-01-01' } },
    { type: 'card.read', claim: { ...canaryClaim, authenticity: 'invalid' } },
    { type: 'card.failed', code: 'card-unreadable' },
    { type: 'card.failed', code: 'card-removed' },
    { type: 'card.failed', code: 'card-blocked' },
    { type: 'card.keyWanted', reason: 'none-offered' },
    { type: 'card.keyWanted', reason: 'refused' },
    { type: 'card.progress', share: 0.5 },
    { type: 'card.portrait', jpeg: CANARY_PICTURE },
    { type: 'chooseKeyWay', way: 'code' },
    { type: 'chooseKeyWay', way: 'expiry' },
    { type: 'chooseKeyWay', way: 'can' },
    { type: 'submitCardExpiry', expiryDate: '2033-03-03' },
    { type: 'submitCardExpiry', expiryDate: null },
    { type: 'submitCardNumber', number: '123456' },
    { type: 'skipChip' },
    { type: 'code.read', claim: { ...canaryClaim, method: 'card-qr' }, keys: [canaryKey] },
    { type: 'code.read', claim: { ...canaryClaim, method: 'card-qr' }, keys: [] },
    {
      type: 'code.read',
      claim: { method: 'booking-code', bookingCode: 'X', authenticity: 'not-checked', flags: [] },
      keys: [],
    },
    { type: 'code.refused', code: 'code-damaged' },
    {
      type: 'surroundings',
      surroundings: { ...quietMorning, hub: 'away', printer: 'unavailable' },
    },
    { type: 'surroundings', surroundings: morningWith('clinic-eye', 'closed') },
    { type: 'surroundings', surroundings: { ...quietMorning, cardPresent: true } },
  ),
  clinic.map(servicePointId => ({ type: 'chooseClinic' as const, servicePointId })),
  clinic.map(id => ({ type: 'chooseBooking' as const, bookingId: `b-${id}` })),
);

type Move = { readonly do: VisitEvent } | { readonly seconds: number } | 'settle';

const moves = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: event.map((e): Move => ({ do: e })) },
    { weight: 3, arbitrary: fc.constant<Move>('settle') },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }).map((seconds): Move => ({ seconds })) },
  ),
  { maxLength: 40 },
);

/** What leads away from a page without a device and without waiting. */
const WAYS_ON: readonly Intent[] = [
  { type: 'begin' },
  { type: 'noDocument' },
  { type: 'askCounter' },
  { type: 'confirmIdentity' },
  { type: 'declarePriority', group: null },
  { type: 'registerAnother' },
  { type: 'chooseWalkIn' },
  { type: 'choosePayer', mode: 'self-pay' },
  { type: 'finish' },
  { type: 'skipChip' },
  { type: 'payAtCounter' },
  { type: 'chooseInvoice', for: 'nobody' },
  { type: 'submitTaxCode', taxCode: '0100233488' },
];

/** Pages that wait for a device or a service, never longer than the time for reading. */
const PASSING: ReadonlySet<StepName> = new Set(['reading', 'issuing', 'payment-wait']);

test('whatever happens, every page shows, leads on, and lets staff be called', async () => {
  await fc.assert(
    fc.asyncProperty(answers, moves, mornings, async (given, path, morning) => {
      const world = visitWorld(given, morning, { clerkRecord: true });
      for (const move of path) {
        if (move === 'settle') await world.settle();
        else if ('seconds' in move) await world.wait(move.seconds);
        else if (world.can(move.do)) world.send(move.do);
        expect(snapshotSchema.safeParse(world.snapshot()).error).toBeUndefined();
      }
      const { step } = PASSING.has((await world.settle()).step.name)
        ? await world.wait(DEFAULT_PACE.reading)
        : world.snapshot();
      expect(
        WAYS_ON.some(intent => world.can(intent)),
        `a way on from ${step.name}`,
      ).toBe(true);
      world.send({ type: 'closeStaffCall' });
      expect(world.can({ type: 'callStaff' })).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('whatever happened, a kiosk left alone is empty and welcoming again', async () => {
  await fc.assert(
    fc.asyncProperty(answers, moves, mornings, async (given, path, morning) => {
      const world = visitWorld(given, morning, { clerkRecord: true });
      for (const move of path) {
        if (move === 'settle') await world.settle();
        else if ('seconds' in move) await world.wait(move.seconds);
        else if (world.can(move.do)) world.send(move.do);
      }
      await world.settle();
      // The longest that one code stands on the screen, and the pages after it.
      const left = await world.wait(DEFAULT_PACE.code + 250);
      expect(left.step.name).toBe('welcome');
      expect(left).toMatchObject({ language: 'vi', staffCall: 'none', idle: { state: 'active' } });
      expect(world.remembered()).not.toMatch(
        /Canary|Q2FuYXJ5|148999977|001190148999|480601|1948|parent/i,
      );
      expect(JSON.stringify(left)).not.toMatch(/Canary|1948/);
    }),
    { numRuns: 100 },
  );
});

test('the screen never gets a whole number of a person', async () => {
  await fc.assert(
    fc.asyncProperty(answers, moves, mornings, async (given, path, morning) => {
      const world = visitWorld(given, morning, { clerkRecord: true });
      for (const move of path) {
        if (move === 'settle') await world.settle();
        else if ('do' in move && world.can(move.do)) world.send(move.do);
        expect(JSON.stringify(world.snapshot())).not.toMatch(
          /148999977|001190148999|480601|Q2FuYXJ5/,
        );
      }
    }),
    { numRuns: 200 },
  );
});

/** Pages on which somebody's chip is being opened, or may be laid down to be. */
const MAY_HOLD_KEYS = new Set<StepName>(['reading', 'card-key', 'lay-card', 'confirm']);

test('keys of a chip are held only while its holder is being recognised', async () => {
  await fc.assert(
    fc.asyncProperty(answers, moves, mornings, async (given, path, morning) => {
      const world = visitWorld(given, morning, { clerkRecord: true });
      for (const move of path) {
        if (move === 'settle') await world.settle();
        else if ('seconds' in move) await world.wait(move.seconds);
        else if (world.can(move.do)) world.send(move.do);
        if (!MAY_HOLD_KEYS.has(world.snapshot().step.name)) {
          expect(world.remembered()).not.toMatch(/documentNumber|"can"[^"]*"number"/);
        }
      }
    }),
    { numRuns: 200 },
  );
});

test('whoever was given a number gets its paper once, whatever becomes of the money', async () => {
  await fc.assert(
    fc.asyncProperty(answers, moves, mornings, async (given, path, morning) => {
      const world = visitWorld(given, morning);
      for (const move of path) {
        if (move === 'settle') await world.settle();
        else if ('seconds' in move) await world.wait(move.seconds);
        else if (world.can(move.do)) world.send(move.do);
      }
      await world.wait(DEFAULT_PACE.code + 250);
      const first = world.tickets.filter(({ reprint }) => !reprint);
      expect(first.map(({ visit }) => visit.visitId)).toEqual(
        world.issued.map(({ visitId }) => visitId),
      );
    }),
    { numRuns: 150 },
  );
});
