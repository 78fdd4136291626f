import type {
  ClinicChoice,
  PersonRow,
  Place,
  Snapshot,
  StepView,
  TicketView,
} from '../../core/contract/kiosk.ts';
import {
  SYNTHETIC_COUNTER_ID,
  SYNTHETIC_HOSPITAL,
  SYNTHETIC_SERVICE_POINTS,
  type SyntheticServicePointId,
} from '../../core/identity/synthetic-hospital.ts';

import { paymentPages } from './payment-snapshots.ts';

/**
 * Every page the kiosk can show, in its notable variants, with people and a hospital that do not
 * exist. The screenshots and the checks of sizes, reach, contrast and accessibility go over these.
 */

const pointOf = (id: SyntheticServicePointId) => {
  const point = SYNTHETIC_SERVICE_POINTS.find(candidate => candidate.id === id);
  if (point === undefined) throw new Error(`no service point ${id}`);
  return point;
};

const placeOf = (id: SyntheticServicePointId): Place => {
  const { name, pictogram, room, floor, directions } = pointOf(id);
  return { servicePointId: id, name, pictogram, room, floor, directions };
};

const COUNTER = placeOf(SYNTHETIC_COUNTER_ID);

const BASE: Omit<Snapshot, 'step'> = {
  revision: 1,
  stepKey: 1,
  canGoBack: true,
  language: 'vi',
  addressee: 'unknown',
  display: { textSize: 'normal', contrast: 'normal', reach: 'normal', pace: 'normal' },
  day: '2026-11-23',
  now: '2026-11-23T00:45:00.000Z',
  hospital: SYNTHETIC_HOSPITAL.name,
  counter: COUNTER,
  service: {
    hub: 'reachable',
    cardReader: 'ready',
    codeScanner: 'ready',
    printer: 'ready',
  },
  cardPresent: false,
  idle: { state: 'active' },
  staffCall: 'none',
};

const page = (step: StepView, changes: Partial<Snapshot> = {}): Snapshot => ({
  ...BASE,
  step,
  ...changes,
});

const FIRST_PAGE = { canGoBack: false } as const;
const ELDER = { addressee: 'elder' } as const;
const ADULT = { addressee: 'adult' } as const;
const CHILD = { addressee: 'child' } as const;

const row = (
  field: PersonRow['field'],
  value: string,
  source: PersonRow['source'],
  flags: PersonRow['flags'] = [],
): PersonRow => ({ field, value, source, flags });

const ELDER_ROWS: PersonRow[] = [
  row('name', 'Nguyễn Thị Hòa', 'card-chip'),
  row('birthDate', '1948-03-12', 'card-chip'),
  row('gender', 'female', 'card-chip'),
  row('citizenNumber', '0**********21', 'card-chip'),
  row('patientCode', 'B**********21', 'hospital-record'),
  row('insurance', 'HT**********21', 'hospital-record'),
];

const LONG_ROWS: PersonRow[] = [
  row('name', 'Nguyễn Hoàng Phương Quỳnh Thượng Ẩn', 'card-qr', ['name-differs-from-record']),
  row('birthDate', '1983-05-14', 'card-qr', ['birth-year-differs-from-number']),
  row('gender', 'male', 'card-qr', ['gender-differs-from-number']),
  row('citizenNumber', '0**********09', 'card-qr'),
  row('address', 'Số 19 Ngõ 230 Đường Thử Nghiệm, Xã Mẫu, Huyện Việt Yên, Bắc Giang', 'card-qr'),
  row('patientCode', 'B**********09', 'hospital-record'),
  row('insurance', 'DN**********09', 'hospital-record'),
];

const confirm = (
  rows: PersonRow[],
  changes: Partial<Extract<StepView, { name: 'confirm' }>> = {},
): StepView => ({
  name: 'confirm',
  rows,
  authenticity: 'not-checked',
  method: 'card-chip',
  record: 'found',
  portrait: false,
  ...changes,
});

