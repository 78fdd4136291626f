import { type BusinessDay } from '../../../core/contract/primitives.ts';
import { businessDayOf } from '../../../core/scheduling/business-day.ts';
import { HIS_BILL_KINDS, type HisBill, type HisBillLine } from '../his-money.ts';
import { type FhirClient } from './fhir-client.ts';
import { type Invoice, type PaymentNotice } from './resources.ts';
import { CODES, EXTENSIONS } from './systems.ts';

type Line = NonNullable<Invoice['lineItem']>[number];
type Price = NonNullable<Line['priceComponent']>[number];
type Money = Price['amount'];

/** Whole đồng; undefined for another currency, or parts of a đồng. */
const dongOf = (money: Money): number | undefined =>
  money?.value !== undefined &&
  Number.isSafeInteger(money.value) &&
  (money.currency ?? 'VND') === 'VND'
    ? money.value
    : undefined;

const sumOf = (prices: readonly Price[], type: Price['type']): number =>
  prices
    .filter(one => one.type === type)
    .reduce((sum, { amount }) => sum + Math.abs(dongOf(amount) ?? 0), 0);

/** A base price is what is charged, a deduction is what the insurer bears. */
const lineOf = ({ chargeItemCodeableConcept, priceComponent = [] }: Line): HisBillLine => ({
  name: chargeItemCodeableConcept?.text ?? chargeItemCodeableConcept?.coding?.[0]?.display ?? '',
  quantity: priceComponent.find(({ type }) => type === 'base')?.factor ?? 1,
  amount: sumOf(priceComponent, 'base'),
  insurerPays: sumOf(priceComponent, 'deduction'),
});

/** `2026-11-23`, of a date or a moment; undefined where it is less than a day. */
const dayOf = (date: string | undefined): BusinessDay | undefined => {
  if (date === undefined || date.length < 10) return undefined;
  return date.length === 10 ? date : businessDayOf(new Date(date).toISOString());
};

/**
 * Undefined for one whose day or sums cannot be read, and where nothing is due. What is due is what
 * the HIS says itself, or the net total less the payments it was told of.
 */
const billOf = (invoice: Invoice, paid: number, today: BusinessDay): HisBill | undefined => {
  const { id } = invoice;
  const day = dayOf(invoice.date);
  const lines = (invoice.lineItem ?? []).map(lineOf);
  const insurerPays = lines.reduce((sum, line) => sum + line.insurerPays, 0);
  const net =
    dongOf(invoice.totalNet) ?? lines.reduce((sum, line) => sum + line.amount, 0) - insurerPays;
  const said = invoice.extension?.find(({ url }) => url === EXTENSIONS.amountDue)?.valueMoney;
  const due = dongOf(said) ?? net - paid;
  if (id === undefined || day === undefined || due <= 0) return undefined;
  const code = invoice.type?.coding?.find(({ system }) => system === CODES.billKind)?.code;
  return {
    id,
    kind: HIS_BILL_KINDS.find(kind => kind === code) ?? 'other',
    day,
    lines,
    total: net + insurerPays,
    insurerPays,
    due,
    isPriorDebt: day < today,
  };
};

const paidOf = (notices: readonly PaymentNotice[]): number =>
  notices
    .filter(({ status }) => status === 'active')
    .reduce((sum, { amount }) => sum + (dongOf(amount) ?? 0), 0);

/** What a patient has to pay: their issued invoices. @throws FhirFailure. */
export const billsDue = async (
  client: FhirClient,
  hisPatientId: string,
  today: BusinessDay,
): Promise<readonly HisBill[]> => {
  const invoices = await client.search('Invoice', {
    subject: `Patient/${hisPatientId}`,
    status: 'issued',
  });
  if (invoices.length === 0) return [];
  const notices = await client.search('PaymentNotice', {
    request: invoices.map(({ id = '' }) => `Invoice/${id}`).join(','),
  });
  return invoices
    .flatMap(invoice => {
      const own = notices.filter(
        ({ request }) => request?.reference === `Invoice/${invoice.id ?? ''}`,
      );
      return billOf(invoice, paidOf(own), today) ?? [];
    })
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
};
