import { type CheckInEvent } from '../../../core/contract/hub.ts';
import { type Clock, type Ids } from '../../../core/ports/ports.ts';
import { instantOf } from '../../../core/scheduling/business-day.ts';
import { ruleOf } from './acknowledgement.ts';
import { controlIdOf } from './control-id.ts';
import { Hl7Failure } from './hl7-failure.ts';
import { composite, segment, text } from './message/compose.ts';
import { type Message, type Segment, segmentsNamed, valueAt } from './message/message.ts';
import { type Hl7Session } from './session.ts';
import { timeStampOf } from './time-stamp.ts';

export interface VisitQueryParts {
  readonly session: Hl7Session;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly timeoutMs: number;
}

/** To the second: time zones and fractions are written differently. */
const secondOf = (stamp: string | undefined): string | undefined => stamp?.slice(0, 14);

const isOurs = (
  message: Message,
  pv1: Segment,
  { visitId, occurredAt }: CheckInEvent,
  location: string,
): boolean =>
  valueAt(message, pv1, 19)?.toLowerCase() === visitId ||
  (valueAt(message, pv1, 3) === location &&
    secondOf(valueAt(message, pv1, 44)) === secondOf(timeStampOf(occurredAt)));

/**
 * Whether a visit of ours is in the HIS: its visits of the patient (QRY^A19, 3.3.19) have our
 * number in PV1-19, or the clinic and the moment of arrival that only this visit has.
 * @throws FaultError `his-*`; where the question is refused, a dead letter: nobody can tell.
 */
export const isVisitThere = async (
  event: CheckInEvent,
  patientNumber: string,
  location: string,
  { session, clock, ids, timeoutMs }: VisitQueryParts,
): Promise<boolean> => {
  const controlId = controlIdOf(ids.uuid(), 'A19');
  const { response, acknowledgement } = await session.ask(
    {
      type: ['QRY', 'A19', 'QRY_A19'],
      controlId,
      segments: [
        segment('QRD', {
          1: text(timeStampOf(instantOf(clock.now()))),
          2: text('R'),
          3: text('I'),
          4: text(controlId),
          7: composite('99', 'RD'),
          8: text(patientNumber),
          9: text('DEM'),
        }),
      ],
    },
    timeoutMs,
  );
  if (ruleOf(acknowledgement) !== undefined) {
    throw new Hl7Failure(
      { fault: 'his-conflict', next: 'dead-letter' },
      'sent before, and the HIS cannot be asked what arrived',
      acknowledgement,
    );
  }
  return segmentsNamed(response, 'PV1').some(pv1 => isOurs(response, pv1, event, location));
};