const CLINIC_IDS = SYNTHETIC_SERVICE_POINTS.filter(point => point.kind === 'clinic').map(
  point => point.id as SyntheticServicePointId,
);

const clinics = (ids: readonly SyntheticServicePointId[], live: boolean): ClinicChoice[] =>
  ids.map((id, index) => ({
    ...placeOf(id),
    state: index === 2 ? 'full' : index === 4 ? 'closed' : 'open',
    ...(live ? { waiting: (index * 7) % 23, waitMinutes: ((index * 7) % 23) * 6 } : {}),
    price: pointOf(id).price,
  }));

const TICKET: TicketView = {
  label: 'B-0123',
  numberClass: 'normal',
  place: placeOf('clinic-cardiology'),
  peopleAhead: 4,
  waitMinutes: 40,
  expectedAt: '2026-11-23T01:25:00.000Z',
  payer: 'insured',
  coverageReason: 'valid-in-network',
  coverageRoute: { route: 'in-network', reason: 'registered-here', benefitPercent: 95 },
  price: 200_000,
  offline: false,
  print: 'printing',
  reprinted: false,
};

const PRIORITY_TICKET: TicketView = {
  ...TICKET,
  label: 'PB-0012',
  numberClass: 'priority',
  priorityGroup: 'aged-75-or-over',
  peopleAhead: 1,
  print: 'printed',
};

/** Of an earlier check-in only the number and the place are known. */
const KNOWN_TICKET: TicketView = {
  label: 'B-0123',
  numberClass: 'normal',
  place: placeOf('clinic-cardiology'),
  offline: false,
  print: 'printed',
  reprinted: false,
};

const COUNTER_TICKET: TicketView = {
  label: 'Q-0031',
  numberClass: 'normal',
  place: COUNTER,
  peopleAhead: 2,
  waitMinutes: 8,
  offline: false,
  print: 'printed',
  reprinted: false,
};

const coverage = (insured: Extract<StepView, { name: 'coverage' }>['insured']): StepView => ({
  name: 'coverage',
  place: placeOf('clinic-cardiology'),
  insured,
  price: 200_000,
  slipHelps: insured.reason === 'valid-out-of-network' || insured.reason === 'unverified-hub-away',
});

const BOOKINGS = [
  {
    bookingId: 'bk-hoa-1',
    kind: 'appointment',
    place: placeOf('clinic-cardiology'),
    start: '2026-11-23T02:00:00.000Z',
    practitioner: 'Nguyễn Văn Thử',
  },
  {
    bookingId: 'bk-hoa-2',
    kind: 're-examination',
    place: placeOf('clinic-gastroenterology'),
    start: '2026-11-23T03:30:00.000Z',
  },
  {
    bookingId: 'bk-hoa-3',
    kind: 'online',
    place: placeOf('clinic-ent'),
    start: '2026-11-23T07:15:00.000Z',
  },
] as const satisfies Extract<StepView, { name: 'purpose' }>['bookings'];

const READER_AWAY = { service: { ...BASE.service, cardReader: 'unavailable' } } as const;
const DEVICES_AWAY = {
  service: { ...BASE.service, cardReader: 'unavailable', codeScanner: 'unavailable' },
} as const;

/** Keeps the names, and lets the compiler forget what each page holds. */
const named = <Id extends string>(pages: Readonly<Record<Id, Snapshot>>) => pages;

const PAYMENT_PAGES = paymentPages(placeOf('clinic-dental'), COUNTER);

