import { randomUUID } from 'node:crypto';
import { instantOf } from '../../../core/scheduling/business-day.ts';
import { type NewBill } from '../../billing/bills.ts';
import { type DeskBrowser, type OpenDesk } from './open-desk.ts';

export interface ShownBill {
  readonly billId: string;
  readonly hisBill: string;
  readonly reference: string;
}

/** A bill of the HIS whose code is on a kiosk's screen. */
export const aBill = async (
  { billing, clock }: OpenDesk,
  amount: number,
  of: Partial<NewBill> = {},
): Promise<ShownBill> => {
  const billId = randomUUID();
  const hisBill = `HD${billId.slice(0, 8).toUpperCase()}`;
  await billing.raiseBill({ billId, hisBill, amount, ...of }, 'his');
  const { reference } = await billing.openAttempt(
    {
      attemptId: randomUUID(),
      billId,
      provider: 'sepay',
      expiresAt: instantOf(clock.now() + 900_000),
    },
    'kiosk:k1',
  );
  return { billId, hisBill, reference };
};

/** Money that a provider announces. @returns its payment. */
export const comes = async (
  { billing, clock }: OpenDesk,
  amount: number,
  narrative: string,
): Promise<string> => {
  const [receipt] = await billing.receive(
    [
      {
        paymentId: randomUUID(),
        provider: 'sepay',
        account: '0123456789',
        bankReference: randomUUID(),
        into: 'clearing:sepay',
        amount,
        narrative,
        paidAt: instantOf(clock.now()),
      },
    ],
    'provider:sepay',
  );
  return receipt?.payment.paymentId ?? '';
};

const HEAD = 'Ngày giao dịch,Số tham chiếu,Số tiền ghi nợ,Số tiền ghi có,Số dư,Mô tả';

/** A statement of Vietcombank with these rows. */
export const statementOf = (rows: readonly string[]): string => [HEAD, ...rows].join('\n');

/** A file brought in, or tried, as the page does it. @returns what the hub says at the end. */
export const broughtIn = async (
  browser: DeskBrowser,
  { isTrial = false, text, account }: { isTrial?: boolean; text: string; account?: string },
) => {
  const { importId } = await browser.value('startStatement', {
    content: Buffer.from(text).toString('base64'),
    bank: 'vietcombank',
    isTrial,
    ...(account === undefined ? {} : { account }),
  });
  for (;;) {
    const progress = await browser.value('statementProgress', { importId });
    if (progress.state !== 'working') return { importId, progress };
    await new Promise(resolve => setTimeout(resolve, 20));
  }
};
