import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import {
  countLines,
  type RefusedLine,
  type StatementReading,
  type UncountedLine,
} from '../../core/statement/statement.ts';

/**
 * ISO 20022 camt.053 (BankToCustomerStatement), versions 02 to 08 as far as banks fill them. Values stay
 * text until they are checked: a parser that makes numbers loses leading zeros and precision.
 */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  removeNSPrefix: true,
  processEntities: true,
  isArray: name => ['Stmt', 'Ntry', 'Bal', 'TxDtls', 'Ustrd', 'NtryDtls', 'Strd'].includes(name),
});

const text = z.union([
  z.string(),
  z.object({ '#text': z.string() }).transform(node => node['#text']),
]);
const amount = z.object({ '#text': z.string(), '@Ccy': z.string() });
const day = z.object({ Dt: z.string().optional(), DtTm: z.string().optional() });

const transaction = z.object({
  Refs: z.object({ AcctSvcrRef: text.optional(), EndToEndId: text.optional() }).optional(),
  RmtInf: z
    .object({ Ustrd: z.array(text).optional() })
    .or(z.literal(''))
    .optional(),
});

const entry = z.object({
  Amt: amount,
  CdtDbtInd: z.enum(['CRDT', 'DBIT']),
  RvslInd: z.string().optional(),
  BookgDt: day.optional(),
  ValDt: day.optional(),
  AcctSvcrRef: text.optional(),
  NtryRef: text.optional(),
  AddtlNtryInf: text.optional(),
  NtryDtls: z
    .array(z.object({ TxDtls: z.array(transaction).optional() }).or(z.literal('')))
    .optional(),
});

const balance = z.object({
  Tp: z.object({ CdOrPrtry: z.object({ Cd: z.string().optional() }) }),
  Amt: amount,
  CdtDbtInd: z.enum(['CRDT', 'DBIT']),
});

const statement = z.object({
  Acct: z.object({
    Id: z.object({ IBAN: text.optional(), Othr: z.object({ Id: text }).optional() }),
  }),
  Bal: z.array(balance).default([]),
  Ntry: z.array(z.unknown()).default([]),
});

const documentSchema = z.object({
  Document: z.object({ BkToCstmrStmt: z.object({ Stmt: z.array(statement).min(1) }) }),
});

/** `150000`, `150000.00`: ISO 20022 has a point and no grouping. */
const dong = (printed: string): number | undefined => {
  const [, whole] = /^(\d{1,15})(?:\.0{1,5})?$/.exec(printed.trim()) ?? [];
  return whole === undefined ? undefined : Number(whole);
};

const isDay = (value: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString().startsWith(value);

/** Local, as the bank says it: a time with an offset is already in the bank's own. */
const bookedIn = (one: z.infer<typeof entry>): { day: string; time?: string } | undefined => {
  const date = one.BookgDt ?? one.ValDt;
  const said = date?.DtTm ?? date?.Dt ?? '';
  const booked = said.slice(0, 10);
  if (!isDay(booked)) return undefined;
  const time = /T(\d{2}:\d{2}:\d{2})/.exec(said)?.[1];
  return { day: booked, ...(time === undefined ? {} : { time }) };
};

const lineOf = (node: unknown, at: number): UncountedLine | RefusedLine => {
  const read = entry.safeParse(node);
  if (!read.success) return { at, why: 'amount-unreadable' };
  const one = read.data;
  if (one.Amt['@Ccy'] !== 'VND') return { at, why: 'currency-not-dong' };
  const booked = bookedIn(one);
  if (booked === undefined) return { at, why: 'date-unreadable' };
  const value = dong(one.Amt['#text']);
  if (value === undefined) return { at, why: 'amount-unreadable' };
  if (value === 0) return { at, why: 'amount-missing' };
  const details = (one.NtryDtls ?? []).flatMap(node_ => (node_ === '' ? [] : (node_.TxDtls ?? [])));
  const said = details.flatMap(({ RmtInf }) =>
    RmtInf === undefined || RmtInf === '' ? [] : (RmtInf.Ustrd ?? []),
  );
  const isReversed = one.RvslInd === 'true';
  const came = (one.CdtDbtInd === 'CRDT') !== isReversed;
  return {
    ...booked,
    amount: came ? value : -value,
    reference: one.AcctSvcrRef ?? details[0]?.Refs?.AcctSvcrRef ?? one.NtryRef ?? '',
    narrative: [...said, one.AddtlNtryInf ?? ''].join(' ').replace(/\s+/g, ' ').trim(),
    at,
  };
};

type Told = z.infer<typeof statement>;

const balanceOf = (told: Told | undefined, code: string): number | undefined => {
  const found = told?.Bal.find(({ Tp }) => Tp.CdOrPrtry.Cd === code);
  const value = found === undefined ? undefined : dong(found.Amt['#text']);
  return value === undefined ? undefined : found?.CdtDbtInd === 'DBIT' ? -value : value;
};

const parsed = (xml: string): unknown => {
  try {
    return parser.parse(xml) as unknown;
  } catch {
    return undefined;
  }
};

const accountOf = ({ Acct }: Told): string => Acct.Id.Othr?.Id ?? Acct.Id.IBAN ?? '';

/** Takes any text. Several statements of one account in a file are one. */
export const readCamt053 = (xml: string): StatementReading => {
  const read = documentSchema.safeParse(parsed(xml));
  if (!read.success) return { outcome: 'refused', why: 'unreadable' };
  const told = read.data.Document.BkToCstmrStmt.Stmt;
  const accounts = new Set(told.map(accountOf));
  if (accounts.size > 1) return { outcome: 'refused', why: 'several-accounts' };
  const nodes = told.flatMap(({ Ntry }) => Ntry).map((node, index) => lineOf(node, index + 1));
  if (nodes.length === 0) return { outcome: 'refused', why: 'empty' };
  const [opening, closing] = [balanceOf(told[0], 'OPBD'), balanceOf(told.at(-1), 'CLBD')];
  return {
    outcome: 'read',
    statement: {
      account: [...accounts][0] ?? '',
      ...(opening === undefined ? {} : { opening }),
      ...(closing === undefined ? {} : { closing }),
      lines: countLines(nodes.flatMap(node => ('why' in node ? [] : [node]))),
      refused: nodes.flatMap(node => ('why' in node ? [node] : [])),
    },
  };
};
