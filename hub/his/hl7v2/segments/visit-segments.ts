import { type CheckInEvent, type IntakeEvent } from '../../../../core/contract/hub.ts';
import { composite, repeated, segment, text } from '../message/compose.ts';
import { type Segment } from '../message/message.ts';
import { dateStampOf, timeStampOf } from '../time-stamp.ts';

/** Authority of the visit numbers we give. */
export const VISIT_AUTHORITY = 'TIEP-DON';

export const eventSegment = (
  trigger: string,
  event: Pick<IntakeEvent, 'occurredAt' | 'kioskId'>,
  recordedAt: number,
): Segment =>
  segment('EVN', {
    1: text(trigger),
    2: text(timeStampOf(recordedAt)),
    5: text(event.kioskId),
    6: text(timeStampOf(event.occurredAt)),
  });

/** A visit number as PV1-19 carries it. */
export const visitNumber = (visitId: string) =>
  composite(visitId, undefined, undefined, VISIT_AUTHORITY, 'VN');

/** PV1 of an outpatient (table 0004, O) at a clinic; admission type U, urgent, where they go first. */
export const visitSegment = (
  event: IntakeEvent,
  location: string,
  facility: string,
  visitId: string,
): Segment =>
  segment('PV1', {
    1: text('1'),
    2: text('O'),
    3: composite(location, undefined, undefined, facility, undefined, 'C'),
    4: text(event.priority === undefined ? 'R' : 'U'),
    // HL7 tables 0092 and 0023: here again, on appointment; sent by another hospital.
    13: text(event.slip?.kind === 're-examination' ? 'R' : undefined),
    14: text(event.slip?.kind === 'referral' ? '4' : undefined),
    19: visitNumber(visitId),
    44: text(timeStampOf(event.occurredAt)),
  });

/** ZBH, what is known of the cover beside the card: a segment of our own. docs/hl7v2.md lists it. */
export const coverSegment = ({ payer }: CheckInEvent): Segment => {
  const { reason, route, portal, previousCardNumber, differs = [] } = payer.coverage;
  return segment('ZBH', {
    1: text(portal?.code),
    2: text(reason),
    3: composite(route?.route, route?.reason),
    4: text(route?.benefitPercent?.toString()),
    5: text(route?.objectCode),
    6: text(previousCardNumber),
    7: repeated(differs.map(text)),
  });
};

/** IN1 of the health insurance card, where cover is claimed. */
export const insuranceSegment = ({ payer }: CheckInEvent): readonly Segment[] => {
  const { cardNumber, registeredFacility, validFrom, validTo } = payer.coverage;
  if (payer.mode !== 'insured' || cardNumber === undefined) return [];
  return [
    segment('IN1', {
      1: text('1'),
      2: text('BHYT'),
      3: text('BHXH'),
      4: text('Bảo hiểm xã hội Việt Nam'),
      12: text(validFrom === undefined ? undefined : dateStampOf(validFrom)),
      13: text(validTo === undefined ? undefined : dateStampOf(validTo)),
      35: text(registeredFacility),
      36: text(cardNumber),
    }),
  ];
};
