import { createHash } from 'node:crypto';
import { z } from 'zod';
import { jsonIn } from '../../core/contract/json-text.ts';
import { type Gender, type PartialDate } from '../../core/contract/primitives.ts';
import { parseInsuranceNumber } from '../../core/coverage/insurance-number.ts';
import { parseSlashDate } from '../../core/identity/partial-date.ts';

/**
 * The insurer's look-up portal at the bytes: `POST /api/token/take` and
 * `POST /api/egw/KQNhanLichSuKCB2024`. What comes back may be anything; nothing here throws.
 */

/** Who is asked about. */
export interface PortalQuestion {
  /** maThe: 15-character card, 10-digit BHXH number, or the 12-digit citizen number. */
  readonly number: string;
  readonly name: string;
  readonly birthDate: PartialDate;
}

/** An officer of the hospital whom the insurer has registered for look-ups. */
export interface PortalOfficer {
  readonly name: string;
  readonly citizenNumber: string;
}

export interface PortalToken {
  readonly accessToken: string;
  readonly idToken: string;
  /** Milliseconds since 1970; undefined where the portal's date cannot be read. */
  readonly expiresAt: number | undefined;
}

export type TokenAnswer =
  | { readonly answer: 'token'; readonly token: PortalToken }
  | { readonly answer: 'refused'; readonly code: string }
  | { readonly answer: 'unreadable' };

/** A card as the portal describes it, as far as it can be read. */
export interface PortalCard {
  readonly cardNumber?: string;
  readonly registeredFacility?: string;
  readonly validFrom?: PartialDate;
  readonly validTo?: PartialDate;
}

export interface PortalAnswer {
  /** maKetQua. */
  readonly code: string;
  readonly card: PortalCard;
  /** maTheMoi and what goes with it. */
  readonly newCard: PortalCard;
  readonly previousCardNumber?: string;
  readonly name?: string;
  readonly birthDate?: PartialDate;
  readonly gender?: Gender;
  readonly fiveYearsFrom?: PartialDate;
  /** Members that say something that cannot be. */
  readonly garbled: readonly string[];
}

/** MD5 in upper-case hex of the password, as the portal wants it in every request. */
export const portalPassword = (password: string): string =>
  createHash('md5').update(password, 'utf8').digest('hex').toUpperCase();

export const tokenBody = (username: string, passwordDigest: string): string =>
  new URLSearchParams({ username, password: passwordDigest }).toString();

/** The address holds the secrets of the account: it is never logged. */
export const lookUpUrl = (
  baseUrl: string,
  token: PortalToken,
  username: string,
  passwordDigest: string,
): string => {
  const query = new URLSearchParams({
    token: token.accessToken,
    id_token: token.idToken,
    username,
    password: passwordDigest,
  });
  return `${baseUrl}/api/egw/KQNhanLichSuKCB2024?${query.toString()}`;
};

/** `23/11/2026`, `11/2026` or `2026`, with the precision that is known. */
export const portalDate = (date: PartialDate): string => date.split('-').reverse().join('/');

/** The members of a look-up, in the portal's names. */
export const lookUpMembers = (question: PortalQuestion, officer: PortalOfficer) => ({
  maThe: question.number,
  hoTen: question.name.normalize('NFC'),
  ngaySinh: portalDate(question.birthDate),
  hoTenCb: officer.name.normalize('NFC'),
  cccdCb: officer.citizenNumber,
});

/** Codes come as text, and from some gateways as a number: `0` is `000`. */
const codeSchema = z
  .union([z.string().trim().min(1).max(10), z.int().min(0).max(999)])
  .transform(code => (typeof code === 'number' ? String(code).padStart(3, '0') : code));

const tokenSchema = z.looseObject({
  maKetQua: codeSchema,
  APIKey: z
    .looseObject({
      access_token: z.string().min(1),
      id_token: z.string().min(1),
      expires_in: z.unknown().optional(),
    })
    .nullish(),
});

/** An absolute time in UTC; the portal writes seven decimals and `Z`, some gateways neither. */
const momentOf = (value: unknown): number | undefined => {
  if (typeof value !== 'string') return undefined;
  const match =
    /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})?$/.exec(
      value.trim(),
    );
  if (!match) return undefined;
  const [, day = '', time = '', fraction = '0', zone = 'Z'] = match;
  const moment = Date.parse(`${day}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}${zone}`);
  return Number.isNaN(moment) ? undefined : moment;
};

