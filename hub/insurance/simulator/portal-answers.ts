import { nameKey } from '../../../core/identity/person-name.ts';
import { parseSlashDate } from '../../../core/identity/partial-date.ts';
import { portalDate } from '../portal-messages.ts';
import { type InsuredPerson, type RegisteredCard } from './portal-cards.ts';

/** What a look-up says, as it came. */
export interface Asked {
  readonly maThe: string;
  readonly hoTen: string;
  readonly ngaySinh: string;
  readonly hoTenCb: string;
  readonly cccdCb: string;
}

export interface Officer {
  readonly name: string;
  readonly citizenNumber: string;
}

/** Provinces are 01 to 99; the third character is 1 to 5. */
const formCode = (number: string): string | undefined => {
  if (/^\d{10}$|^\d{12}$/.test(number)) return undefined;
  if (!/^[A-Z]{2}[0-9A-Z]\d{12}$/.test(number)) return '051';
  if (!/^[1-5]$/.test(number.charAt(2))) return '053';
  return number.slice(3, 5) === '00' ? '052' : undefined;
};

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map(word => nameKey(word).charAt(0))
    .join('');

const isNumberOf = ({ card, newCard, citizenNumber }: InsuredPerson, number: string): boolean =>
  number === citizenNumber ||
  [card, newCard].some(
    one => one !== undefined && [one.number, one.number.slice(-10)].includes(number),
  );

const cardMembers = (card: RegisteredCard | undefined, suffix: '' | 'Moi') => ({
  [`maThe${suffix}`]: card?.number ?? null,
  [`gtTheTu${suffix}`]: card === undefined ? null : portalDate(card.validFrom),
  [`gtTheDen${suffix}`]: card?.validTo === undefined ? null : portalDate(card.validTo),
  [`maDKBD${suffix}`]: card?.facility ?? null,
});

const GENDERS: Readonly<Record<string, string>> = { male: 'Nam', female: 'Nữ' };

const NO_CARD = {
  ...cardMembers(undefined, ''),
  ...cardMembers(undefined, 'Moi'),
  hoTen: null,
  ngaySinh: null,
  gioiTinh: null,
  diaChi: null,
  cqBHXH: null,
  maKV: null,
  ngayDu5Nam: null,
  maSoBHXH: null,
  maTheCu: null,
  tenDKBDMoi: null,
  // The history has a service of its own since 2025: here it comes empty.
  dsLichSuKCB2018: null,
  dsLichSuKT2018: null,
};

const answer = (maKetQua: string, members: object = {}) => ({
  maKetQua,
  ghiChu: `Kết quả ${maKetQua}`,
  ...NO_CARD,
  ...members,
});

const personMembers = (person: InsuredPerson) => ({
  ...cardMembers(person.card, ''),
  ...cardMembers(person.newCard, 'Moi'),
  hoTen: person.name,
  ngaySinh: portalDate(person.birthDate),
  gioiTinh: GENDERS[person.gender] ?? null,
  diaChi: 'Địa chỉ thử nghiệm',
  cqBHXH: 'Bảo hiểm xã hội thử nghiệm',
  maKV: person.livingArea ?? '',
  ngayDu5Nam: person.fiveYearsFrom === undefined ? null : portalDate(person.fiveYearsFrom),
  maSoBHXH: person.card.number.slice(-10),
});

/** Codes that say something about a card which the register holds. */
const WITH_CARD = new Set([
  '000',
  '001',
  '002',
  '003',
  '003.1',
  '004',
  '010',
  '110',
  '120',
  '121',
  '122',
  '123',
  '124',
]);

/** What the register says; every check in the order of the portal's own list. */
export const answerTo = (
  asked: Asked,
  people: readonly InsuredPerson[],
  officer: Officer,
): Readonly<Record<string, unknown>> => {
  const birthDate = parseSlashDate(asked.ngaySinh);
  if (asked.maThe === '' || asked.hoTen === '' || birthDate === undefined) return answer('205');
  if (asked.cccdCb !== officer.citizenNumber) return answer('054');
  if (nameKey(asked.hoTenCb) !== nameKey(officer.name)) return answer('055');
  const malformed = formCode(asked.maThe);
  if (malformed !== undefined) return answer(malformed);
  const person = people.find(one => isNumberOf(one, asked.maThe));
  if (person === undefined) return answer('050');
  if (nameKey(person.name) !== nameKey(asked.hoTen)) {
    return answer(initials(person.name) === initials(asked.hoTen) ? '061' : '060');
  }
  const agrees = person.birthDate.startsWith(birthDate) || birthDate.startsWith(person.birthDate);
  if (!agrees) return answer('070');
  return answer(person.code, WITH_CARD.has(person.code) ? personMembers(person) : {});
};

/** The same with dates that cannot be. */
export const withWrongDates = (
  members: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => ({
  ...members,
  gtTheTu: '31/02/2026',
  gtTheDen: '2026-13-45T00:00',
  gtTheTuMoi: '00/00/0000',
  ngayDu5Nam: 'không rõ',
});
