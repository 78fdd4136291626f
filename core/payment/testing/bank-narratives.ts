/**
 * What becomes of a transfer's purpose on its way: shapes seen in the statements and notices of
 * Vietnamese banks and wallets. Each takes the purpose and a source of whole numbers below a bound,
 * and gives what the hospital is told. All numbers and names are made up.
 */

type Draw = (below: number) => number;
type Narrative = (purpose: string, draw: Draw) => string;

const digits = (count: number, draw: Draw): string =>
  Array.from({ length: count }, () => draw(10)).join('');

/** Breaks a text at a place of its own, as lines of fixed width do. */
const broken = (text: string, at: number, between: string): string =>
  text.slice(0, at) + between + text.slice(at);

const inside = (text: string, draw: Draw): number => 1 + draw(Math.max(1, text.length - 1));

export const BANK_NARRATIVES = {
  'as it was sent': purpose => purpose,
  'in lower case': purpose => purpose.toLowerCase(),
  'behind a mobile bank prefix': (purpose, draw) =>
    `MBVCB.${digits(10, draw)}.${digits(6, draw)}.${purpose}.CT tu ${digits(10, draw)} NGUYEN VAN MAU toi ${digits(10, draw)} BENH VIEN`,
  'behind a wallet': (purpose, draw) =>
    `${digits(12, draw)}-${purpose}-CHUYEN TIEN-OQCH${digits(8, draw)}-MOMO${digits(11, draw)}MOMO`,
  'behind a customer mark': (purpose, draw) =>
    `CUSTOMER MBCT ${purpose} ${draw(0xffffff).toString(16)}/${digits(6, draw)}`,
  'as a remark': (purpose, draw) => `SHGD:${digits(14, draw)};Remark:${purpose}`,
  'between date and trace': (purpose, draw) =>
    `${digits(6, draw)}.${digits(6, draw)}.${digits(6, draw)}.${purpose} FT${digits(14, draw)}`,
  'glued to what stands before': (purpose, draw) => `IBFT${digits(4, draw)}${purpose}`,
  'glued to what comes after': (purpose, draw) => `${purpose}GD${digits(6, draw)}`,
  'with a space in the middle': (purpose, draw) => broken(purpose, inside(purpose, draw), ' '),
  'with a line break in the middle': (purpose, draw) =>
    `QR - ${broken(purpose, inside(purpose, draw), '\n')} - ${digits(8, draw)}`,
  'with a wrapped line and its indent': (purpose, draw) =>
    `CHUYEN KHOAN ${broken(purpose, inside(purpose, draw), '\r\n   ')}`,
  'with a dash in the middle': (purpose, draw) => broken(purpose, inside(purpose, draw), '-'),
  'with every character apart': purpose => Array.from(purpose).join(' '),
  'with a greeting in Vietnamese': purpose => `Đóng viện phí đợt này ạ ${purpose} cảm ơn bệnh viện`,
  'behind the code of a payment service': (purpose, draw) =>
    `CS${draw(0xfffffff).toString(36).toUpperCase()} ${purpose}`,
  'twice, as note and as remark': purpose => `${purpose}; ND: ${purpose.toLowerCase()}`,
} as const satisfies Record<string, Narrative>;

export type BankNarrative = keyof typeof BANK_NARRATIVES;

/** Purposes that hold no code of ours and try to look as if: numbers, letters, and halves of codes. */
export const FOREIGN_NARRATIVES: readonly Narrative[] = [
  (_, draw) => `KCB ${digits(6, draw)}`,
  (_, draw) => `CK${digits(9, draw)} KC${digits(9, draw)}`,
  (purpose, draw) => purpose.slice(0, 3 + draw(purpose.length - 3)),
  (purpose, draw) => purpose.slice(1 + draw(purpose.length - 1)),
  (_, draw) =>
    `KC${draw(2 ** 30)
      .toString(36)
      .toUpperCase()}${draw(2 ** 30)
      .toString(36)
      .toUpperCase()}`,
  (_, draw) => `THANH TOAN KHAM CHUA BENH BAC SI KC ${digits(12, draw)}`,
];
