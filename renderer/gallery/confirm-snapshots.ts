import type { PersonRow, StepView } from '../../core/contract/kiosk.ts';
import { page, ELDER, ADULT, CHILD, named } from './snapshot-parts.ts';

/** The page that asks whether this is the person. */

const row = (
  field: PersonRow['field'],
  value: string,
  source: PersonRow['source'],
  flags: PersonRow['flags'] = [],
): PersonRow => ({ field, value, source, flags });

export const ELDER_ROWS: PersonRow[] = [
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

export const confirm = (
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

export const CONFIRM_PAGES = named({
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
});
