import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createStatusParser,
  faultOf,
  fromAutomatic,
  isStopped,
  UNKNOWN_CONDITION,
  withRealTime,
  type PrinterAnswer,
  type PrinterCondition,
} from './status.ts';

const parse = (...chunks: readonly (readonly number[])[]): PrinterAnswer[] => {
  const answers: PrinterAnswer[] = [];
  const parser = createStatusParser(answer => answers.push(answer));
  for (const chunk of chunks) parser.push(Uint8Array.from(chunk));
  return answers;
};

const ascii = (text: string): number[] => [...Buffer.from(text)];
const PROCESS_ID = [0x37, 0x22, ...ascii('1357'), 0x00];

describe('createStatusParser', () => {
  it('tells the kinds of answers apart by their fixed bits', () => {
    expect(parse([0x12], [0x10, 0x00, 0x0c, 0x00], [0x0c], PROCESS_ID, [0x37, 0x25, 0x00])).toEqual(
      [
        { answer: 'real-time', byte: 0x12 },
        { answer: 'automatic', bytes: [0x10, 0x00, 0x0c, 0x00] },
        { answer: 'transmitted', byte: 0x0c },
        { answer: 'process-id', id: '1357' },
        { answer: 'cleared' },
      ],
    );
  });

  it('finds a real-time byte in the middle of a longer answer', () => {
    expect(parse([0x37, 0x22, 0x31, 0x1a, 0x33, 0x35, 0x37, 0x00])).toEqual([
      { answer: 'real-time', byte: 0x1a },
      { answer: 'process-id', id: '1357' },
    ]);
    expect(parse([0x18, 0x00, 0x16, 0x00, 0x00])).toEqual([
      { answer: 'real-time', byte: 0x16 },
      { answer: 'automatic', bytes: [0x18, 0x00, 0x00, 0x00] },
    ]);
  });

  it('never takes the rest of a broken answer for the word that a ticket is out', () => {
    expect(parse([0x37, 0x22, 0x31, 0x00])).toEqual([]);
    expect(parse([0x10, 0x00, 0x00, 0x90])).toEqual([]);
    expect(parse([0x37, 0x00])).toEqual([]);
  });

  it('goes on with the next answer after a broken one', () => {
    expect(parse([0x37, 0x22, 0x31], PROCESS_ID)).toEqual([]);
    expect(parse([0x37, 0x22, 0x31, 0x80], PROCESS_ID)).toEqual([
      { answer: 'process-id', id: '1357' },
    ]);
    expect(parse([0x10, 0x00, 0x18, 0x00, 0x00, 0x00])).toEqual([
      { answer: 'automatic', bytes: [0x18, 0x00, 0x00, 0x00] },
    ]);
  });

  it('passes over flow control and noise', () => {
    expect(parse([0x11, 0x13, 0xff, 0x80], [0x12])).toEqual([{ answer: 'real-time', byte: 0x12 }]);
  });

  const answer = fc.oneof(
    fc.constantFrom(0x12, 0x16, 0x1a, 0x1e, 0x32, 0x72).map(byte => [byte]),
    fc.constantFrom(0x00, 0x03, 0x0c, 0x0f).map(byte => [byte]),
    fc.constantFrom([0x10, 0x00, 0x00, 0x00], [0x38, 0x28, 0x0f, 0x6f]),
    fc.constantFrom(PROCESS_ID, [0x37, 0x25, 0x00]),
  );

  it('gives the same answers however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 20 }), fc.nat(8), (answers, size) => {
        const bytes = answers.flat();
        const chunks = bytes.map((_, at) => bytes.slice(at * (size + 1), (at + 1) * (size + 1)));
        expect(parse(...chunks)).toEqual(parse(bytes));
        expect(parse(bytes)).toHaveLength(answers.length);
      }),
    );
  });

  it('takes any bytes, and hears the printer again after two that are quiet', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), noise => {
        const answers = parse([...noise], [0xff, 0xff], [...PROCESS_ID]);
        expect(answers.at(-1)).toEqual({ answer: 'process-id', id: '1357' });
      }),
    );
  });
});

describe('what a printer says of itself', () => {
  it.each([
    [1, 0x12, {}],
    [1, 0x1a, { offline: true }],
    [2, 0x16, { coverOpen: true }],
    [2, 0x32, { paper: 'end' }],
    [3, 0x1a, { jammed: true }],
    [3, 0x32, { jammed: true }],
    [3, 0x16, { jammed: true }],
    [3, 0x52, { hot: true }],
    [4, 0x12, { paper: 'ok' }],
    [4, 0x1e, { paper: 'near-end' }],
    [4, 0x72, { paper: 'end' }],
    [4, 0x7e, { paper: 'end' }],
  ] as const)('DLE EOT %i answered with %i', (request, byte, changes) => {
    expect(withRealTime(UNKNOWN_CONDITION, request, byte)).toEqual({
      ...UNKNOWN_CONDITION,
      ...changes,
    });
  });

  it.each([
    [[0x10, 0x00, 0x00, 0x00], { paper: 'ok' }],
    [[0x18, 0x00, 0x0f, 0x00], { offline: true, paper: 'end' }],
    [[0x38, 0x00, 0x03, 0x00], { offline: true, coverOpen: true, paper: 'near-end' }],
    [[0x18, 0x08, 0x00, 0x00], { offline: true, jammed: true, paper: 'ok' }],
    [[0x10, 0x40, 0x00, 0x00], { hot: true, paper: 'ok' }],
  ] as const)('automatic status %j', (bytes, changes) => {
    expect(fromAutomatic(bytes)).toEqual({ ...UNKNOWN_CONDITION, ...changes });
  });

  it('names the cause a person can see before the general one', () => {
    const all = {
      offline: true,
      coverOpen: true,
      jammed: true,
      hot: true,
      paper: 'end',
    } as const;
    expect(faultOf(all)).toBe('printer-paper-end');
    expect(faultOf({ ...all, paper: 'ok' })).toBe('printer-cover-open');
    expect(faultOf({ ...all, paper: 'ok', coverOpen: false })).toBe('printer-jam');
    expect(faultOf({ ...UNKNOWN_CONDITION, offline: true, hot: true })).toBe('printer-hot');
    expect(faultOf({ ...UNKNOWN_CONDITION, offline: true })).toBe('printer-offline');
    expect(faultOf({ ...UNKNOWN_CONDITION, paper: 'near-end' })).toBeUndefined();
  });

  it('stops a ticket for whatever a person must mend, not for a head that cools down', () => {
    const stopped = (changes: Partial<PrinterCondition>) =>
      isStopped({ ...UNKNOWN_CONDITION, offline: true, ...changes });
    expect(stopped({})).toBe(true);
    expect(stopped({ hot: true })).toBe(false);
    expect(stopped({ hot: true, paper: 'end' })).toBe(true);
    expect(stopped({ hot: true, coverOpen: true })).toBe(true);
  });
});
