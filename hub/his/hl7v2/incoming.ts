import { type Clock } from '../../../core/ports/ports.ts';
import { instantOf } from '../../../core/scheduling/business-day.ts';
import {
  type Acknowledgement,
  acknowledgementOf,
  acknowledgementSegments,
} from './acknowledgement.ts';
import { controlIdOf } from './control-id.ts';
import { message as compose } from './message/compose.ts';
import {
  type Message,
  type Segment,
  repetitionsOf,
  segmentNamed,
  segmentsNamed,
  valueAt,
} from './message/message.ts';
import { type Hl7Records, type RecordChange } from './records/records.ts';
import { bytesOf, readMessage, routeOf } from './session.ts';
import { chargesIn } from './segments/charge-segments.ts';
import { identifierFrom } from './segments/patient-identifiers.ts';
import { patientNumberOf, patientOf } from './segments/patient-segment.ts';
import { bookingFrom, isScheduleTrigger } from './segments/schedule-segments.ts';
import { VISIT_AUTHORITY } from './segments/visit-segments.ts';
import { ticketStateOf } from './segments/ticket-segment.ts';
import { type Hl7v2Settings } from './settings.ts';
import { momentOfStamp, timeStampOf } from './time-stamp.ts';

export interface IncomingOptions {
  readonly settings: Hl7v2Settings;
  readonly facilityCode: string;
  readonly records: Hl7Records;
  readonly clock: Clock;
  /** An application acknowledgement of something we sent. */
  readonly acknowledged: (acknowledgement: Acknowledgement) => boolean;
}

type Reading =
  | { readonly ok: true; readonly changes: readonly RecordChange[] }
  /** HL7 table 0357, and where. */
  | { readonly ok: false; readonly condition: string; readonly location?: string };

const numberOf = (message: Message, pid: Segment | undefined, settings: Hl7v2Settings) =>
  pid === undefined ? undefined : patientNumberOf(patientOf(message, pid), settings.identifiers);

/** A40: MRG-1 is the number that goes, PID-3 the one that stays (3.3.40); they come in pairs. */
const mergesOf = (message: Message, settings: Hl7v2Settings): Reading => {
  const pids = segmentsNamed(message, 'PID');
  const changes: RecordChange[] = [];
  for (const [nth, mrg] of segmentsNamed(message, 'MRG').entries()) {
    const identifiers = repetitionsOf(mrg, 1, message.delimiters).flatMap(
      one => identifierFrom(one) ?? [],
    );
    const prior = patientNumberOf({ identifiers }, settings.identifiers);
    const surviving = numberOf(message, pids[nth], settings);
    if (prior === undefined) return { ok: false, condition: '101', location: `MRG^${nth + 1}^1` };
    if (surviving === undefined)
      return { ok: false, condition: '101', location: `PID^${nth + 1}^3` };
    if (prior !== surviving) changes.push({ type: 'merge', prior, surviving });
  }
  return changes.length > 0 || segmentsNamed(message, 'MRG').length > 0
    ? { ok: true, changes }
    : { ok: false, condition: '100', location: 'MRG' };
};

/** Ticket states: ZTK-7 where the HIS says it, else what the trigger means. */
const TRIGGER_STATES = { A03: 'done', A11: 'cancelled' } as const;

const isStateTrigger = (trigger: string): trigger is keyof typeof TRIGGER_STATES =>
  trigger in TRIGGER_STATES;

/** Only visits of ours have a ticket here; of others nothing has to be known. */
const ticketChange = (message: Message, trigger: string): Reading => {
  const pv1 = segmentNamed(message, 'PV1');
  const visitId = valueAt(message, pv1, 19);
  const isOurs = [VISIT_AUTHORITY, undefined].includes(valueAt(message, pv1, 19, 4));
  const state =
    ticketStateOf(message) ?? (isStateTrigger(trigger) ? TRIGGER_STATES[trigger] : undefined);
  if (visitId === undefined || !isOurs || state === undefined) return { ok: true, changes: [] };
  return { ok: true, changes: [{ type: 'ticket', visitId: visitId.toLowerCase(), state }] };
};

const ADT_TRIGGERS = new Set(['A03', 'A04', 'A08', 'A10', 'A11']);

const reading = (message: Message, settings: Hl7v2Settings, at: string): Reading => {
  const [msh] = message.segments;
  const code = valueAt(message, msh, 9, 1) ?? '';
  const trigger = valueAt(message, msh, 9, 2) ?? '';
  if (code === 'ADT' && trigger === 'A40') return mergesOf(message, settings);
  if (code === 'ADT' && ADT_TRIGGERS.has(trigger)) return ticketChange(message, trigger);
  if (code === 'SIU' && isScheduleTrigger(trigger)) {
    const number = numberOf(message, segmentNamed(message, 'PID'), settings);
    const read = bookingFrom(message, trigger, number, at);
    return read.ok
      ? { ok: true, changes: [{ type: 'booking', booking: read.booking }] }
      : { ok: false, condition: '101', location: read.location };
  }
  if (code === 'DFT' && trigger === 'P03') {
    const pid = segmentNamed(message, 'PID');
    const read = chargesIn(message, numberOf(message, pid, settings), pid, at);
    return read.ok
      ? { ok: true, changes: read.charges.map(charge => ({ type: 'charge', charge })) }
      : { ok: false, condition: '101', location: read.location };
  }
  const isKnown = ['ADT', 'SIU', 'DFT'].includes(code);
  return { ok: false, condition: isKnown ? '201' : '200' };
};

