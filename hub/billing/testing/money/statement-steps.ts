import { randomUUID } from 'node:crypto';
import { addDays, businessDayOf } from '../../../../core/scheduling/business-day.ts';
import {
  drawFrom,
  type ModelLine,
  type ModelPayment,
  type MoneyModel,
  type MoneyStep,
  pick,
  same,
} from './money-model.ts';

const HEAD = 'Ngày giao dịch,Số tham chiếu,Số tiền ghi nợ,Số tiền ghi có,Số dư,Mô tả';
/** Banks book around midnight and over weekends. */
const NEAR_DAYS = 4;

type Draw = (below: number) => number;

const newLine = (
  line: Pick<ModelLine, 'reference' | 'day' | 'amount' | 'narrative'>,
): ModelLine => ({
  ...line,
  isBrought: false,
  broughtAt: 0,
  lineId: '',
  isExplained: false,
});

const freshReference = (): string => `FT${randomUUID().slice(0, 13)}`;

/** One more line of the hospital's account: what was announced, what nobody told of, or what went. */
const drawnLine = (model: MoneyModel, draw: Draw, amount: number): ModelLine => {
  const day = addDays(model.today, -draw(3));
  const kind = draw(6);
  const announced = pick(
    model.payments.filter(({ inClearing }) => inClearing > 0),
    draw(10_000),
  );
  if (kind < 3 && announced !== undefined) {
    const { bankReference: reference, amount: came } = announced;
    return newLine({
      reference,
      day,
      amount: came,
      narrative: draw(2) === 0 ? 'CK' : announced.narrative,
    });
  }
  const reference = freshReference();
  if (kind === 5) {
    const refund = pick(
      model.refunds.filter(({ state }) => state === 'approved'),
      draw(10_000),
    );
    const went = refund !== undefined && draw(4) !== 0 ? refund.amount : 1 + draw(30_000);
    return newLine({ reference, day, amount: -went, narrative: 'HOAN TIEN' });
  }
  const narrative = model.narrativeOf({ which: draw(10_000), other: draw(10_000) });
  const came = model.amountFor(narrative, { other: draw(10_000), amount });
  return newLine({ reference, day, amount: came, narrative });
};

const rowOf = ({ day, reference, amount, narrative }: ModelLine): string => {
  const date = day.split('-').reverse().join('/');
  const [debit, credit] = amount < 0 ? [String(-amount), ''] : ['', String(amount)];
  return `${date},${reference},${debit},${credit},,"${narrative.replaceAll('"', '')}"`;
};

const isNear = (line: ModelLine, { paidAt }: ModelPayment): boolean => {
  const days = (Date.parse(line.day) - Date.parse(businessDayOf(paidAt))) / 86_400_000;
  return Math.abs(days) <= NEAR_DAYS;
};

/** The announced payment a line shows: by the bank's own number, else by a code, and only one. */
const shownBy = (
  model: MoneyModel,
  line: ModelLine,
  taken: ReadonlySet<ModelPayment>,
): ModelPayment | undefined => {
  const candidates = model.payments.filter(
    payment =>
      payment.inClearing > 0 &&
      payment.amount === line.amount &&
      !taken.has(payment) &&
      isNear(line, payment),
  );
  const byNumber = candidates.filter(({ bankReference }) => bankReference === line.reference);
  if (byNumber.length === 1) return byNumber[0];
  const codes = model.attemptsNamedIn(line.narrative);
  const byCode = candidates.filter(({ narrative }) =>
    model.attemptsNamedIn(narrative).some(attempt => codes.includes(attempt)),
  );
  return byCode.length === 1 ? byCode[0] : undefined;
};

/** Ids the import has given: what is called by them later is asked of the database. */
const idsOf = async (
  { database, account }: MoneyModel,
  lines: readonly ModelLine[],
): Promise<ReadonlyMap<string, { readonly lineId: string; readonly paymentId: string | null }>> => {
  const { rows } = await database.query<{ reference: string; lineId: string; paymentId: string }>(
    `select reference, line_id as "lineId", payment_id as "paymentId" from bank_line
     where account = $1 and reference in (select value from jsonb_array_elements_text($2::jsonb))`,
    [account, JSON.stringify(lines.map(({ reference }) => reference))],
  );
  return new Map(rows.map(row => [row.reference, row]));
};

/** A file with some new lines, and some that were shown before. */
const bring: MoneyStep = async (model, hub, { which, other, amount }) => {
  const draw = drawFrom(which * 10_007 + other);
  const file = new Map<string, ModelLine>();
  for (let left = draw(5); left >= 0; left -= 1) {
    const old = draw(4) === 0 ? pick(model.lines, draw(10_000)) : undefined;
    const line = old ?? drawnLine(model, draw, amount);
    const known = model.lines.find(({ reference }) => reference === line.reference);
    file.set(line.reference, known ?? line);
  }
  const lines = [...file.values()];
  const fresh = lines.filter(({ isBrought }) => !isBrought);
  const content = [HEAD, ...lines.map(rowOf)].join('\n');
  const report = await hub.bringStatement(content, model.account, 'desk:lan');

  const ids = await idsOf(model, fresh);
  const taken = new Set<ModelPayment>();
  const unannounced: ModelLine[] = [];
  for (const line of fresh) {
    line.isBrought = true;
    line.broughtAt = model.clock.now();
    line.lineId = ids.get(line.reference)?.lineId ?? '';
    model.lines.push(line);
    const payment = line.amount > 0 ? shownBy(model, line, taken) : undefined;
    if (payment !== undefined) taken.add(payment);
    else if (line.amount > 0) unannounced.push(line);
    else model.move('outgoing', -line.amount, line.day);
    model.move(model.bank, payment === undefined && line.amount > 0 ? 0 : line.amount, line.day);
    if (payment !== undefined) {
      payment.inClearing = 0;
      model.move(model.clearing, -line.amount, line.day);
    }
  }
  const received = unannounced.map(line =>
    model.receive(
      {
        paymentId: ids.get(line.reference)?.paymentId ?? '',
        bankReference: line.reference,
        narrative: line.narrative,
        amount: line.amount,
        paidAt: Date.parse(`${line.day}T12:00:00+07:00`),
      },
      model.bank,
    ),
  );
  // Whoever lost the answer and brings the file again hears that nothing in it is new.
  if (report.fresh === 0) return;
  const waiting = received.filter(({ unallocated }) => unallocated > 0).length;
  same(
    'the report of an import',
    [report.fresh, report.announced, report.settled, report.waiting, report.outgoing],
    [
      fresh.length,
      taken.size,
      received.length - waiting,
      waiting,
      fresh.filter(({ amount: moved }) => moved < 0).length,
    ],
  );
};

export const STATEMENT_STEPS = { 'bring-statement': bring };
