import { type Clock } from '../../../core/ports/ports.ts';
import { type Acknowledgement, acknowledgementOf } from './acknowledgement.ts';
import { decodeMessage } from './message/character-set.ts';
import { type HeaderValues, type MessageType, type Route, message } from './message/compose.ts';
import { type Message, type Segment, encodeMessage, parseMessage } from './message/message.ts';
import { type MllpClient } from './mllp/mllp-client.ts';
import { type Hl7v2Settings } from './settings.ts';
import { timeStampOf } from './time-stamp.ts';

export interface SessionOptions {
  readonly client: MllpClient;
  readonly settings: Hl7v2Settings;
  readonly facilityCode: string;
  readonly clock: Clock;
}

export interface OutgoingMessage {
  readonly type: MessageType;
  readonly controlId: string;
  readonly segments: readonly Segment[];
}

/** What is said to the HIS, and what it answered to exactly that. */
export interface Hl7Session {
  /**
   * Sends and waits for the acknowledgement that ends it, by the mode of the settings.
   * @throws FaultError `his-unreachable`, `his-timeout`.
   */
  send(outgoing: OutgoingMessage, timeoutMs: number): Promise<Acknowledgement>;
  /** Asks and waits for the response, which comes with its MSA. @throws the same. */
  ask(
    outgoing: OutgoingMessage,
    timeoutMs: number,
  ): Promise<{ readonly response: Message; readonly acknowledgement: Acknowledgement }>;
  /**
   * Takes an application acknowledgement that came on a connection of the HIS's own, as enhanced
   * mode allows (2.9.3.2). @returns false where nobody waits for it.
   */
  acknowledged(acknowledgement: Acknowledgement): boolean;
}

export type MessageReading =
  | { readonly message: Message }
  /** HL7 table 0357 and the place, with the header where at least that can be read. */
  | { readonly condition: string; readonly location?: string; readonly header?: Message };

/** What some bytes are. Total. */
export const readMessage = (bytes: Uint8Array): MessageReading => {
  const text = decodeMessage(bytes);
  const parsed = text === undefined ? undefined : parseMessage(text);
  if (parsed?.ok === true) return { message: parsed.message };
  // All character sets taken here have ASCII in common, and with it the header.
  const [first = ''] = Buffer.from(bytes)
    .toString('latin1')
    .split(/[\r\n]/, 1);
  const header = parseMessage(first);
  return {
    ...(parsed === undefined ? { condition: '102', location: 'MSH^1^18' } : { condition: '100' }),
    ...(header.ok ? { header: header.message } : {}),
  };
};

/** The message in some bytes; undefined where there is none. */
export const messageIn = (bytes: Uint8Array): Message | undefined => {
  const read = readMessage(bytes);
  return 'message' in read ? read.message : undefined;
};

export const bytesOf = (outgoing: Message): Buffer => Buffer.from(encodeMessage(outgoing), 'utf8');

const ACKNOWLEDGE = {
  original: undefined,
  'enhanced-accept': { accept: 'AL', application: 'NE' },
  enhanced: { accept: 'AL', application: 'AL' },
} as const satisfies Record<Hl7v2Settings['acknowledgement'], HeaderValues['acknowledge']>;

export const routeOf = (settings: Hl7v2Settings, facilityCode: string): Route => ({
  sendingApplication: settings.sendingApplication,
  sendingFacility: facilityCode,
  receivingApplication: settings.receivingApplication,
  receivingFacility: settings.receivingFacility ?? facilityCode,
});

/** Talks with the HIS over MLLP: an answer to another message is never taken for ours (MSA-2). */
export const createHl7Session = (options: SessionOptions): Hl7Session => {
  const { client, settings, facilityCode, clock } = options;
  const route = routeOf(settings, facilityCode);
  const waiting = new Map<string, (acknowledgement: Acknowledgement) => void>();

  const composed = (
    { type, controlId, segments }: OutgoingMessage,
    acknowledge: HeaderValues['acknowledge'],
  ): Buffer =>
    bytesOf(
      message(
        {
          route,
          type,
          controlId,
          at: timeStampOf(clock.now()),
          processing: settings.processingId,
          version: settings.version,
          ...(acknowledge === undefined ? {} : { acknowledge }),
        },
        ...segments,
      ),
    );

  const answerTo = (controlId: string, bytes: Buffer) => {
    const response = messageIn(bytes);
    const acknowledgement = response === undefined ? undefined : acknowledgementOf(response);
    return response !== undefined && acknowledgement?.controlId === controlId
      ? { response, acknowledgement }
      : undefined;
  };

  return {
    acknowledged(acknowledgement) {
      const done = waiting.get(acknowledgement.controlId);
      if (done === undefined || acknowledgement.code === 'CA') return false;
      done(acknowledgement);
      return true;
    },
    send(outgoing, timeoutMs) {
      const isStoredEnough = settings.acknowledgement === 'enhanced-accept';
      return client.exchange<Acknowledgement>(
        composed(outgoing, ACKNOWLEDGE[settings.acknowledgement]),
        bytes => {
          const answer = answerTo(outgoing.controlId, bytes);
          if (answer === undefined) return 'wait';
          // CA only says that it is stored; the application's answer is yet to come.
          const isInterim = answer.acknowledgement.code === 'CA' && !isStoredEnough;
          return isInterim ? 'wait' : { done: answer.acknowledgement };
        },
        timeoutMs,
        done => {
          waiting.set(outgoing.controlId, done);
          return () => waiting.delete(outgoing.controlId);
        },
      );
    },
    ask(outgoing, timeoutMs) {
      return client.exchange(
        composed(outgoing, undefined),
        bytes => {
          const found = answerTo(outgoing.controlId, bytes);
          return found === undefined || found.acknowledgement.code === 'CA'
            ? 'wait'
            : { done: found };
        },
        timeoutMs,
      );
    },
  };
};