export const parseTokenAnswer = (text: string): TokenAnswer => {
  const parsed = tokenSchema.safeParse(jsonIn(text));
  if (!parsed.success) return { answer: 'unreadable' };
  const { maKetQua, APIKey } = parsed.data;
  if (APIKey === null || APIKey === undefined) {
    return maKetQua === '200' ? { answer: 'unreadable' } : { answer: 'refused', code: maKetQua };
  }
  const { access_token: accessToken, id_token: idToken, expires_in: expires } = APIKey;
  return { answer: 'token', token: { accessToken, idToken, expiresAt: momentOf(expires) } };
};

const GENDERS: ReadonlyMap<string, Gender> = new Map([
  ['nam', 'male'],
  ['nữ', 'female'],
  ['1', 'male'],
  ['2', 'female'],
]);

/** A member as text; absent, null and blank are not said. */
const said = (members: Readonly<Record<string, unknown>>, name: string): string | undefined => {
  const value = members[name];
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string') return undefined;
  const trimmed = text.trim();
  return trimmed === '' ? undefined : trimmed;
};

interface Reader {
  read<T>(name: string, parse: (text: string) => T | undefined): T | undefined;
  readonly garbled: readonly string[];
}

/** Reads members one by one and keeps the names of those that say what cannot be. */
const readerOf = (members: Readonly<Record<string, unknown>>): Reader => {
  const garbled: string[] = [];
  return {
    garbled,
    read(name, parse) {
      const text = said(members, name);
      if (text === undefined) return undefined;
      const value = parse(text);
      if (value === undefined) garbled.push(name);
      return value;
    },
  };
};

const facilityOf = (text: string): string | undefined => (/^\d{5}$/.test(text) ? text : undefined);
const nameOf = (text: string): string | undefined =>
  text.length <= 255 ? text.normalize('NFC') : undefined;
const cardOf = (text: string): string | undefined => parseInsuranceNumber(text)?.number;

const defined = <T extends object>(members: T): Partial<{ [K in keyof T]: NonNullable<T[K]> }> =>
  Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as Partial<{ [K in keyof T]: NonNullable<T[K]> }>;

const CARD = ['maThe', 'maDKBD', 'gtTheTu', 'gtTheDen'] as const;
const NEW_CARD = ['maTheMoi', 'maDKBDMoi', 'gtTheTuMoi', 'gtTheDenMoi'] as const;

const readCard = (
  reader: Reader,
  [number, facility, from, to]: typeof CARD | typeof NEW_CARD,
): PortalCard =>
  defined({
    cardNumber: reader.read(number, cardOf),
    registeredFacility: reader.read(facility, facilityOf),
    validFrom: reader.read(from, parseSlashDate),
    validTo: reader.read(to, parseSlashDate),
  });

const isBackwards = ({ validFrom, validTo }: PortalCard): boolean =>
  validFrom !== undefined && validTo !== undefined && validTo < validFrom;

/** Any text at all; undefined where it is no answer of the portal. */
export const parsePortalAnswer = (text: string): PortalAnswer | undefined => {
  const parsed = z.looseObject({ maKetQua: codeSchema }).safeParse(jsonIn(text));
  if (!parsed.success) return undefined;
  const reader = readerOf(parsed.data);
  const card = readCard(reader, CARD);
  const newCard = readCard(reader, NEW_CARD);
  const rest = defined({
    previousCardNumber: reader.read('maTheCu', cardOf),
    name: reader.read('hoTen', nameOf),
    birthDate: reader.read('ngaySinh', parseSlashDate),
    gender: reader.read('gioiTinh', one => GENDERS.get(one.toLowerCase())),
    fiveYearsFrom: reader.read('ngayDu5Nam', parseSlashDate),
  });
  const backwards = isBackwards(card) || isBackwards(newCard) ? ['period'] : [];
  return {
    code: parsed.data.maKetQua,
    card,
    newCard,
    ...rest,
    garbled: [...reader.garbled, ...backwards],
  };
};
