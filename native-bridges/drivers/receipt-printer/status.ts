import { type FaultCode } from '../../../core/contract/errors.ts';
import { type StatusRequest } from './escpos.ts';

/** What a printer sent back, as far as its shape tells. */
export type PrinterAnswer =
  /** One byte to DLE EOT: `0xx1xx10`. */
  | { readonly answer: 'real-time'; readonly byte: number }
  /** Four bytes of automatic status (GS a): `0xx1xx00`, then three `0xx0xxxx`. */
  | { readonly answer: 'automatic'; readonly bytes: readonly [number, number, number, number] }
  /** One byte to GS r 1: `0000xxxx`, the upper bits are fixed or reserved. */
  | { readonly answer: 'transmitted'; readonly byte: number }
  /** The process id of GS ( H. */
  | { readonly answer: 'process-id'; readonly id: string }
  /** Both buffers are empty (DLE DC4 function 8). */
  | { readonly answer: 'cleared' };

const isRealTime = (byte: number): boolean => (byte & 0x93) === 0x12;
const isAutomaticHead = (byte: number): boolean => (byte & 0x93) === 0x10;
const isAutomaticTail = (byte: number): boolean => (byte & 0x90) === 0;
const isTransmitted = (byte: number): boolean => (byte & 0xf0) === 0;

const BLOCK_HEADER = 0x37;
const BLOCK_PROCESS_ID = 0x22;
const BLOCK_CLEARED = 0x25;
const ID_LENGTH = 4;

/**
 * Cuts what comes from a printer into answers. Total on any bytes: what fits nothing is skipped
 * until something fits again, and the rest of a broken answer is never taken for another one. A
 * real-time byte may stand inside a longer answer, since it is sent at once.
 */
export const createStatusParser = (
  onAnswer: (answer: PrinterAnswer) => void,
): { readonly push: (chunk: Uint8Array) => void; readonly reset: () => void } => {
  /** A longer answer that has begun. */
  let begun: number[] = [];

  const add = (byte: number): void => {
    if (isRealTime(byte)) {
      onAnswer({ answer: 'real-time', byte });
      return;
    }
    if (begun.length === 0) {
      if (isTransmitted(byte)) {
        onAnswer({ answer: 'transmitted', byte });
        return;
      }
      begin(byte);
      return;
    }
    begun.push(byte);
    const step = isAutomaticHead(begun[0] ?? 0) ? readAutomatic(begun) : readBlock(begun);
    if (step === 'more') return;
    begun = [];
    if (step === 'broken') begin(byte);
    else onAnswer(step);
  };

  const begin = (byte: number): void => {
    if (isAutomaticHead(byte) || byte === BLOCK_HEADER) begun = [byte];
  };

  return {
    push: chunk => chunk.forEach(add),
    reset: () => {
      begun = [];
    },
  };
};

type Step = 'more' | 'broken' | PrinterAnswer;

const readAutomatic = ([head = 0, ...tail]: readonly number[]): Step => {
  if (!tail.every(isAutomaticTail)) return 'broken';
  const [second, third, fourth] = tail;
  if (second === undefined || third === undefined || fourth === undefined) return 'more';
  return { answer: 'automatic', bytes: [head, second, third, fourth] };
};

const readBlock = ([, identifier, ...rest]: readonly number[]): Step => {
  if (identifier === undefined) return 'more';
  if (identifier !== BLOCK_PROCESS_ID && identifier !== BLOCK_CLEARED) return 'broken';
  const length = identifier === BLOCK_PROCESS_ID ? ID_LENGTH : 0;
  const id = rest.slice(0, length);
  if (id.some(byte => byte < 0x20 || byte > 0x7e)) return 'broken';
  if (rest.length <= length) return 'more';
  if (rest[length] !== 0) return 'broken';
  return identifier === BLOCK_CLEARED
    ? { answer: 'cleared' }
    : { answer: 'process-id', id: String.fromCharCode(...id) };
};

/** What is known of a printer. */
export interface PrinterCondition {
  readonly offline: boolean;
  readonly coverOpen: boolean;
  /** Cutter stuck, or an error that a person must clear. */
  readonly jammed: boolean;
  /** The head cools down and then goes on by itself. */
  readonly hot: boolean;
  readonly paper: 'ok' | 'near-end' | 'end' | 'unknown';
}

export const UNKNOWN_CONDITION: PrinterCondition = {
  offline: false,
  coverOpen: false,
  jammed: false,
  hot: false,
  paper: 'unknown',
};

const has = (byte: number, mask: number): boolean => (byte & mask) === mask;

/** Recoverable, cutter and unrecoverable error. */
const JAM_BITS = 0x04 | 0x08 | 0x20;
/** The error that ends by itself: the temperature of the head. */
const HOT_BIT = 0x40;

/** The condition with what one real-time byte says; `request` is the one it answers. */
export const withRealTime = (
  condition: PrinterCondition,
  request: StatusRequest,
  byte: number,
): PrinterCondition => {
  switch (request) {
    case 1:
      return { ...condition, offline: has(byte, 0x08) };
    case 2:
      return {
        ...condition,
        coverOpen: has(byte, 0x04),
        paper: has(byte, 0x20) ? 'end' : condition.paper,
      };
    case 3:
      return { ...condition, jammed: (byte & JAM_BITS) !== 0, hot: has(byte, HOT_BIT) };
    case 4:
      return { ...condition, paper: paperOf(has(byte, 0x60), has(byte, 0x0c)) };
  }
};

/** The condition as the four bytes of automatic status have it. */
export const fromAutomatic = ([first, second, third]: readonly [
  number,
  number,
  number,
  number,
]): PrinterCondition => ({
  offline: has(first, 0x08),
  coverOpen: has(first, 0x20),
  jammed: (second & JAM_BITS) !== 0,
  hot: has(second, HOT_BIT),
  paper: paperOf(has(third, 0x0c), has(third, 0x03)),
});

const paperOf = (end: boolean, nearEnd: boolean): PrinterCondition['paper'] =>
  end ? 'end' : nearEnd ? 'near-end' : 'ok';

/** Why nothing can be printed now, the cause a person can see first; undefined where it can. */
export const faultOf = (condition: PrinterCondition): FaultCode | undefined => {
  if (condition.paper === 'end') return 'printer-paper-end';
  if (condition.coverOpen) return 'printer-cover-open';
  if (condition.jammed) return 'printer-jam';
  if (condition.hot) return 'printer-hot';
  return condition.offline ? 'printer-offline' : undefined;
};

/** Whether a ticket that has begun stops here; a head that cools down only takes longer. */
export const isStopped = (condition: PrinterCondition): boolean =>
  faultOf({ ...condition, hot: false, offline: condition.offline && !condition.hot }) !== undefined;
