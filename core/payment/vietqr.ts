import { type EmvcoFields, field, readFields } from './emvco-fields.ts';
import { type PayloadRefusal, payloadOf, readPayload } from './emvco-payload.ts';

/**
 * VietQR: the profile of EMVCo merchant-presented codes that Vietnam's banks read (NAPAS 1.5.2).
 * The codec is strict both ways, since a code that is read loosely sends money somewhere else.
 */

/** What the receiving number is: how NAPAS routes the transfer. */
export const VIETQR_SERVICES = {
  account: 'QRIBFTTA',
  card: 'QRIBFTTC',
  merchant: 'QRPUSH',
  cash: 'QRCASH',
} as const;
export type VietQrService = keyof typeof VIETQR_SERVICES;

export interface VietQr {
  /** `static` may be paid many times, `dynamic` is made for one payment. */
  readonly use: 'static' | 'dynamic';
  /** Six digits: which bank. */
  readonly bankBin: string;
  /** Account, card or merchant number, 1 to 19 letters and digits. */
  readonly account: string;
  /** NAPAS leaves it out where the bank decides by itself. */
  readonly service?: VietQrService;
  /** Whole đồng. */
  readonly amount?: number;
  /** ISO 18245. */
  readonly merchantCategory?: string;
  readonly merchantName?: string;
  readonly merchantCity?: string;
  readonly postalCode?: string;
  readonly billNumber?: string;
  readonly mobileNumber?: string;
  readonly storeLabel?: string;
  readonly reference?: string;
  readonly terminal?: string;
  /** What the transfer says; banks show and forward it. */
  readonly purpose?: string;
}

export type VietQrRefusal =
  | PayloadRefusal
  | 'not-vietqr'
  | 'use-unknown'
  | 'bank-invalid'
  | 'account-invalid'
  | 'service-unknown'
  | 'currency-not-dong'
  | 'country-not-vietnam'
  | 'amount-invalid'
  | 'field-too-long'
  | 'field-invalid';

export type VietQrReading =
  | { readonly outcome: 'read'; readonly code: VietQr }
  | { readonly outcome: 'refused'; readonly why: VietQrRefusal; readonly field: string };

const NAPAS = 'A000000727';
const DONG = '704';
const USES = { static: '11', dynamic: '12' } as const;

type TextName = Exclude<keyof VietQr, 'use' | 'bankBin' | 'account' | 'service' | 'amount'>;

interface TextField {
  readonly id: string;
  readonly name: TextName;
  readonly pattern: RegExp;
  /** Characters. */
  readonly longest: number;
}

const text = (id: string, name: TextName, longest: number, pattern = /^.+$/su): TextField => ({
  id,
  name,
  longest,
  pattern,
});

const CATEGORY: readonly TextField[] = [text('52', 'merchantCategory', 4, /^\d{4}$/)];
const MERCHANT: readonly TextField[] = [
  text('59', 'merchantName', 25),
  text('60', 'merchantCity', 15),
  text('61', 'postalCode', 10),
];
/** Within the template of additional data, ID 62. */
const ADDITIONAL: readonly TextField[] = [
  text('01', 'billNumber', 25),
  text('02', 'mobileNumber', 25),
  text('03', 'storeLabel', 25),
  text('05', 'reference', 25),
  text('07', 'terminal', 25),
  text('08', 'purpose', 25),
];

const PATTERNS = {
  bankBin: /^\d{6}$/,
  account: /^[0-9A-Za-z]{1,19}$/,
  amount: /^[1-9]\d{0,12}$/,
  /** All that every bank's system lets through unchanged. */
  sentPurpose: /^[A-Z0-9 ]{1,25}$/,
  /** Names travel without diacritics, for the same reason. */
  sentText: /^[\x20-\x7E]+$/,
} as const;

class Refusal extends Error {
  readonly why: VietQrRefusal;
  readonly field: string;
  constructor(why: VietQrRefusal, at: string) {
    super(why);
    this.why = why;
    this.field = at;
  }
}

const fieldsOf = (content: string, inside: string): EmvcoFields => {
  const reading = readFields(content);
  if (reading.outcome === 'refused') throw new Refusal(reading.why, inside);
  return reading.fields;
};

const matching = (
  value: string | undefined,
  pattern: RegExp,
  why: VietQrRefusal,
  at: string,
): string => {
  if (value === undefined || !pattern.test(value)) throw new Refusal(why, at);
  return value;
};

