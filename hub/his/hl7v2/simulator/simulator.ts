import { type BusinessDay } from '../../../../core/contract/primitives.ts';
import {
  SYNTHETIC_PEOPLE,
  type SyntheticPerson,
} from '../../../../core/identity/synthetic-people.ts';
import { SYNTHETIC_BILLS, type SyntheticBill } from '../../../../core/identity/synthetic-bills.ts';
import { type Clock, type Ids } from '../../../../core/ports/ports.ts';
import {
  addDays,
  businessDayOf,
  instantOf,
  momentOn,
} from '../../../../core/scheduling/business-day.ts';
import {
  type Acknowledgement,
  acknowledgementOf,
  acknowledgementSegments,
} from '../acknowledgement.ts';
import { controlIdOf } from '../control-id.ts';
import {
  type MessageType,
  composite,
  message as compose,
  segment,
  text,
} from '../message/compose.ts';
import { type Message, type Segment, segmentNamed, valueAt } from '../message/message.ts';
import { createMllpClient } from '../mllp/mllp-client.ts';
import { frame } from '../mllp/framing.ts';
import {
  type MllpListenerOptions,
  type MllpPeer,
  startMllpListener,
} from '../mllp/mllp-listener.ts';
import { type Hl7Booking } from '../records/records.ts';
import { bytesOf, messageIn } from '../session.ts';
import { identifierField, patientNumber } from '../segments/patient-identifiers.ts';
import { dongField } from '../segments/charge-segments.ts';
import { type ScheduleTrigger, bookingSegments } from '../segments/schedule-segments.ts';
import { type TicketState } from '../../ticket-state.ts';
import { visitNumber } from '../segments/visit-segments.ts';
import { hl7v2SettingsSchema } from '../settings.ts';
import { timeStampOf } from '../time-stamp.ts';
import { createHl7FaultSwitches } from './faults.ts';
import { type Handled, type SimulatedHospital, createHospital } from './hospital.ts';

export interface Hl7SimulatorOptions {
  readonly host?: string;
  /** 0: any free one. */
  readonly port: number;
  readonly tls?: MllpListenerOptions['tls'];
  /** Where the hub listens; asked at every message, since it may start later. */
  readonly hub: () => { readonly host: string; readonly port: number };
  readonly clock: Clock;
  readonly ids: Ids;
}

const KINDS = hl7v2SettingsSchema.parse({}).identifiers;
const ANSWER_MS = 5_000;

const bookingOf = (
  person: SyntheticPerson,
  one: SyntheticPerson['bookings'][number],
  day: BusinessDay,
  at: string,
): Hl7Booking => ({
  id: `${one.id}-${day.replaceAll('-', '')}`,
  placer: one.code,
  filler: `${one.id}-${day.replaceAll('-', '')}`,
  code: one.code,
  kind: one.kind,
  place: one.clinicId,
  start: momentOn(day, one.time),
  minutes: 15,
  practitioner: undefined,
  state: 'booked',
  patientNumber: person.hisPatientCode ?? '',
  changedAt: at,
  foreign: [],
});

const pidOf = (number: string): Segment =>
  segment('PID', { 1: text('1'), 3: identifierField(patientNumber(number, KINDS)) });

/** The bookings of one day of everyone the hospital knows. */
export const bookingsOn = (day: BusinessDay, at: string): readonly Hl7Booking[] =>
  SYNTHETIC_PEOPLE.filter(
    ({ hisKnown, hisPatientCode }) => hisKnown && hisPatientCode !== undefined,
  ).flatMap(person => person.bookings.map(one => bookingOf(person, one, day, at)));

