import { taxCodeOf } from '../billing/tax-code.ts';
import type { EInvoiceWish } from '../contract/e-invoice.ts';
import type { InvoiceView } from '../contract/payment-steps.ts';
import { maskNumber } from '../identity/masking.ts';
import type { InvoiceChoice } from './payment-context.ts';
import type { VisitContext } from './visit-context.ts';
import type { VisitEvent } from './visit-events.ts';

/** Both as the contract of an invoice has them at most. */
const LONGEST_NAME = 255;
const LONGEST_ADDRESS = 400;

/** Nothing has to be typed for whoever was read: their papers say it, else the hospital's record. */
export const patientsInvoice = ({
  claim,
  lookup,
}: Pick<VisitContext, 'claim' | 'lookup'>): EInvoiceWish | undefined => {
  const known = lookup?.patient;
  const buyer = claim?.name ?? known?.name;
  if (buyer === undefined) return undefined;
  const taxCode = claim?.citizenNumber ?? known?.claim.citizenNumber;
  const address = claim?.address ?? known?.claim.address;
  return {
    buyer: buyer.slice(0, LONGEST_NAME),
    ...(taxCode === undefined ? {} : { taxCode }),
    ...(address === undefined ? {} : { address: address.slice(0, LONGEST_ADDRESS) }),
  };
};

/** The tax code that was typed or scanned, where it is one. */
const taxCodeGiven = (event: VisitEvent): string | undefined => {
  if (event.type === 'submitTaxCode') return taxCodeOf(event.taxCode.replace('-', ''));
  return event.type === 'code.refused' ? event.taxCode : undefined;
};

export const givesTaxCode = (event: VisitEvent): boolean => taxCodeGiven(event) !== undefined;

/** What an event says about the invoice; undefined where it says nothing. */
export const invoiceChosen = (
  context: Pick<VisitContext, 'claim' | 'lookup'>,
  event: VisitEvent,
): InvoiceChoice | undefined => {
  const taxCode = taxCodeGiven(event);
  if (taxCode !== undefined) return { for: 'company', wish: { taxCode } };
  if (event.type !== 'chooseInvoice' || event.for === 'company') return undefined;
  if (event.for === 'nobody') return { for: 'nobody', wish: null };
  const wish = patientsInvoice(context);
  return wish && { for: 'patient', wish };
};

const PERSONAL_LENGTH = 12;

/** A company's code is public, a person's is not. */
const shownTaxCode = (taxCode: string): string =>
  taxCode.length === PERSONAL_LENGTH ? maskNumber(taxCode) : taxCode;

/** What a screen may know of the choice: of the patient no more than that it is them. */
export const invoiceShown = (choice: InvoiceChoice | undefined): InvoiceView => {
  if (choice === undefined) return { for: 'nobody' };
  const taxCode = choice.for === 'company' ? choice.wish?.taxCode : undefined;
  return { for: choice.for, ...(taxCode === undefined ? {} : { taxCode: shownTaxCode(taxCode) }) };
};
