import { type ServicePoint } from '../../core/contract/catalogue.ts';
import { type BillState } from '../../core/billing/bill-state.ts';
import { chargesOf, totalOf, UNDECIDED, visitCharges } from '../../core/billing/charges.ts';
import { type EInvoiceWish } from '../../core/contract/e-invoice.ts';
import { asFaultError, FaultError } from '../../core/contract/errors.ts';
import {
  type BillsDue,
  type ChargeLine,
  type Charges,
  type CodePlace,
  type DueBill,
  type Payable,
  type PaymentCode,
  type PaymentProgress,
} from '../../core/contract/kiosk-payment.ts';
import { type Clock, type Ids } from '../../core/ports/ports.ts';
import { type Database } from '../storage/database.ts';
import { type Billing } from './billing.ts';
import { type BillsDue as HospitalBills, type DueBill as HospitalBill } from './bills-due.ts';
import { billLines, readBills } from './bills.ts';
import { type Collection } from './collection.ts';
import { type PaymentSettingsAtKiosks, prepaymentAt } from './kiosk-payment-settings.ts';
import { waitForProgress } from './progress-wait.ts';
import { readVisitFacts } from './visit-facts.ts';

/** What somebody at a kiosk wants to pay by code, and whether with an invoice. */
export interface PaymentWish {
  readonly payable: Payable;
  readonly place: CodePlace;
  /** Null takes an earlier wish back. */
  readonly eInvoice?: EInvoiceWish | null | undefined;
}

/** Paying at a kiosk: what a kiosk may ask of the hospital's money. */
export interface KioskPayments {
  charges(payable: Payable): Promise<Charges>;
  open(attemptId: string, wish: PaymentWish, kioskId: string): Promise<PaymentCode>;
  progress(attemptId: string, known?: PaymentProgress): Promise<PaymentProgress>;
  end(attemptId: string, kioskId: string): Promise<PaymentProgress>;
  billsDue(hisPatientId: string): Promise<BillsDue>;
}

export interface KioskPaymentParts {
  readonly database: Database;
  readonly clock: Clock;
  /** Absent where the hospital takes no payments by code. */
  readonly collecting?: { readonly billing: Billing; readonly collection: Collection } | undefined;
  readonly settings: PaymentSettingsAtKiosks;
  readonly point: (id: string) => ServicePoint | undefined;
  /** Absent where the hospital's system tells of no bills. */
  readonly hospitalBills?: HospitalBills | undefined;
  readonly ids: Ids;
}

type HospitalPayable = Extract<Payable, { readonly kind: 'hospital-bill' }>;