/** Messages the simulated hospital sends on its own account; each gives the hub's answer. */
const tellers = (
  options: Hl7SimulatorOptions,
  hospital: SimulatedHospital,
  composed: (type: MessageType, segments: readonly Segment[], controlId: string) => Message,
) => {
  const { ids, clock } = options;
  const send = async (bytes: Buffer): Promise<Acknowledgement | undefined> => {
    const client = createMllpClient({
      ...options.hub(),
      connections: 1,
      connectTimeoutMs: ANSWER_MS,
      clock,
    });
    try {
      return await client.exchange(
        bytes,
        answer => {
          const read = messageIn(answer);
          return { done: read === undefined ? undefined : acknowledgementOf(read) };
        },
        ANSWER_MS,
      );
    } finally {
      client.close();
    }
  };
  const tell = (type: MessageType, segments: readonly Segment[], controlId?: string) =>
    send(bytesOf(composed(type, segments, controlId ?? controlIdOf(ids.uuid(), type[1]))));
  return {
    /** Any bytes. */
    send,
    booking: (
      trigger: ScheduleTrigger,
      booking: Hl7Booking,
      more: readonly Segment[] = [],
      controlId?: string,
    ) =>
      tell(
        ['SIU', trigger, 'SIU_S12'],
        [...bookingSegments(booking, { patient: pidOf(booking.patientNumber) }), ...more],
        controlId,
      ),
    ticket: (visitId: string, state: TicketState) =>
      tell(
        ['ADT', 'A08', 'ADT_A01'],
        [
          segment('EVN', { 1: text('A08'), 2: text(timeStampOf(clock.now())) }),
          pidOf(hospital.visits.get(visitId)?.patientNumber ?? 'BN0'),
          segment('PV1', { 1: text('1'), 2: text('O'), 19: visitNumber(visitId) }),
          segment('ZTK', { 7: text(state) }),
        ],
      ),
    /** P03 of a bill: what was charged. */
    bill({ id, hisPatientCode, daysAgo, lines }: SyntheticBill, today: BusinessDay) {
      const day = addDays(today, -daysAgo).replaceAll('-', '');
      return tell(
        ['DFT', 'P03', 'DFT_P03'],
        [
          segment('EVN', { 1: text('P03'), 2: text(timeStampOf(clock.now())) }),
          segment('PID', {
            1: text('1'),
            3: identifierField(patientNumber(hisPatientCode, KINDS)),
            18: composite(id),
          }),
          ...lines.map((line, index) =>
            segment('FT1', {
              1: text(String(index + 1)),
              2: text(`${id.slice(-8)}-${index + 1}`),
              4: text(day),
              6: text('CG'),
              7: composite(undefined, line.name),
              10: text(String(line.quantity)),
              11: dongField(line.amount),
              15: dongField(line.insurerPays),
            }),
          ),
        ],
      );
    },
    /** P03 of every bill there is. */
    async billsOf(today: BusinessDay): Promise<void> {
      for (const bill of SYNTHETIC_BILLS) await this.bill(bill, today);
    },
    merge(prior: string, surviving: string) {
      hospital.merge(prior, surviving);
      return tell(
        ['ADT', 'A40', 'ADT_A39'],
        [
          segment('EVN', { 1: text('A40'), 2: text(timeStampOf(clock.now())) }),
          pidOf(surviving),
          segment('MRG', { 1: identifierField(patientNumber(prior, KINDS)) }),
        ],
      );
    },
    /** S12 of every booking of a day. */
    async bookingsOf(day: BusinessDay): Promise<void> {
      for (const booking of bookingsOn(day, instantOf(clock.now()))) {
        await this.booking('S12', booking);
      }
    },
  };
};

