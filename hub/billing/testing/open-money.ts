import { randomInt, randomUUID } from 'node:crypto';
import { REFERENCE_CODES } from '../../../core/payment/reference-code.ts';
import { type Clock } from '../../../core/ports/ports.ts';
import { addMinutes } from '../../../core/scheduling/business-day.ts';
import { type Database } from '../../storage/database.ts';
import { migrate } from '../../storage/migrations.ts';
import { type Carrier, CARRIERS } from '../../storage/testing/carriers.ts';
import { type Billing, createBilling } from '../billing.ts';

/** A hub's database with money in it, for one test file. */
export interface MoneyOnTest {
  readonly database: Database;
  readonly billing: Billing;
  /** @returns the id of a bill over so much. */
  billOf(amount: number): Promise<string>;
  /** A bill whose code is on a screen. */
  shownBill(amount: number): Promise<{ readonly billId: string; readonly reference: string }>;
  close(): Promise<void>;
}

/** The quicker one of those that this machine has. */
const quickest = (): Carrier => {
  const carrier = CARRIERS.findLast(({ isAvailable }) => isAvailable);
  if (carrier === undefined) throw new Error('no database');
  return carrier;
};

export const openMoney = async (
  clock: Clock,
  open: Carrier['open'] = () => quickest().open(),
): Promise<MoneyOnTest> => {
  const carried = await open();
  const { database } = carried;
  await migrate(database);
  const billing = createBilling(database, clock, () => randomInt(REFERENCE_CODES));
  const billOf = async (amount: number): Promise<string> => {
    const billId = randomUUID();
    await billing.raiseBill({ billId, amount }, 'his');
    return billId;
  };
  return {
    database,
    billing,
    billOf,
    async shownBill(amount) {
      const billId = await billOf(amount);
      const attempt = { attemptId: randomUUID(), billId, provider: 'sepay' };
      const expiresAt = addMinutes(clock.now(), 15);
      const { reference } = await billing.openAttempt({ ...attempt, expiresAt }, 'kiosk:k1');
      return { billId, reference };
    },
    close: () => carried.close(),
  };
};
