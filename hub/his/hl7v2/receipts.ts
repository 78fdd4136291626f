import { type DeliveryVerdict } from '../his.ts';
import { unclear, verdictOn } from '../his-failure.ts';
import { type ReceiptDelivery } from '../his-money.ts';
import { controlIdOf } from './control-id.ts';
import { type DeliveryTools } from './delivery.ts';
import { segment, text } from './message/compose.ts';
import { type Segment } from './message/message.ts';
import { sendOnce } from './send-once.ts';
import { type OutgoingMessage } from './session.ts';
import {
  paymentSegment,
  receiptSegment,
  signedAmount,
  transactionOf,
} from './segments/charge-segments.ts';
import {
  type PatientIdentifier,
  identifiersOf,
  patientNumber,
} from './segments/patient-identifiers.ts';
import { patientSegment } from './segments/patient-segment.ts';
import {
  VISIT_AUTHORITY,
  eventSegment,
  visitNumber,
  visitSegment,
} from './segments/visit-segments.ts';

/** Whom the money is for: the hospital's number, else what the visit was registered with. */
const payerOf = async (
  { receipt, visit }: ReceiptDelivery,
  { records, settings }: DeliveryTools,
): Promise<{ readonly number: string | undefined; readonly ids: readonly PatientIdentifier[] }> => {
  const told = receipt.hisPatientId ?? visit?.references['patient'];
  const number = told === undefined ? undefined : await records.survivorOf(told);
  const own = number === undefined ? [] : [patientNumber(number, settings.identifiers)];
  const shown = identifiersOf(visit?.event?.identity ?? {}, settings.identifiers);
  const all = [...own, ...shown.filter(({ type }) => own.every(one => one.type !== type))];
  if (all.length > 0) return { number, ids: all };
  if (visit === undefined) throw unclear('nothing says whose money it is');
  return { number, ids: [{ value: visit.visitId, authority: VISIT_AUTHORITY, type: 'VN' }] };
};

const visitOf = (
  { visit }: ReceiptDelivery,
  { places, facilityCode }: DeliveryTools,
): readonly Segment[] => {
  if (visit === undefined) return [];
  const { event, visitId } = visit;
  if (event === undefined) {
    return [segment('PV1', { 1: text('1'), 2: text('O'), 19: visitNumber(visitId) })];
  }
  const place = places.of(event.number.servicePointId);
  const location = place?.code ?? event.number.servicePointId;
  return [visitSegment(event, location, facilityCode, visitId)];
};

/** P03 of a payment, or of one that is taken back. */
const paymentMessage = (
  delivery: ReceiptDelivery,
  ids: readonly PatientIdentifier[],
  tools: DeliveryTools,
): OutgoingMessage => {
  const { receipt, visit } = delivery;
  const pid = patientSegment(visit?.event?.identity ?? {}, ids, receipt.hisBill);
  return {
    type: ['DFT', 'P03', 'DFT_P03'],
    controlId: controlIdOf(receipt.eventId, 'P03'),
    segments: [
      eventSegment(
        'P03',
        { occurredAt: receipt.paidAt, kioskId: receipt.provider },
        tools.clock.now(),
      ),
      pid,
      ...visitOf(delivery, tools),
      paymentSegment(receipt),
      receiptSegment(receipt),
    ],
  };
};

/**
 * Tells the HIS of money that came, or that a receipt is taken back. MSH-10 and FT1-2 stay the same
 * on every attempt; a HIS that knows neither cannot be asked for payments, so a person is.
 */
export const deliverReceipt = async (
  delivery: ReceiptDelivery,
  tools: DeliveryTools,
): Promise<DeliveryVerdict> => {
  const { receipt, attemptsBefore } = delivery;
  try {
    if (attemptsBefore > 0 && tools.settings.repeats === 'look-up') {
      throw unclear('a payment was sent before, and whether it arrived cannot be asked');
    }
    const { number, ids } = await payerOf(delivery, tools);
    const outgoing = paymentMessage(delivery, ids, tools);
    await sendOnce(outgoing, 'FT1^1^2', attemptsBefore, tools);
    if (receipt.hisBill !== undefined && number !== undefined) {
      await tools.records.paymentTold({
        account: receipt.hisBill,
        transaction: transactionOf(receipt.eventId),
        patientNumber: number,
        day: receipt.day,
        kind: 'PY',
        name: '',
        quantity: 1,
        amount: signedAmount(receipt),
        insurerPays: 0,
        toldAt: receipt.recordedAt,
      });
    }
    return {
      verdict: 'delivered',
      receipt: { P03: outgoing.controlId, transaction: transactionOf(receipt.eventId) },
    };
  } catch (error) {
    return verdictOn(error);
  }
};
