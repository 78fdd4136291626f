import { type ServicePoint } from '../../core/contract/catalogue.ts';
import { type BillState } from '../../core/billing/bill-state.ts';
import { chargesOf, totalOf, UNDECIDED, visitCharges } from '../../core/billing/charges.ts';
import { FaultError } from '../../core/contract/errors.ts';
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
import { type BusinessDay } from '../../core/contract/primitives.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type Database } from '../storage/database.ts';
import { hospitalBillId } from './bill-id.ts';
import { type Billing } from './billing.ts';
import { billLines, readBills } from './bills.ts';
import { type Collection } from './collection.ts';
import { type PaymentSettingsAtKiosks, prepaymentAt } from './kiosk-payment-settings.ts';
import { waitForProgress } from './progress-wait.ts';
import { readVisitFacts } from './visit-facts.ts';

/** A bill of the hospital's system that is not paid, or not wholly. */
export interface HospitalBill {
  readonly billNumber: string;
  readonly title: string;
  /** ISO 8601 in UTC. */
  readonly issuedAt?: string;
  /** Whole đồng that the patient still owes of it. */
  readonly due: number;
  readonly lines: readonly { readonly text: string; readonly amount: number }[];
}

/** Asks the hospital's system what a patient owes; undefined where it cannot be asked for that. */
export type AskHospitalBills = (
  hisPatientId: string,
  day: BusinessDay,
) => Promise<readonly HospitalBill[] | undefined>;

/** Paying at a kiosk: what a kiosk may ask of the hospital's money. */
export interface KioskPayments {
  charges(payable: Payable): Promise<Charges>;
  open(
    attemptId: string,
    payable: Payable,
    place: CodePlace,
    kioskId: string,
  ): Promise<PaymentCode>;
  progress(attemptId: string, known?: PaymentProgress): Promise<PaymentProgress>;
  end(attemptId: string, kioskId: string): Promise<PaymentProgress>;
  billsDue(hisPatientId: string, day: BusinessDay): Promise<BillsDue>;
}

export interface KioskPaymentParts {
  readonly database: Database;
  readonly clock: Clock;
  /** Absent where the hospital takes no payments by code. */
  readonly collecting?: { readonly billing: Billing; readonly collection: Collection } | undefined;
  readonly settings: PaymentSettingsAtKiosks;
  readonly point: (id: string) => ServicePoint | undefined;
  readonly hospitalBills: AskHospitalBills;
  readonly today: () => BusinessDay;
}

/** A bill as it would be raised. */
interface Draft {
  readonly billId: string;
  readonly visitId?: string;
  readonly hisBill?: string;
  readonly lines: readonly ChargeLine[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

const isPayable = (state: BillState): boolean => state === 'open' || state === 'part-paid';

const linesOf = (bill: HospitalBill): readonly ChargeLine[] => {
  const lines = bill.lines.map(
    ({ text, amount }): ChargeLine => ({
      reason: 'hospital-bill',
      amount,
      text,
    }),
  );
  // A part paid at the hospital's counter is not in the lines: the sum asked for is what counts.
  return totalOf(lines) === bill.due ? lines : [{ reason: 'hospital-bill', amount: bill.due }];
};

export const createKioskPayments = (parts: KioskPaymentParts): KioskPayments => {
  const { database, clock, collecting, settings } = parts;
  const isCollected = collecting !== undefined;

  /** @throws FaultError `not-possible-now` where the visit has not arrived here yet. */
  const draftOfVisit = async (visitId: string): Promise<Draft | undefined> => {
    const facts = await readVisitFacts(database, visitId);
    if (facts === undefined) throw new FaultError('not-possible-now', 'there is no such visit yet');
    const raised = await billLines(database, facts.visitId);
    const own = { billId: facts.visitId, visitId: facts.visitId };
    if (raised !== undefined) return { ...own, lines: raised };
    const point = parts.point(facts.servicePointId);
    if (point === undefined || facts.payer === undefined) return undefined;
    const lines = visitCharges({
      examination: point.price,
      prepayment: prepaymentAt(settings, point.id),
      payer: facts.payer.mode,
      coverage: facts.payer.coverage,
    });
    return lines === undefined ? undefined : { ...own, lines };
  };

  const draftOf = async (payable: Payable): Promise<Draft | undefined> => {
    if (payable.kind === 'visit') return draftOfVisit(payable.visitId);
    const { billNumber, hisPatientId } = payable;
    const bills = await parts.hospitalBills(hisPatientId, parts.today());
    const bill = bills?.find(one => one.billNumber === billNumber);
    if (bill === undefined) {
      throw new FaultError('not-possible-now', 'the hospital asks for no such bill');
    }
    return { billId: hospitalBillId(billNumber), hisBill: billNumber, lines: linesOf(bill) };
  };

  /** What is due of it is what our own journal says, once it is raised. */
  const chargesOfDraft = async ({ billId, lines }: Draft): Promise<Charges> => {
    const [raised] = await readBills(database, [billId]);
    const due = raised === undefined ? totalOf(lines) : isPayable(raised.state) ? raised.due : 0;
    return chargesOf(lines, Math.max(0, due), isCollected);
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
    async charges(payable) {
      const draft = await draftOf(payable);
      return draft === undefined ? UNDECIDED : chargesOfDraft(draft);
    },
    async open(attemptId, payable, place, kioskId) {
      const { billing, collection } = needed();
      const draft = await draftOf(payable);
      const offer = draft === undefined ? undefined : await chargesOfDraft(draft);
      if (draft === undefined || offer?.byCode !== 'offered' || offer.due === 0) {
        throw new FaultError('not-possible-now', 'there is nothing to pay by code');
      }
      const { billId, lines, ...origin } = draft;
      const actor = `kiosk:${kioskId}`;
      await billing.raiseBill({ billId, ...origin, amount: totalOf(lines), lines }, actor);
      const shown = await collection.open(attemptId, billId, actor, wishFor(place));
      const { reference, amount, qr, bankBin, account, accountName, expiresAt } = shown;
      const left = Math.max(0, Math.floor((Date.parse(expiresAt) - clock.now()) / 1_000));
      return {
        attemptId,
        ...{ reference, amount, qr, bankBin, account, accountName, expiresAt },
        validSeconds: left,
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
    async billsDue(hisPatientId, day) {
      const bills = await parts.hospitalBills(hisPatientId, day).catch((error: unknown) => {
        if (error instanceof FaultError && error.code.startsWith('his-')) return 'away' as const;
        throw error;
      });
      if (bills === 'away') return { outcome: 'his-away', bills: [] };
      if (bills === undefined) return { outcome: 'not-told', bills: [] };
      const due = await Promise.all(
        bills.map(async (bill): Promise<DueBill> => {
          const { billNumber, title, issuedAt } = bill;
          const draft = { billId: hospitalBillId(billNumber), lines: linesOf(bill) };
          const charges = await chargesOfDraft(draft);
          return { billNumber, title, charges, ...(issuedAt === undefined ? {} : { issuedAt }) };
        }),
      );
      return { outcome: 'known', bills: due.filter(({ charges }) => charges.due > 0) };
    },
  };
};
