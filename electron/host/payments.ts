import { UNDECIDED } from '../../core/billing/charges.ts';
import type { Client } from '../../core/contract/contract.ts';
import { FaultError } from '../../core/contract/errors.ts';
import type { HubContract, KnownVisit } from '../../core/contract/hub.ts';
import type { Charges } from '../../core/contract/kiosk-payment.ts';
import type { Clock, Ids } from '../../core/ports/ports.ts';
import type {
  ChargesOrder,
  PayableBill,
  PayableBills,
  PaymentServices,
} from '../../core/visit/payment-context.ts';

export interface PaymentsParts {
  readonly hub: Pick<
    Client<HubContract>,
    'charges' | 'openPayment' | 'paymentProgress' | 'endPayment' | 'billsDue'
  >;
  readonly hubReachable: () => boolean;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The visit is on its way to the hub: it arrives within moments, or the counter takes the money. */
const ARRIVAL_TRIES = 12;
const ARRIVAL_PAUSE_MS = 250;

const isCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof FaultError && codes.includes(error.code);

/** What the kiosk itself knows: the price, where the patient pays it alone. */
const knownHere = ({ issued }: ChargesOrder): Charges => {
  const price = issued?.price;
  if (issued?.payer !== 'self-pay' || price === undefined) return UNDECIDED;
  const lines: Charges['lines'] = [{ reason: 'examination', amount: price }];
  return { lines, total: price, due: price, byCode: 'away' };
};

/** Paying as the hub does it; a hub that is away is an answer wherever the patient can go on. */
export const createPayments = (parts: PaymentsParts): Omit<PaymentServices, 'printPayment'> => {
  const { hub, hubReachable, clock, ids } = parts;
  const pause = (ms: number): Promise<void> =>
    new Promise(resolve => {
      clock.after(ms, resolve);
    });

  const asked = async ({ payable }: ChargesOrder): Promise<Charges> => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await hub.charges({ payable });
      } catch (error) {
        const isUnderway = payable.kind === 'visit' && isCode(error, 'not-possible-now');
        if (!isUnderway || tries === ARRIVAL_TRIES) throw error;
        await pause(ARRIVAL_PAUSE_MS);
      }
    }
  };

  /** Visits of today that are not paid for, where the hospital's system tells no bills. */
  const billsOfVisits = async (visits: readonly KnownVisit[]): Promise<readonly PayableBill[]> => {
    const bills = visits.map(async ({ visitId, servicePointId }): Promise<PayableBill[]> => {
      const payable = { kind: 'visit', visitId } as const;
      const charges = await hub.charges({ payable }).catch(() => undefined);
      return charges === undefined || charges.due === 0
        ? []
        : [{ billId: visitId, payable, servicePointId, charges }];
    });
    return (await Promise.all(bills)).flat();
  };

  const billsOfHospital = async (
    hisPatientId: string,
  ): Promise<PayableBills | { readonly outcome: 'not-told' }> => {
    const { outcome, bills } = await hub.billsDue({ hisPatientId });
    if (outcome === 'not-told') return { outcome };
    return {
      outcome,
      bills: bills.map(({ billNumber, charges, ...bill }) => ({
        billId: billNumber,
        payable: { kind: 'hospital-bill', billNumber, hisPatientId },
        bill,
        charges,
      })),
    };
  };

  return {
    charges: order =>
      hubReachable()
        ? asked(order).catch(() => knownHere(order))
        : Promise.resolve(knownHere(order)),
    openCode: async ({ payable, place, eInvoice }) => {
      const invoice = eInvoice === undefined ? {} : { eInvoice };
      const wish = { attemptId: ids.uuid(), payable, place, ...invoice };
      try {
        return await hub.openPayment(wish);
      } catch (error) {
        // It may have been made: the same attempt is the same code.
        if (!isCode(error, 'hub-timeout')) throw error;
        return hub.openPayment(wish);
      }
    },
    watchPayment: ({ attemptId, known }) =>
      hub.paymentProgress({ attemptId, ...(known === undefined ? {} : { known }) }),
    endCode: attemptId => hub.endPayment({ attemptId }),
    billsDue: async ({ hisPatientId, visits }) => {
      if (!hubReachable()) return { outcome: 'his-away', bills: [] };
      const told =
        hisPatientId === undefined
          ? ({ outcome: 'not-told' } as const)
          : await billsOfHospital(hisPatientId).catch(
              (): PayableBills => ({
                outcome: 'his-away',
                bills: [],
              }),
            );
      return 'bills' in told ? told : { ...told, bills: await billsOfVisits(visits) };
    },
  };
};
