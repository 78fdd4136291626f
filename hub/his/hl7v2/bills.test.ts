import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../ports/testing/fake-clock.ts';
import { billsIn } from './bills.ts';
import { createIncoming } from './incoming.ts';
import { memoryRecords } from './records/memory-records.ts';
import { transactionOf } from './segments/charge-segments.ts';
import { hl7v2SettingsSchema } from './settings.ts';

const DAY = '2026-11-23';
const RECEIPT = '0192f7c0-5a53-7c3e-9d51-0a1b2c3d4e5f';

/** The hub's side of the line, on records of its own. */
const listening = () => {
  const records = memoryRecords();
  const settings = hl7v2SettingsSchema.parse({});
  const take = createIncoming({
    settings,
    facilityCode: '01999',
    records,
    clock: fakeClock(),
    acknowledged: () => true,
  });
  let sent = 0;
  /** P03 of account HD1, as the HIS sends it. */
  const hears = async (...lines: readonly string[]): Promise<string> => {
    const text = [
      `MSH|^~\\&|HIS|BV|TIEPDON|01999|20261123080000+0700||DFT^P03^DFT_P03|M${++sent}|P|2.5.1`,
      'EVN|P03|20261123080000+0700',
      'PID|1||BN1^^^HIS^MR|||||||||||||||HD1',
      ...lines,
    ].join('\r');
    const [answer] = await take(Buffer.from(text));
    return /MSA\|(\w\w)/.exec(answer?.toString() ?? '')?.[1] ?? 'none';
  };
  const charged = (amount: number) =>
    hears(`FT1|1|CG1||${DAY.replaceAll('-', '')}||CG|XN^Xét nghiệm||||${amount}&VND`);
  const due = async () => billsIn(await records.chargesOf('BN1'), DAY).map(bill => bill.due);
  /** What the hub keeps when it has told of a payment. */
  const told = (receipt: string, amount: number) =>
    records.paymentTold({
      account: 'HD1',
      transaction: transactionOf(receipt),
      patientNumber: 'BN1',
      day: DAY,
      kind: 'PY',
      name: '',
      quantity: 1,
      amount,
      insurerPays: 0,
      toldAt: '2026-11-23T01:05:00.000Z',
    });
  return { hears, charged, due, told };
};

const payment = (transaction: string, amount: number) =>
  `FT1|1|${transaction}||20261123||PY|CK^Chuyển khoản||||${amount}&VND`;

describe('what is due of an account', () => {
  it('is charged less what the HIS says was paid, as in cash at its counter', async () => {
    const line = listening();
    expect(await line.charged(100_000)).toBe('AA');
    expect(await line.hears(payment('CASH1', 40_000))).toBe('AA');
    expect(await line.due()).toEqual([60_000]);
    await line.hears(payment('CASH2', 60_000));
    expect(await line.due()).toEqual([]);
  });

  it('counts a payment of ours once, however often the HIS tells it back', async () => {
    const line = listening();
    await line.charged(100_000);
    await line.told(RECEIPT, 30_000);
    expect(await line.due()).toEqual([70_000]);
    for (const _ of [1, 2]) await line.hears(payment(transactionOf(RECEIPT), 30_000));
    expect(await line.due()).toEqual([70_000]);
  });

  it('knows it by our receipt where the HIS has given it a number of its own', async () => {
    const line = listening();
    await line.charged(100_000);
    // The HIS is quicker than our own note of it.
    await line.hears(payment('HIS77', 30_000), `ZPY|${RECEIPT.toUpperCase()}|payment`);
    await line.told(RECEIPT, 30_000);
    await line.hears(payment('HIS78', 30_000), `ZPY|${RECEIPT}|payment`);
    expect(await line.due()).toEqual([70_000]);
  });

  it('takes a receipt for the transaction before it, and no other', async () => {
    const line = listening();
    await line.charged(100_000);
    await line.told(RECEIPT, 30_000);
    await line.hears(payment('CASH1', 20_000), payment('HIS79', 30_000), `ZPY|${RECEIPT}|payment`);
    expect(await line.due()).toEqual([50_000]);
  });
});
