import { randomInt, randomUUID } from 'node:crypto';
import QRCode from 'qrcode';
import { REFERENCE_CODES, referenceCode } from '../../core/payment/reference-code.ts';
import { encodeVietQr } from '../../core/payment/vietqr.ts';
import { importStatement } from '../../hub/bank-statements/statement-import.ts';
import { createBilling } from '../../hub/billing/billing.ts';
import { createNoticeDesk } from '../../hub/billing/notice-desk.ts';
import { sepay } from '../../hub/payment-providers/sepay/sepay.ts';
import { timeOrderedIds } from '../../hub/ports/random-ids.ts';
import { systemClock } from '../../hub/ports/system-clock.ts';
import { type Database } from '../../hub/storage/database.ts';
import { migrate } from '../../hub/storage/migrations.ts';
import { openPostgresServer } from '../../hub/storage/postgres-server.ts';
import { postgresBinaries, startPostgres } from '../../hub/storage/testing/postgres-for-tests.ts';
import { interleaved } from './interleave.ts';
import { type Figure, figure, type Measurement } from './measurement.ts';
import { paymentsOnScreen } from './payment-on-screen.ts';
import { pairedRatios } from './statistics.ts';

const ids = timeOrderedIds(systemClock);
const draw = (): number => randomInt(REFERENCE_CODES);
const TO = { bankBin: '970436', account: '1017595600', accountName: 'BENH VIEN MINH AN' } as const;

const perSecond = async (count: number, inFlight: number, one: () => Promise<unknown>) => {
  const startedAt = performance.now();
  let left = count;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await one();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return (count * 1000) / (performance.now() - startedAt);
};

/** Bills with a code on a screen each. @returns their references. */
const shownBills = async (database: Database, count: number, amount: number) => {
  const billing = createBilling(database, systemClock, draw);
  const references: string[] = [];
  for (let made = 0; made < count; made += 1) {
    const billId = randomUUID();
    await billing.raiseBill({ billId, amount }, 'bench');
    const expiresAt = new Date(Date.now() + 900_000).toISOString();
    const attempt = { attemptId: randomUUID(), billId, provider: 'sepay', expiresAt };
    references.push((await billing.openAttempt(attempt, 'bench')).reference);
  }
  return references;
};

const vietnamTime = (): string =>
  new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

/** As many at once as a hub may see on a Monday morning. */
const IN_FLIGHT = 20;

const notices = async (database: Database, rounds: number, count: number): Promise<Figure[]> => {
  const provider = sepay({ to: TO, proof: { type: 'api-key', key: 'bench' } });
  const desk = createNoticeDesk({ database, clock: systemClock, ids });
  await database.script('create table bare (content text not null)');
  const references = await shownBills(database, rounds * count, 50_000);
  let line = 0;
  const take = async (): Promise<void> => {
    const reference = references.pop() ?? '';
    line += 1;
    const body = Buffer.from(
      JSON.stringify({
        id: line,
        transactionDate: vietnamTime(),
        accountNumber: TO.account,
        content: `MBVCB.${line}.${reference}.CT tu 0123456789`,
        transferType: 'in',
        transferAmount: 50_000,
        referenceCode: `FT${line}`,
      }),
    );
    const headers = { authorization: 'Apikey bench' };
    const reply = await desk.take(provider, { headers, body, receivedAt: Date.now() });
    if (reply.status !== 200) throw new Error('a notice was refused');
  };
  const bare = () => database.query('insert into bare (content) values ($1)', ['one small row']);
  const rates = await interleaved(rounds, {
    notices: () => perSecond(count, IN_FLIGHT, take),
    bare: () => perSecond(count, IN_FLIGHT, bare),
  });
  return [
    figure('notices verified, booked and durable', 'per second', rates.notices),
    figure('bare inserts, as many at once', 'per second', rates.bare),
    figure('notices / bare inserts', 'ratio', pairedRatios(rates.notices, rates.bare), {
      goal: { atLeast: 0.4 },
    }),
  ];
};

const statementOf = (references: readonly string[], lines: number): Buffer => {
  const rows = Array.from({ length: lines }, (_, index) => {
    const reference = references[index];
    const narrative =
      reference === undefined
        ? `CHUYEN TIEN KHAM BENH ${index}`
        : `MBVCB.${index}.${reference}.CT tu 0123456789 toi ${TO.account}`;
    return `23/11/2026,FT2632${index},,${reference === undefined ? 70_000 : 50_000},,${narrative}`;
  });
  const head = 'Ngày giao dịch,Số tham chiếu,Số tiền ghi nợ,Số tiền ghi có,Số dư,Mô tả';
  return Buffer.from([`Số tài khoản ${TO.account}`, head, ...rows].join('\n'));
};

const statement = async (database: Database, lines: number): Promise<Figure[]> => {
  const references = await shownBills(database, lines / 10, 50_000);
  const content = statementOf(references, lines);
  const startedAt = performance.now();
  const report = await importStatement(
    { database, clock: systemClock, ids },
    { content, bank: 'vietcombank' },
    'bench',
  );
  const took = performance.now() - startedAt;
  if (report.settled !== references.length) throw new Error('a bill was not paid');
  return [
    figure(`statement of ${lines} lines imported and matched`, 'ms', [took], {
      goal: { atMost: 10_000 },
    }),
    figure('memory of the process after it', 'MB', [process.memoryUsage().rss / 1_048_576], {
      goal: { atMost: 400 },
    }),
  ];
};

const codes = (count: number): Figure => {
  const took = Array.from({ length: count }, () => {
    const startedAt = performance.now();
    const payload = encodeVietQr({
      ...TO,
      use: 'dynamic',
      service: 'account',
      amount: 150_000,
      purpose: referenceCode(draw()),
      merchantName: TO.accountName,
    });
    QRCode.create(payload, { errorCorrectionLevel: 'M' });
    return performance.now() - startedAt;
  });
  return figure('payment code made and drawn', 'ms', took, { goal: { atMost: 20 } });
};

export const pay: Measurement = {
  name: 'pay',
  title: 'payments: notices, the kiosk screen, statements, codes',
  measure: async ({ quick, say }) => {
    const binaries = postgresBinaries();
    if (binaries === undefined)
      return { figures: [codes(200)], notes: ['no PostgreSQL server here'] };
    const postgres = await startPostgres(binaries, { durable: true });
    const database = openPostgresServer({ url: await postgres.freshDatabase('pay') });
    try {
      await migrate(database);
      say('notices and bare inserts, taking turns');
      const figures = await notices(database, quick ? 2 : 8, quick ? 100 : 500);
      say('a statement');
      figures.push(...(await statement(database, quick ? 2000 : 20_000)), codes(quick ? 50 : 500));
      say('payments on the kiosk screen');
      figures.push(...(await paymentsOnScreen(quick ? 3 : 24)));
      return { figures };
    } finally {
      await database.close();
      await postgres.stop();
    }
  },
};