const textsIn = (
  fields: EmvcoFields,
  texts: readonly TextField[],
  inside = '',
): Partial<Record<TextName, string>> =>
  Object.fromEntries(
    texts.flatMap(({ id, name, pattern, longest }) => {
      const value = fields.get(id);
      if (value === undefined) return [];
      if (Array.from(value).length > longest) throw new Refusal('field-too-long', inside + id);
      if (!pattern.test(value)) throw new Refusal('field-invalid', inside + id);
      return [[name, value]];
    }),
  );

const beneficiaryIn = (template: string): Pick<VietQr, 'bankBin' | 'account' | 'service'> => {
  const fields = fieldsOf(template, '38');
  if (fields.get('00') !== NAPAS) throw new Refusal('not-vietqr', '38.00');
  const beneficiary = fieldsOf(fields.get('01') ?? '', '38.01');
  const bankBin = matching(beneficiary.get('00'), PATTERNS.bankBin, 'bank-invalid', '38.01.00');
  const account = matching(beneficiary.get('01'), PATTERNS.account, 'account-invalid', '38.01.01');
  if (beneficiary.size > 2) throw new Refusal('field-invalid', '38.01');
  const service = serviceIn(fields.get('02'));
  return { bankBin, account, ...(service === undefined ? {} : { service }) };
};

const SERVICE_BY_CODE: ReadonlyMap<string, VietQrService> = new Map(
  (Object.keys(VIETQR_SERVICES) as VietQrService[]).map(name => [VIETQR_SERVICES[name], name]),
);

const serviceIn = (code: string | undefined): VietQrService | undefined => {
  if (code === undefined) return undefined;
  const service = SERVICE_BY_CODE.get(code);
  if (service === undefined) throw new Refusal('service-unknown', '38.02');
  return service;
};

const codeIn = (fields: EmvcoFields): VietQr => {
  const template = fields.get('38');
  if (template === undefined) throw new Refusal('not-vietqr', '38');
  const beneficiary = beneficiaryIn(template);
  const use = fields.get('01');
  if (use !== USES.static && use !== USES.dynamic) throw new Refusal('use-unknown', '01');
  if (fields.get('53') !== DONG) throw new Refusal('currency-not-dong', '53');
  if (fields.get('58') !== 'VN') throw new Refusal('country-not-vietnam', '58');
  const amount = fields.get('54');
  return {
    use: use === USES.static ? 'static' : 'dynamic',
    ...beneficiary,
    ...(amount === undefined
      ? {}
      : { amount: Number(matching(amount, PATTERNS.amount, 'amount-invalid', '54')) }),
    ...textsIn(fields, [...CATEGORY, ...MERCHANT]),
    ...textsIn(fieldsOf(fields.get('62') ?? '', '62'), ADDITIONAL, '62.'),
  };
};

/** Only a code that is right from the first character to the last is read. Takes any text. */
export const decodeVietQr = (payload: string): VietQrReading => {
  const reading = readPayload(payload);
  if (reading.outcome === 'refused') return reading;
  try {
    return { outcome: 'read', code: codeIn(reading.fields) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { outcome: 'refused', why: error.why, field: error.field };
  }
};

const sent = (value: string, pattern: RegExp, name: string): string => {
  if (!pattern.test(value)) throw new RangeError(`${name} cannot be put into a VietQR code`);
  return value;
};

const sentTexts = (code: VietQr, texts: readonly TextField[]): string =>
  texts
    .map(({ id, name, pattern, longest }) => {
      const value = code[name];
      if (value === undefined) return '';
      sent(value, name === 'purpose' ? PATTERNS.sentPurpose : PATTERNS.sentText, name);
      if (value.length > longest) throw new RangeError(`${name} is over ${longest} characters`);
      return field(id, sent(value, pattern, name));
    })
    .join('');

/**
 * The text of a code.
 * @throws RangeError where a value breaks a limit of the profile: nothing is cut to fit.
 */
export const encodeVietQr = (code: VietQr): string => {
  const amount = code.amount?.toFixed(0);
  if (amount !== undefined && Number(amount) !== code.amount) {
    throw new RangeError('amount cannot be put into a VietQR code');
  }
  const beneficiary =
    field('00', sent(code.bankBin, PATTERNS.bankBin, 'bankBin')) +
    field('01', sent(code.account, PATTERNS.account, 'account'));
  const service = code.service === undefined ? undefined : VIETQR_SERVICES[code.service];
  return payloadOf(
    field('01', USES[code.use]) +
      field('38', field('00', NAPAS) + field('01', beneficiary) + field('02', service)) +
      sentTexts(code, CATEGORY) +
      field('53', DONG) +
      field('54', amount === undefined ? undefined : sent(amount, PATTERNS.amount, 'amount')) +
      field('58', 'VN') +
      sentTexts(code, MERCHANT) +
      field('62', sentTexts(code, ADDITIONAL)),
  );
};