/** A visit's bill as it would be raised, under the id of the visit: once, whoever asks. */
interface Draft {
  readonly visitId: string;
  readonly lines: readonly ChargeLine[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** A screen and a contract hold no more. */
const MOST_LINES = 50;

const isPayable = (state: BillState): boolean => state === 'open' || state === 'part-paid';

/** An invoice stands in nobody's way: what can no longer be noted is left to the counter. */
const noteInvoice = async (
  billing: Billing,
  billId: string,
  wish: EInvoiceWish | null,
  actor: string,
): Promise<Pick<PaymentCode, 'eInvoice'>> => {
  try {
    await billing.wishInvoice(billId, wish, actor);
    return wish === null ? {} : { eInvoice: 'noted' };
  } catch (error) {
    if (asFaultError(error).code !== 'not-possible-now') throw error;
    return wish === null ? {} : { eInvoice: 'too-late' };
  }
};

/** Lines as the hospital's system has them, what the insurer bears, and what was paid of it before. */
const linesOf = ({ lines, insurerPays, due }: HospitalBill): readonly ChargeLine[] => {
  const told = lines.map(
    ({ name, quantity, amount }): ChargeLine => ({
      reason: 'hospital-bill',
      amount,
      text: (quantity === 1 ? name : `${name} × ${quantity}`).slice(0, 200),
    }),
  );
  const before = totalOf(told) - insurerPays - due;
  if (told.length === 0 || told.length > MOST_LINES || before < 0) {
    return [{ reason: 'hospital-bill', amount: due }];
  }
  return [
    ...told,
    ...(insurerPays === 0 ? [] : [{ reason: 'insurance', amount: -insurerPays } as const]),
    ...(before === 0 ? [] : [{ reason: 'paid-before', amount: -before } as const]),
  ];
};

export const createKioskPayments = (parts: KioskPaymentParts): KioskPayments => {
  const { database, clock, collecting, settings } = parts;
  const isCollected = collecting !== undefined;

  /** @throws FaultError `not-possible-now` where the visit has not arrived here yet. */
  const draftOfVisit = async (visitId: string): Promise<Draft | undefined> => {
    const facts = await readVisitFacts(database, visitId);
    if (facts === undefined) throw new FaultError('not-possible-now', 'there is no such visit yet');
    const { visitId: first, payer } = facts;
    const raised = await billLines(database, first);
    if (raised !== undefined) return { visitId: first, lines: raised };
    const point = parts.point(facts.servicePointId);
    if (point === undefined || payer === undefined) return undefined;
    const lines = visitCharges({
      examination: point.price,
      prepayment: prepaymentAt(settings, point.id),
      payer: payer.mode,
      coverage: payer.coverage,
    });
    return lines === undefined ? undefined : { visitId: first, lines };
  };

  /** What is due of it is what our own journal says, once it is raised. */
  const chargesOfVisit = async ({ visitId, lines }: Draft): Promise<Charges> => {
    const [raised] = await readBills(database, [visitId]);
    const due = raised === undefined ? totalOf(lines) : isPayable(raised.state) ? raised.due : 0;
    return chargesOf(lines, due, isCollected);
  };

  const chargesOfBill = (bill: HospitalBill): Charges =>
    chargesOf(linesOf(bill), bill.due, isCollected);

  /** Asked for anew: what a kiosk was shown before may be paid by now. */
  const hospitalBill = async ({ billNumber, hisPatientId }: HospitalPayable) => {
    const bills = (await parts.hospitalBills?.of(hisPatientId)) ?? [];
    const bill = bills.find(({ id }) => id === billNumber);
    if (bill === undefined) {
      throw new FaultError('not-possible-now', 'the hospital asks for no such bill');
    }
    return bill;
  };

  const chargesFor = async (payable: Payable): Promise<Charges> => {
    if (payable.kind === 'hospital-bill') return chargesOfBill(await hospitalBill(payable));
    const draft = await draftOfVisit(payable.visitId);
    return draft === undefined ? UNDECIDED : chargesOfVisit(draft);
  };

  /** The bill in our own journal: raised now, or before. @returns its id. */
  const raise = async (payable: Payable, billing: Billing, actor: string): Promise<string> => {
    if (payable.kind === 'hospital-bill') {
      const bill = await hospitalBill(payable);
      const chosen = await parts.hospitalBills?.choose({ bill, billId: parts.ids.uuid() }, actor);
      if (chosen !== undefined) return chosen.billId;
    } else {
      const draft = await draftOfVisit(payable.visitId);
      if (draft !== undefined) {
        const { visitId, lines } = draft;
        const bill = { billId: visitId, visitId, lines, amount: totalOf(lines) };
        return (await billing.raiseBill(bill, actor)).billId;
      }
    }
    throw new FaultError('not-possible-now', 'who pays is not decided');
  };

  const wishFor = (place: CodePlace) => ({
    place,
    validMs: place === 'screen' ? settings.screenMinutes * MINUTE_MS : settings.slipHours * HOUR_MS,
  });

  const needed = () => {
    if (collecting === undefined) {
      throw new FaultError('not-possible-now', 'payments are not collected here');
    }
    return collecting;
  };

  return {
    charges: chargesFor,
    async open(attemptId, { payable, place, eInvoice }, kioskId) {
      const { billing, collection } = needed();
      const { byCode, due } = await chargesFor(payable);
      if (byCode !== 'offered' || due === 0) {
        throw new FaultError('not-possible-now', 'there is nothing to pay by code');
      }
      const actor = `kiosk:${kioskId}`;
      const billId = await raise(payable, billing, actor);
      const noted =
        eInvoice === undefined ? {} : await noteInvoice(billing, billId, eInvoice, actor);
      const shown = await collection.open(attemptId, billId, actor, wishFor(place));
      const { reference, amount, qr, bankBin, account, accountName, expiresAt } = shown;
      const left = Math.max(0, Math.floor((Date.parse(expiresAt) - clock.now()) / 1_000));
      return {
        attemptId,
        ...{ reference, amount, qr, accountName, expiresAt },
        ...(bankBin === undefined ? {} : { bankBin }),
        ...(account === undefined ? {} : { account }),
        validSeconds: left,
        ...noted,
      };
    },
    progress(attemptId, known) {
      const { collection } = needed();
      return known === undefined
        ? collection.progress(attemptId)
        : waitForProgress(collection, clock, attemptId, known);
    },
    end(attemptId, kioskId) {
      return needed().collection.end(attemptId, `kiosk:${kioskId}`);
    },
    async billsDue(hisPatientId) {
      if (parts.hospitalBills === undefined) return { outcome: 'not-told', bills: [] };
      try {
        const bills = await parts.hospitalBills.of(hisPatientId);
        return {
          outcome: 'known',
          bills: bills.slice(0, MOST_LINES).map((bill): DueBill => {
            const { id: billNumber, kind, day, isPriorDebt } = bill;
            return { billNumber, kind, day, isPriorDebt, charges: chargesOfBill(bill) };
          }),
        };
      } catch (error) {
        if (!asFaultError(error).code.startsWith('his-')) throw error;
        return { outcome: 'his-away', bills: [] };
      }
    },
  };
};