/** A hospital information system made of synthetic people, speaking HL7 v2 over MLLP. */
export const startHl7Simulator = async (options: Hl7SimulatorOptions) => {
  const { clock, ids } = options;
  const faults = createHl7FaultSwitches();
  const hospital: SimulatedHospital = createHospital({
    today: businessDayOf(clock.now()),
    isBlind: () => faults.current().blind,
    schedules: day =>
      bookingsOn(day, instantOf(clock.now())).flatMap(booking => {
        const state = hospital.arrivals.has(booking.filler) ? 'arrived' : booking.state;
        return bookingSegments({ ...booking, state }, { patient: pidOf(booking.patientNumber) });
      }),
  });
  /** By sender and MSH-10: a message that comes again gets the answer it got. */
  const answered = new Map<string, Handled>();
  const received: Message[] = [];

  const composed = (type: MessageType, segments: readonly Segment[], controlId: string): Message =>
    compose(
      {
        route: {
          sendingApplication: 'HIS',
          sendingFacility: '01999',
          receivingApplication: 'TIEP-DON',
          receivingFacility: '01999',
        },
        type,
        controlId,
        at: timeStampOf(clock.now()),
        processing: 'P',
        version: '2.5.1',
      },
      ...segments,
    );
  const tell = tellers(options, hospital, composed);

  const answerTo = (
    asked: Message,
    said: Acknowledgement,
    more: readonly Segment[] = [],
    response: MessageType = ['RSP', 'K22', 'RSP_K21'],
  ): Buffer => {
    const [msh] = asked.segments;
    const trigger = valueAt(asked, msh, 9, 2) ?? '';
    const type: MessageType = more.length > 0 ? response : ['ACK', trigger, 'ACK'];
    const foreign = faults.current().foreignSegments
      ? [segment('ZXX', { 1: composite('kept', ['as', 'it']), 3: text('is') })]
      : [];
    return bytesOf(
      composed(
        type,
        [...acknowledgementSegments(said), ...more, ...foreign],
        controlIdOf(ids.uuid(), 'ACK'),
      ),
    );
  };

  const process = (asked: Message, controlId: string): Handled => {
    const key = [3, 4].map(field => valueAt(asked, asked.segments[0], field) ?? '').join('|');
    const before = answered.get(`${key}|${controlId}`);
    const { forgetful, blind } = faults.current();
    if (before !== undefined && !forgetful && !blind) return before;
    const handled = hospital.handle(asked);
    answered.set(`${key}|${controlId}`, handled);
    return handled;
  };

  const isAsked = (asked: Message, field: 15 | 16): boolean =>
    valueAt(asked, asked.segments[0], field) === 'AL';

  const reply = async (
    asked: Message,
    controlId: string,
    handled: Handled,
    peer: MllpPeer,
  ): Promise<void> => {
    const said = { ...handled.acknowledgement, controlId };
    const final = answerTo(asked, said, handled.segments, handled.type);
    if (isAsked(asked, 15)) peer.send(answerTo(asked, { code: 'CA', controlId }));
    if (isAsked(asked, 15) && !isAsked(asked, 16)) return;
    if (isAsked(asked, 15) && faults.current().deferred)
      await tell.send(final).catch(() => undefined);
    else peer.send(final);
  };

  const answer = async (bytes: Buffer, peer: MllpPeer): Promise<undefined> => {
    const asked = messageIn(bytes);
    if (asked === undefined) return;
    const [msh] = asked.segments;
    const controlId = valueAt(asked, msh, 10) ?? '';
    const isQuery = ['QPD', 'QRD'].some(name => segmentNamed(asked, name) !== undefined);
    const decision = faults.decide(isQuery);
    if (decision.kind === 'away') {
      peer.cut();
      return;
    }
    received.push(asked);
    const { delayMs } = faults.current();
    if (delayMs > 0) await new Promise<void>(resolve => clock.after(delayMs, resolve));
    if (decision.kind === 'ignore') return;
    if (decision.kind === 'answer') {
      const { code, condition } = decision.answer;
      const said = { code, controlId, ...(condition === undefined ? {} : { condition }) };
      peer.send(answerTo(asked, said));
      return;
    }
    const handled = process(asked, controlId);
    const said = { ...handled.acknowledgement, controlId };
    const full = frame(answerTo(asked, said, handled.segments, handled.type));
    switch (decision.kind) {
      case 'noAnswer':
        return;
      case 'cutBeforeAnswer':
        peer.cut();
        return;
      case 'cutInside':
        peer.sendRaw(full.subarray(0, full.length >> 1));
        clock.after(20, () => {
          peer.cut();
        });
        return;
      case 'foreignAnswer':
        peer.send(answerTo(asked, { code: 'AA', controlId: 'another-message' }));
        return;
      case 'acceptOnly':
        peer.send(answerTo(asked, { code: 'CA', controlId }));
        return;
      case 'answerTwice':
        peer.sendRaw(full);
        peer.sendRaw(full);
        return;
      case 'none':
        await reply(asked, controlId, handled, peer);
    }
  };

  const listener = await startMllpListener({
    host: options.host ?? '127.0.0.1',
    port: options.port,
    ...(options.tls === undefined ? {} : { tls: options.tls }),
    connections: 64,
    answer,
  });
  return {
    port: listener.port,
    hospital,
    faults,
    tell,
    /** Every message that came in whole, in order. */
    received: received as readonly Message[],
    close: () => listener.close(),
  };
};
export type Hl7Simulator = Awaited<ReturnType<typeof startHl7Simulator>>;