/** AR for what is refused as a kind (2.9.2.2), AE for what is wrong in it. */
const codeFor = (condition: string): 'AE' | 'AR' => (condition.startsWith('2') ? 'AR' : 'AE');

/** The acceptable versions: all of v2 say these messages alike. */
const isVersionTaken = (version: string | undefined): boolean =>
  version === undefined || /^2(\.\d){0,2}$/.test(version);

/**
 * Answers a message of the HIS. A positive answer is given once what it says is stored; a message
 * that came before gets the same answer and changes nothing.
 */
export const createIncoming = (options: IncomingOptions) => {
  const { settings, facilityCode, records, clock, acknowledged } = options;

  const accept = async (incoming: Message, controlId: string): Promise<Acknowledgement> => {
    const [msh] = incoming.segments;
    const refused = (condition: string, location?: string): Acknowledgement => ({
      code: codeFor(condition),
      controlId,
      condition,
      ...(location === undefined ? {} : { location }),
    });
    const processing = valueAt(incoming, msh, 11);
    if (!isVersionTaken(valueAt(incoming, msh, 12))) return refused('203', 'MSH^1^12');
    // A message of a test must never become a booking of a day at work.
    if (processing !== undefined && processing !== settings.processingId) {
      return refused('202', 'MSH^1^11');
    }
    const at = momentOfStamp(valueAt(incoming, msh, 7)) ?? instantOf(clock.now());
    const read = reading(incoming, settings, at);
    if (!read.ok) return refused(read.condition, read.location);
    const sender = [3, 4].map(field => valueAt(incoming, msh, field) ?? '').join('|');
    try {
      await records.apply({ sender, controlId, at: instantOf(clock.now()) }, read.changes);
      return { code: 'AA', controlId };
    } catch {
      // Not stored, so not accepted: 207 lets the sender come again.
      return { code: 'AR', controlId, condition: '207' };
    }
  };

  const reply = (incoming: Message, said: Acknowledgement, suffix: string): Buffer => {
    const [msh] = incoming.segments;
    const own = routeOf(settings, facilityCode);
    return bytesOf(
      compose(
        {
          route: {
            ...own,
            receivingApplication: valueAt(incoming, msh, 3) ?? own.receivingApplication,
            receivingFacility: valueAt(incoming, msh, 4) ?? own.receivingFacility,
          },
          type: ['ACK', valueAt(incoming, msh, 9, 2) ?? '', 'ACK'],
          controlId: controlIdOf(said.controlId, `${suffix}|${clock.now()}`),
          at: timeStampOf(clock.now()),
          processing: settings.processingId,
          version: settings.version,
        },
        ...acknowledgementSegments(said),
      ),
    );
  };

  /** HL7 table 0155: always, never, on error, on success. */
  const isWanted = (condition: string | undefined, isSuccess: boolean): boolean =>
    condition === 'AL' || (condition === 'ER' && !isSuccess) || (condition === 'SU' && isSuccess);

  /** In enhanced mode the commit answer comes first, then the application's. */
  const enhanced = (incoming: Message, said: Acknowledgement): readonly Buffer[] => {
    const [msh] = incoming.segments;
    const isStored = said.code === 'AA';
    const isRefusedKind = said.condition?.startsWith('20') === true && said.condition !== '207';
    const commit = isStored || said.code === 'AE' ? 'CA' : isRefusedKind ? 'CR' : 'CE';
    const answers: Buffer[] = [];
    if (isWanted(valueAt(incoming, msh, 15), commit === 'CA')) {
      answers.push(
        reply(
          incoming,
          commit === 'CA' ? { code: commit, controlId: said.controlId } : { ...said, code: commit },
          'accept',
        ),
      );
    }
    if (commit === 'CA' && isWanted(valueAt(incoming, msh, 16), isStored)) {
      answers.push(reply(incoming, said, 'application'));
    }
    return answers;
  };

  /** @returns what is to be sent back, in order; nothing for bytes that name no message. */
  return async (bytes: Buffer): Promise<readonly Buffer[]> => {
    const read = readMessage(bytes);
    const incoming = 'message' in read ? read.message : read.header;
    const [msh] = incoming?.segments ?? [];
    const controlId = incoming === undefined ? undefined : valueAt(incoming, msh, 10);
    if (incoming === undefined || controlId === undefined) return [];
    const acknowledgement = acknowledgementOf(incoming);
    if (acknowledgement !== undefined) {
      acknowledged(acknowledgement);
      // Only an accept answer may follow on an acknowledgement (2.9.3.2).
      return isWanted(valueAt(incoming, msh, 15), true)
        ? [reply(incoming, { code: 'CA', controlId }, 'accept')]
        : [];
    }
    const said =
      'message' in read
        ? await accept(incoming, controlId)
        : {
            code: 'AE' as const,
            controlId,
            condition: read.condition,
            ...(read.location === undefined ? {} : { location: read.location }),
          };
    const isEnhanced = [15, 16].some(field => valueAt(incoming, msh, field) !== undefined);
    return isEnhanced ? enhanced(incoming, said) : [reply(incoming, said, 'application')];
  };
};