export const SNAPSHOTS = named({
  welcome: page({ name: 'welcome' }, FIRST_PAGE),
  'welcome-no-reader': page({ name: 'welcome' }, { ...FIRST_PAGE, ...READER_AWAY }),
  'welcome-no-devices': page({ name: 'welcome' }, { ...FIRST_PAGE, ...DEVICES_AWAY }),
  'welcome-no-paper': page(
    { name: 'welcome' },
    { ...FIRST_PAGE, service: { ...BASE.service, printer: 'unavailable' } },
  ),
  identify: page({ name: 'identify', whose: 'own' }),
  'identify-unknown-code': page({ name: 'identify', whose: 'own', notice: 'code-unknown' }),
  'identify-card-unreadable': page({ name: 'identify', whose: 'own', notice: 'card-unreadable' }),
  'identify-no-reader': page({ name: 'identify', whose: 'own' }, READER_AWAY),
  'identify-no-devices': page({ name: 'identify', whose: 'own' }, DEVICES_AWAY),
  'type-number': page({ name: 'type-number', whose: 'own' }),
  'type-number-not-found': page({ name: 'type-number', whose: 'own', notice: 'patient-not-found' }),
  'identify-relative': page({ name: 'identify', whose: 'relative' }),
  'identify-patient': page({ name: 'identify', whose: 'patient' }),
  'identify-same-document': page({
    name: 'identify',
    whose: 'patient',
    notice: 'same-document',
  }),
  'type-number-patient': page({ name: 'type-number', whose: 'patient' }),
  'other-ways': page({ name: 'other-ways' }),
  relationship: page({ name: 'relationship' }),
  describe: page({ name: 'describe', whose: 'own', precision: 'year' }),
  'describe-patient': page({ name: 'describe', whose: 'patient', precision: 'day' }),
  passport: page({ name: 'passport' }),
  'passport-damaged': page({ name: 'passport', notice: 'code-damaged' }),
  'passport-no-scanner': page(
    { name: 'passport' },
    { service: { ...BASE.service, codeScanner: 'unavailable' } },
  ),
  'type-passport': page({ name: 'type-passport' }),
  'type-passport-mismatch': page({ name: 'type-passport', notice: 'identity-mismatch' }),
  'reading-card': page({ name: 'reading', method: 'card-chip', portrait: false }),
  'reading-progress': page({
    name: 'reading',
    method: 'card-chip',
    progress: 0.62,
    portrait: true,
  }),
  'reading-code': page({ name: 'reading', method: 'card-qr', portrait: false }),
  'card-key': page({ name: 'card-key', way: 'code', expiryHelps: false }),
  'card-key-refused': page(
    { name: 'card-key', way: 'code', expiryHelps: true, notice: 'card-key-refused' },
    ELDER,
  ),
  'card-key-no-scanner': page(
    { name: 'card-key', way: 'code', expiryHelps: false },
    { service: { ...BASE.service, codeScanner: 'unavailable' } },
  ),
  'card-key-expiry': page({ name: 'card-key', way: 'expiry', expiryHelps: true }, ADULT),
  'card-key-expiry-refused': page(
    { name: 'card-key', way: 'expiry', expiryHelps: true, notice: 'card-key-refused' },
    ADULT,
  ),
  'card-key-number': page({ name: 'card-key', way: 'can', expiryHelps: false }),
  'card-key-number-refused': page({
    name: 'card-key',
    way: 'can',
    expiryHelps: false,
    notice: 'card-key-refused',
  }),
  'lay-card': page({ name: 'lay-card' }, ADULT),
  confirm: page(
    confirm(ELDER_ROWS, { authenticity: 'valid', priorityGroup: 'aged-75-or-over' }),
    ELDER,
  ),
  'confirm-portrait': page(
    confirm(ELDER_ROWS, { authenticity: 'no-trust-anchor', record: 'his-away', portrait: true }),
    ELDER,
  ),
  'confirm-doubts': page(confirm(LONG_ROWS, { method: 'card-qr', record: 'unknown' }), ADULT),
  'confirm-child': page(
    confirm(
      [
        row('name', 'Lê Minh Khôi', 'card-chip'),
        row('birthDate', '2023-08-05', 'card-chip'),
        row('gender', 'male', 'card-chip'),
        row('citizenNumber', '0**********03', 'card-chip'),
      ],
      { record: 'his-away', priorityGroup: 'child-under-6' },
    ),
    CHILD,
  ),
  'confirm-typed': page(
    confirm(
      [
        row('birthDate', '1947', 'typed', ['birth-date-partial']),
        row('citizenNumber', '0**********05', 'typed'),
      ],
      { method: 'typed', record: 'his-away' },
    ),
    ELDER,
  ),
  'confirm-child-and-mother': page(
    confirm(
      [
        row('name', 'Mai Gia Hân', 'typed'),
        row('birthDate', '2023-08-05', 'typed'),
        row('gender', 'female', 'typed'),
      ],
      {
        method: 'typed',
        record: 'unknown',
        priorityGroup: 'child-under-6',
        relative: { relationship: 'parent', name: 'Mai Ngọc Lan', swappable: false },
      },
    ),
    CHILD,
  ),
  'confirm-patient-and-son': page(
    confirm(ELDER_ROWS, {
      priorityGroup: 'aged-75-or-over',
      relative: { relationship: 'child', name: 'Trần Văn Bình', swappable: true },
    }),
  ),
  'confirm-patient-and-nobody': page(
    confirm(LONG_ROWS, {
      method: 'card-qr',
      relative: { relationship: 'other', swappable: false },
    }),
  ),
  'confirm-passport': page(
    confirm(
      [
        row('name', 'CARTER JOHN', 'passport', ['name-not-decoded']),
        row('birthDate', '1975-07-04', 'passport'),
        row('gender', 'male', 'passport'),
        row('passportNumber', '5**********12', 'passport'),
        row('nationality', 'USA', 'passport'),
      ],
      { method: 'card-mrz', record: 'unknown' },
    ),
    ADULT,
  ),
  priority: page({ name: 'priority' }, ADULT),
  'priority-declared': page({ name: 'priority', declared: 'pregnant' }, ADULT),
  'already-registered': page({ name: 'already-registered', tickets: [KNOWN_TICKET] }, ELDER),
  'already-registered-reprinting': page(
    {
      name: 'already-registered',
      tickets: [{ ...KNOWN_TICKET, print: 'printing', reprinted: true }],
    },
    ELDER,
  ),
  'already-registered-several': page(
    {
      name: 'already-registered',
      tickets: [KNOWN_TICKET, { ...KNOWN_TICKET, label: 'D-0044', place: placeOf('clinic-ent') }],
    },
    ELDER,
  ),
  purpose: page({ name: 'purpose', bookings: [BOOKINGS[0]] }, ELDER),
  'purpose-several': page({ name: 'purpose', bookings: [...BOOKINGS] }, ELDER),
  'purpose-none': page({ name: 'purpose', bookings: [] }, ADULT),
  clinic: page({ name: 'clinic', clinics: clinics(CLINIC_IDS, true) }, ELDER),
  'clinic-full': page(
    { name: 'clinic', clinics: clinics(CLINIC_IDS, true), notice: 'clinic-full' },
    ADULT,
  ),
  'clinic-hub-away': page(
    { name: 'clinic', clinics: clinics(CLINIC_IDS.slice(0, 6), false) },
    { ...CHILD, service: { ...BASE.service, hub: 'away' } },
  ),
  'clinic-few': page({ name: 'clinic', clinics: clinics(CLINIC_IDS.slice(0, 2), true) }),
  'clinic-none': page({ name: 'clinic', clinics: [] }),
  'coverage-insured': page(
    coverage({
      offered: true,
      reason: 'valid-in-network',
      cardNumber: 'HT**********21',
      route: {
        route: 'in-network',
        reason: 'registered-here',
        benefitPercent: 95,
        paysAllBelow: 379_500,
      },
    }),
    ELDER,
  ),
  'coverage-new-card': page(
    coverage({
      offered: true,
      reason: 'valid-in-network',
      cardNumber: 'GD**********07',
      validTo: '2027-12-31',
      finding: 'renewed',
      route: {
        route: 'in-network',
        reason: 'registered-here',
        benefitPercent: 80,
        paysAllBelow: 379_500,
      },
    }),
    ADULT,
  ),
  'coverage-walk-in-part': page(
    coverage({
      offered: true,
      reason: 'valid-out-of-network',
      cardNumber: 'DN**********06',
      validTo: '2035-12-31',
      route: { route: 'direct-access', reason: 'walk-in-part', benefitPercent: 47.5 },
    }),
    ADULT,
  ),
  'coverage-walk-in-unpaid': page(
    coverage({
      offered: false,
      reason: 'valid-out-of-network',
      cardNumber: 'DN**********06',
      validTo: '2035-12-31',
      route: { route: 'out-of-network', reason: 'walk-in-unpaid', benefitPercent: 0 },
    }),
    ADULT,
  ),
  'coverage-ask-clerk': page(
    coverage({
      offered: false,
      reason: 'details-differ',
      cardNumber: 'GD**********19',
      finding: 'name-differs',
      route: { route: 'ask-clerk', reason: 'record-unclear' },
    }),
    ELDER,
  ),
  'coverage-forces': page(
    coverage({
      offered: false,
      reason: 'valid-in-network',
      cardNumber: 'QN**********11',
      finding: 'defence-card',
      route: { route: 'ask-clerk', reason: 'forces-card' },
    }),
  ),
  'coverage-out-of-network': page(
    coverage({
      offered: true,
      reason: 'valid-out-of-network',
      cardNumber: 'DN**********06',
      validTo: '2035-12-31',
    }),
    ADULT,
  ),
  'coverage-unverified': page(coverage({ offered: true, reason: 'unverified-hub-away' }), ADULT),
  'coverage-expired': page(
    coverage({
      offered: false,
      reason: 'expired',
      cardNumber: 'GD**********07',
      validTo: '2024-12-31',
    }),
    ADULT,
  ),
  'coverage-not-found': page(coverage({ offered: false, reason: 'not-found' }), CHILD),
  'coverage-child': page(coverage({ offered: true, reason: 'child-without-card' }), CHILD),
  'coverage-referral': page(
    {
      name: 'coverage',
      place: placeOf('clinic-cardiology'),
      insured: { offered: true, reason: 'valid-referral', cardNumber: 'DN**********06' },
      price: 200_000,
      slipHelps: false,
      slip: 'referral',
    },
    ADULT,
  ),
  'coverage-slip-unverified': page(
    {
      name: 'coverage',
      place: placeOf('clinic-cardiology'),
      insured: { offered: true, reason: 'unverified-hub-away' },
      price: 200_000,
      slipHelps: true,
      slip: 're-examination',
    },
    ELDER,
  ),
  slip: page({ name: 'slip' }, ELDER),
  'type-slip': page({ name: 'type-slip', kind: 'referral' }, ELDER),
  'type-slip-expired': page({ name: 'type-slip', kind: 'referral', refused: 'expired' }, ELDER),
  'type-slip-used': page({ name: 'type-slip', kind: 're-examination', refused: 'used' }, ADULT),
  'type-slip-unknown': page({ name: 'type-slip', kind: 'referral', refused: 'unknown' }),
  'counter-referral-expired': page(
    { name: 'counter', reason: 'referral-expired', ticket: COUNTER_TICKET },
    { ...ELDER, ...FIRST_PAGE },
  ),
  issuing: page({ name: 'issuing' }, { ...ELDER, canGoBack: false }),
  'ticket-printing': page({ name: 'ticket', ticket: TICKET }, { ...ELDER, canGoBack: false }),
  'ticket-copy': page(
    { name: 'ticket', ticket: { ...TICKET, print: 'printed', copy: 'offered' } },
    { ...ELDER, canGoBack: false },
  ),
  'ticket-priority': page(
    { name: 'ticket', ticket: PRIORITY_TICKET },
    { ...ELDER, canGoBack: false },
  ),
  'ticket-self-pay': page(
    {
      name: 'ticket',
      ticket: {
        ...TICKET,
        payer: 'self-pay',
        print: 'printed',
        peopleAhead: 0,
        reprinted: true,
      },
    },
    { ...ADULT, canGoBack: false },
  ),
  'ticket-offline': page(
    {
      name: 'ticket',
      ticket: {
        label: 'PG-0102',
        numberClass: 'priority',
        priorityGroup: 'child-under-6',
        place: placeOf('clinic-paediatrics'),
        payer: 'insured',
        price: 150_000,
        offline: true,
        print: 'printed',
        reprinted: false,
      },
    },
    { ...CHILD, canGoBack: false, service: { ...BASE.service, hub: 'away' } },
  ),
  'ticket-uncertain': page(
    { name: 'ticket', ticket: { ...TICKET, print: 'uncertain' } },
    { ...ELDER, canGoBack: false },
  ),
  'ticket-failed': page(
    { name: 'ticket', ticket: { ...PRIORITY_TICKET, print: 'failed', offline: true } },
    { ...ELDER, canGoBack: false },
  ),
  'counter-no-document': page(
    { name: 'counter', reason: 'no-document', ticket: COUNTER_TICKET },
    FIRST_PAGE,
  ),
  'counter-card-not-authentic': page(
    { name: 'counter', reason: 'card-not-authentic', ticket: COUNTER_TICKET },
    { ...ADULT, ...FIRST_PAGE },
  ),
  'counter-card-expired': page(
    {
      name: 'counter',
      reason: 'card-expired',
      ticket: { ...COUNTER_TICKET, print: 'failed' },
    },
    { ...ADULT, ...FIRST_PAGE },
  ),
  'counter-emergency': page(
    {
      name: 'counter',
      reason: 'emergency',
      ticket: { ...COUNTER_TICKET, label: 'PQ-0003', numberClass: 'priority', print: 'printing' },
    },
    FIRST_PAGE,
  ),
  ...(Object.fromEntries(
    Object.entries(PAYMENT_PAGES).map(([id, step]) => [id, page(step, ADULT)]),
  ) as Readonly<Record<keyof typeof PAYMENT_PAGES, Snapshot>>),
  'welcome-payment': page(
    { name: 'welcome' },
    { ...FIRST_PAGE, service: { ...BASE.service, payment: true } },
  ),
  'ticket-payable': page(
    {
      name: 'ticket',
      ticket: {
        ...TICKET,
        payer: 'self-pay',
        print: 'printed',
        copy: 'offered',
        payable: true,
        payment: { state: 'due', amount: 200_000, isFirst: true },
      },
    },
    { ...ADULT, canGoBack: false },
  ),
  'ticket-paid': page(
    {
      name: 'ticket',
      ticket: {
        ...TICKET,
        payer: 'self-pay',
        print: 'printed',
        payment: { state: 'paid', amount: 200_000, isFirst: true },
      },
    },
    { ...ADULT, canGoBack: false },
  ),
  farewell: page({ name: 'farewell' }),
  'farewell-card-left': page({ name: 'farewell' }, { cardPresent: true }),
  'out-of-service': page({ name: 'out-of-service', place: COUNTER }, FIRST_PAGE),
  'not-enrolled': page(
    { name: 'out-of-service' },
    { ...FIRST_PAGE, joining: { state: 'not-enrolled', isBusy: false } },
  ),
  'not-enrolled-refused': page(
    { name: 'out-of-service' },
    {
      ...FIRST_PAGE,
      joining: { state: 'not-enrolled', isBusy: false, fault: 'enrolment-code-expired' },
    },
  ),
  'out-of-service-after-visit': page({ name: 'out-of-service' }),
  'idle-warning': page(
    confirm(ELDER_ROWS, { authenticity: 'valid', priorityGroup: 'aged-75-or-over' }),
    { ...ELDER, idle: { state: 'warning', secondsLeft: 24 } },
  ),
  'staff-calling': page({ name: 'identify', whose: 'own' }, { staffCall: 'calling' }),
  'staff-called': page({ name: 'identify', whose: 'own' }, { staffCall: 'called' }),
  'staff-unreachable': page({ name: 'identify', whose: 'own' }, { staffCall: 'unreachable' }),
});

export type SnapshotId = keyof typeof SNAPSHOTS;

export const SNAPSHOT_IDS = Object.keys(SNAPSHOTS) as SnapshotId[];
