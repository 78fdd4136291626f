import { type EInvoiceWish } from '../../../core/contract/e-invoice.ts';
import { type PaymentReceipt, type ReceiptDelivery } from '../his-money.ts';
import { type HisReferences } from '../his-references.ts';
import { type BundleWriter } from './bundle-writer.ts';
import { byIdentifier, created, urn } from './check-in-bundle.ts';
import { type FhirClient } from './fhir-client.ts';
import { FhirFailure } from './fhir-failure.ts';
import {
  type Bundle,
  type BundleEntry,
  type Extension,
  type PaymentNotice,
  type PaymentReconciliation,
  type Reference,
} from './resources.ts';
import { CODES, EXTENSIONS, type IdentifierSystems } from './systems.ts';

export interface ReceiptTools {
  readonly client: FhirClient;
  readonly writer: BundleWriter;
  readonly systems: IdentifierSystems;
  /** 5-digit code of this hospital, who is paid. */
  readonly facilityCode: string;
}

const wishOf = ({ buyer, taxCode, address }: EInvoiceWish): Extension => ({
  url: EXTENSIONS.eInvoice,
  extension: [
    ...(buyer === undefined ? [] : [{ url: 'buyer', valueString: buyer }]),
    ...(taxCode === undefined ? [] : [{ url: 'tax-code', valueString: taxCode }]),
    ...(address === undefined ? [] : [{ url: 'address', valueString: address }]),
  ],
});

const money = (value: number) => ({ value, currency: 'VND' });

/**
 * Money that came as one transaction: the payment as the bank or the provider tells it
 * (PaymentReconciliation), and that it settles the bill or the visit (PaymentNotice).
 */
export const receiptBundle = (
  receipt: PaymentReceipt,
  request: Reference,
  systems: IdentifierSystems,
  facilityCode: string,
): Bundle => {
  const { eventId, amount, eInvoice } = receipt;
  const condition = byIdentifier(systems.receipt, eventId);
  const payment = urn(eventId, 'payment');
  const reconciliation: PaymentReconciliation = {
    resourceType: 'PaymentReconciliation',
    identifier: [{ system: systems.receipt, value: eventId }],
    status: 'active',
    created: receipt.recordedAt,
    outcome: 'complete',
    paymentDate: receipt.day,
    paymentAmount: money(amount),
    paymentIdentifier: {
      system: `${systems.bankReference}:${receipt.provider}`,
      value: receipt.bankReference,
    },
    formCode: { coding: [{ system: CODES.paymentMethod, code: receipt.method }] },
    detail: [
      {
        type: { coding: [{ system: CODES.paymentType, code: 'payment' }] },
        request,
        date: receipt.day,
        amount: money(amount),
      },
    ],
  };
  const notice: PaymentNotice = {
    resourceType: 'PaymentNotice',
    ...(eInvoice === undefined ? {} : { extension: [wishOf(eInvoice)] }),
    identifier: [{ system: systems.receipt, value: eventId }],
    status: 'active',
    request,
    created: receipt.recordedAt,
    payment: { reference: payment },
    paymentDate: receipt.day,
    recipient: {
      type: 'Organization',
      identifier: { system: systems.facility, value: facilityCode },
    },
    amount: money(amount),
    paymentStatus: { coding: [{ system: CODES.paymentStatus, code: 'paid' }] },
  };
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      created(payment, reconciliation, condition),
      created(urn(eventId, 'notice'), notice, condition),
    ],
  };
};

/** What was paid for: the invoice, or the visit where the hub made the bill. */
const requestOf = async (
  { receipt, visit }: ReceiptDelivery,
  { client, systems }: ReceiptTools,
): Promise<Reference> => {
  if (receipt.hisBill !== undefined) return { reference: `Invoice/${receipt.hisBill}` };
  const told = visit?.references['Encounter'];
  if (told !== undefined) return { reference: told };
  const [encounter] =
    visit === undefined
      ? []
      : await client.search('Encounter', { identifier: `${systems.visit}|${visit.visitId}` });
  if (encounter?.id === undefined) {
    throw new FhirFailure(
      { fault: 'his-conflict', next: { action: 'again', scope: 'item' } },
      'the visit that was paid for is not there',
    );
  }
  return { reference: `Encounter/${encounter.id}` };
};

/** Everything there is of a receipt. */
const storedReceipt = async (
  receiptId: string,
  { client, systems }: ReceiptTools,
): Promise<readonly (PaymentNotice | PaymentReconciliation)[]> => {
  const search = { identifier: `${systems.receipt}|${receiptId}` };
  const [notices, reconciliations] = await Promise.all([
    client.search('PaymentNotice', search),
    client.search('PaymentReconciliation', search),
  ]);
  return [...notices, ...reconciliations];
};

const referencesOf = (stored: readonly (PaymentNotice | PaymentReconciliation)[]): HisReferences =>
  Object.fromEntries(
    stored.flatMap(({ resourceType, id }) =>
      id === undefined ? [] : [[resourceType, `${resourceType}/${id}`]],
    ),
  );

const cancelled = (resource: PaymentNotice | PaymentReconciliation): readonly BundleEntry[] => {
  const { id, meta, resourceType, status } = resource;
  if (id === undefined || meta?.versionId === undefined || status === 'cancelled') return [];
  const withdrawn: PaymentNotice | PaymentReconciliation = { ...resource, status: 'cancelled' };
  return [
    {
      fullUrl: urn(resourceType, id),
      resource: withdrawn,
      request: { method: 'PUT', url: `${resourceType}/${id}`, ifMatch: `W/"${meta.versionId}"` },
    },
  ];
};

/** Both resources of the receipt become `cancelled`; those that are, stay. */
const takeBack = async (receiptId: string, tools: ReceiptTools): Promise<HisReferences> => {
  const stored = await storedReceipt(receiptId, tools);
  if (stored.length === 0) {
    throw new FhirFailure(
      { fault: 'his-conflict', next: { action: 'dead-letter' } },
      'the receipt that is taken back is not there',
    );
  }
  const entry = stored.flatMap(cancelled);
  if (entry.length > 0) {
    await tools.writer.write({ resourceType: 'Bundle', type: 'transaction', entry });
  }
  return referencesOf(stored);
};

/**
 * Tells the HIS of a receipt, or that one is taken back. Sent again it first looks for what arrived,
 * and each create is conditional on the receipt's number. @throws FhirFailure.
 */
export const tellReceipt = async (
  delivery: ReceiptDelivery,
  tools: ReceiptTools,
): Promise<HisReferences> => {
  const { receipt, attemptsBefore } = delivery;
  if (receipt.kind === 'cancellation') return takeBack(receipt.cancels ?? '', tools);
  const earlier = attemptsBefore > 0 ? await storedReceipt(receipt.eventId, tools) : [];
  const isWhole = ['PaymentNotice', 'PaymentReconciliation'].every(type =>
    earlier.some(({ resourceType }) => resourceType === type),
  );
  if (isWhole) return referencesOf(earlier);
  const request = await requestOf(delivery, tools);
  return tools.writer.write(receiptBundle(receipt, request, tools.systems, tools.facilityCode));
};
