import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../conformance/manual-clock.ts';
import { type ScannerTerminator } from '../../contract/code-framing.ts';
import { type CodeText } from './code-text.ts';
import { createFraming, INTER_BYTE_MS, MAX_FRAME_BYTES } from './framing.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const rig = (terminator: ScannerTerminator = 'any', prefix = '') => {
  const clock = createManualClock();
  const frames: CodeText[] = [];
  let oversize = 0;
  const framing = createFraming({
    clock,
    prefix,
    terminator,
    onFrame: frame => frames.push(frame),
    onOversize: () => (oversize += 1),
  });
  return {
    clock,
    push: (bytes: string | Uint8Array) =>
      framing.push(typeof bytes === 'string' ? bytesOf(bytes) : bytes),
    reset: framing.reset,
    texts: () => frames.map(({ text }) => text),
    frames,
    oversize: () => oversize,
  };
};

describe('framing', () => {
  it.each(['\r', '\n', '\r\n', '\t', '\x03'])('ends a code at %j', end => {
    const { push, texts } = rig();
    push(`một${end}hai${end}`);
    expect(texts()).toEqual(['một', 'hai']);
  });

  it('makes no empty scan of a CR and LF that arrive apart', async () => {
    const { push, texts, clock } = rig();
    push('LH26999921\r');
    push('\n');
    await clock.advance(1_000);
    expect(texts()).toEqual(['LH26999921']);
  });

  it('ends a code without terminator when the line falls silent', async () => {
    const { push, texts, clock } = rig('none');
    push('LH2699');
    await clock.advance(INTER_BYTE_MS - 10);
    push('9921');
    await clock.advance(INTER_BYTE_MS - 10);
    expect(texts()).toEqual([]);
    await clock.advance(20);
    expect(texts()).toEqual(['LH26999921']);
  });

  it('waits longer for a late byte where codes are known to be terminated', async () => {
    const { push, texts, clock } = rig();
    push('một\r');
    push('ha');
    await clock.advance(INTER_BYTE_MS * 2);
    push('i\r');
    expect(texts()).toEqual(['một', 'hai']);
  });

  it('takes bytes first that waited while the process was busy', () => {
    const clock = createManualClock();
    const due: (() => void)[] = [];
    const frames: string[] = [];
    const framing = createFraming({
      clock: { now: clock.now, after: (_ms, task) => (due.push(task), () => undefined) },
      prefix: '',
      terminator: 'none',
      onFrame: ({ text }) => frames.push(text),
      onOversize: () => undefined,
    });
    framing.push(bytesOf('LH26'));
    due.shift()?.();
    framing.push(bytesOf('9921'));
    expect(frames).toEqual([]);
  });

  it('keeps other terminators as part of a code where one is configured', () => {
    const { push, texts } = rig('crlf');
    push('dòng\tmột\rhai\r');
    push('\nba\r\n');
    expect(texts()).toEqual(['dòng\tmột\rhai', 'ba']);
  });

  it('takes the prefix off, and STX, but only in front', () => {
    const { push, texts } = rig('any', '~Q');
    push('~QLH~Q1\r');
    push('\x02~QLH2\x03');
    push('LH3\r');
    push('~Q\r');
    expect(texts()).toEqual(['LH~Q1', 'LH2', 'LH3']);
  });

  it('decodes a letter that is cut between chunks', () => {
    const { push, texts } = rig();
    for (const byte of bytesOf('Nguyễn Thị Hòa\r')) push(Uint8Array.of(byte));
    expect(texts()).toEqual(['Nguyễn Thị Hòa']);
  });

  it('replaces what is no UTF-8 and says so', () => {
    const { push, frames } = rig();
    push(Uint8Array.of(0x41, 0xff, 0xe1, 0xbb, 0x0d));
    push('B\r');
    expect(frames).toEqual([
      { text: 'A\uFFFD\uFFFD', replaced: true },
      { text: 'B', replaced: false },
    ]);
  });

  it('takes the longest frame, drops one byte more, and reads the next', () => {
    const { push, texts, oversize } = rig();
    push(`${'A'.repeat(MAX_FRAME_BYTES)}\r`);
    expect(texts()[0]).toHaveLength(MAX_FRAME_BYTES);
    push(`${'B'.repeat(MAX_FRAME_BYTES + 1)}\r`);
    push(`${'C'.repeat(MAX_FRAME_BYTES * 3)}\r`);
    push('D\r');
    expect(texts().slice(1)).toEqual(['D']);
    expect(oversize()).toBe(2);
  });

  it('sees a CRLF behind too many bytes, also cut apart', () => {
    const { push, texts } = rig('crlf');
    push(`${'B'.repeat(MAX_FRAME_BYTES * 2)}\r`);
    push('\nD\r\n');
    expect(texts()).toEqual(['D']);
  });

  it('forgets a code that was begun when the line is lost', async () => {
    const { push, reset, texts, clock } = rig();
    push('LH26');
    reset();
    push('AB\r');
    await clock.advance(1_000);
    expect(texts()).toEqual(['AB']);
  });

  const code = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
    .map(text => text.replace(/[\r\n\t\x02\x03\uFEFF]/gu, ''))
    .filter(text => text.isWellFormed() && text !== '' && !text.startsWith('~'));
  const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 60 });

  it('gives the same scans however the bytes are cut', () => {
    const endings = fc.constantFrom<[ScannerTerminator, string]>(
      ['any', '\r'],
      ['any', '\r\n'],
      ['any', '\n'],
      ['any', '\t'],
      ['any', '\x03'],
      ['crlf', '\r\n'],
      ['tab', '\t'],
    );
    fc.assert(
      fc.property(
        fc.array(code, { maxLength: 12 }),
        endings,
        fc.constantFrom('', '~P'),
        cuts,
        (codes, [terminator, end], prefix, sizes) => {
          const { push, texts } = rig(terminator, prefix);
          const line = bytesOf(codes.map(text => `${prefix}${text}${end}`).join(''));
          let at = 0;
          for (const size of sizes) {
            push(line.subarray(at, at + size));
            at += size;
          }
          push(line.subarray(at));
          expect(texts()).toEqual(codes);
        },
      ),
    );
  });

  it('takes any bytes and reads the next good code after them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }),
        async junk => {
          const { push, texts, clock } = rig();
          junk.forEach(push);
          await clock.advance(1_000);
          push('LH26999921\r');
          expect(texts().at(-1)).toBe('LH26999921');
        },
      ),
      { numRuns: 50 },
    );
  });
});
