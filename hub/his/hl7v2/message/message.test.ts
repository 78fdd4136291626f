import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMessage } from './character-set.ts';
import { composite, message, repeated, segment, text } from './compose.ts';
import { type Delimiters, STANDARD_DELIMITERS, delimitersOf } from './delimiters.ts';
import { escapeText, unescapeText } from './escape.ts';
import {
  type Message,
  encodeMessage,
  parseMessage,
  repetitionsOf,
  segmentNamed,
  valueAt,
} from './message.ts';

const HEADER = 'MSH|^~\\&|HIS|01999|TIEP-DON|01999|20261123080000+0700||ADT^A04|1|P|2.5.1';

const parsed = (lines: string): Message => {
  const result = parseMessage(lines);
  if (!result.ok) throw new Error(result.problem);
  return result.message;
};

/** Five different characters that may be delimiters. */
const anyDelimiters = fc
  .uniqueArray(
    fc.constantFrom('|', '^', '~', '\\', '&', '#', '$', '%', '*', '+', '!', '@', ':', ';'),
    { minLength: 5, maxLength: 5 },
  )
  .map(
    ([
      field = '',
      component = '',
      repetition = '',
      escape = '',
      subcomponent = '',
    ]): Delimiters => ({
      field,
      component,
      repetition,
      escape,
      subcomponent,
    }),
  );

const unicode = fc.string({ unit: 'grapheme', maxLength: 40 });

describe('escaping', () => {
  it('gives back any text, with any delimiters', () => {
    fc.assert(
      fc.property(unicode, anyDelimiters, (original, delimiters) => {
        expect(unescapeText(escapeText(original, delimiters), delimiters)).toBe(original);
      }),
    );
  });

  it('leaves no delimiter and no control character in a field', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), anyDelimiters, (original, delimiters) => {
        const wire = escapeText(original, delimiters);
        const { escape, ...separators } = delimiters;
        for (const one of Object.values(separators)) expect(wire).not.toContain(one);
        expect(Array.from(wire).every(character => character >= ' ')).toBe(true);
        expect(wire.split(escape).length % 2).toBe(1);
      }),
    );
  });

  it('reads the sequences of the standard and keeps those of the sender', () => {
    const read = (wire: string) => unescapeText(wire, STANDARD_DELIMITERS);
    expect(read('A\\F\\B\\S\\C\\T\\D\\R\\E\\E\\F')).toBe('A|B^C&D~E\\F');
    expect(read('dòng một\\.br\\dòng hai')).toBe('dòng một\ndòng hai');
    expect(read('\\H\\đậm\\N\\')).toBe('đậm');
    expect(read('\\X0D0A\\')).toBe('\r\n');
    expect(read('\\X4E677579E1BB856E\\')).toBe('Nguyễn');
    expect(read('\\XE9\\')).toBe('é');
    expect(read('\\Z01\\ \\XG\\ \\')).toBe('\\Z01\\ \\XG\\ \\');
  });
});

describe('a message', () => {
  it('of any characters is answered, never thrown at', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), any => {
        for (const candidate of [any, `MSH${any}`, `${HEADER}\r${any}`]) {
          const result = parseMessage(candidate);
          if (result.ok) expect(result.message.segments[0].name).toBe('MSH');
          else expect(result.problem).toMatch(/^(no-header|delimiters|segment-name)$/);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('that was read is written again as it came, Z-segments and foreign escapes too', () => {
    const field = fc.stringMatching(/^[A-Za-z0-9ăâđêôơư ^~&\\.-]{0,12}$/);
    const line = fc
      .tuple(fc.stringMatching(/^[A-Z][A-Z0-9]{2}$/), fc.array(field, { maxLength: 6 }))
      .map(([name, fields]) => [name === 'MSH' ? 'ZZZ' : name, ...fields].join('|'));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), lines => {
        const wire = [HEADER, ...lines].map(one => `${one}\r`).join('');
        expect(encodeMessage(parsed(wire))).toBe(wire);
      }),
    );
  });

  it('carries repetitions, components and subcomponents of any text there and back', () => {
    const leaf = fc.string({ unit: 'grapheme', maxLength: 8 });
    const values = fc.array(
      fc.array(fc.array(leaf, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(values, repetitions => {
        const written = repeated(repetitions.map(parts => composite(...parts)));
        const one = message(
          {
            route: {
              sendingApplication: 'a|b',
              sendingFacility: '01999',
              receivingApplication: 'x',
              receivingFacility: 'y',
            },
            type: ['ADT', 'A08', 'ADT_A01'],
            controlId: '1',
            at: '20261123',
            processing: 'P',
            version: '2.5.1',
          },
          segment('ZAB', { 2: written, 3: text('end') }),
        );
        const again = parsed(encodeMessage(one));
        const read = repetitionsOf(segmentNamed(again, 'ZAB'), 2, again.delimiters);
        // Empty parts at an end are not written; nothing else is lost.
        const trim = (parts: readonly string[]) =>
          parts.slice(0, parts.findLastIndex(p => p !== '') + 1);
        const said = (all: readonly (readonly (readonly string[])[])[]) =>
          all
            .map(parts => parts.map(part => trim(part).join('\u0001')))
            .map(parts => trim(parts).join('\u0002'))
            .filter(repetition => repetition !== '');
        expect(said(read)).toEqual(said(repetitions));
        expect(valueAt(again, again.segments[0], 3)).toBe('a|b');
      }),
    );
  });

  it('with delimiters of its own is read by them', () => {
    const own = parsed('MSH#*!%@#HIS#01999\rPID###1*2!3#Lê%F%An@Bình');
    const pid = segmentNamed(own, 'PID');
    expect(valueAt(own, pid, 3, 2)).toBe('2');
    expect(repetitionsOf(pid, 3, own.delimiters)).toEqual([[['1'], ['2']], [['3']]]);
    expect(valueAt(own, pid, 4)).toBe('Lê#An');
    expect(valueAt(own, pid, 4, 1, 2)).toBe('Bình');
  });

  it('may end its segments as files do', () => {
    for (const end of ['\r', '\n', '\r\n', '\r\r']) {
      expect(parsed([HEADER, 'PID|1', 'ZXX|2'].join(end)).segments).toHaveLength(3);
    }
  });

  it('without a value says nothing, and neither does the order to delete one', () => {
    const one = parsed(`${HEADER}\rPID|1||""|  |a`);
    const pid = segmentNamed(one, 'PID');
    expect([2, 3, 4, 5, 40].map(field => valueAt(one, pid, field))).toEqual([
      undefined,
      undefined,
      undefined,
      'a',
      undefined,
    ]);
    expect(valueAt(one, segmentNamed(one, 'ZZZ'), 1)).toBeUndefined();
  });

  it.each(['MSH|^^\\&|', 'MSH|^', 'MSHA', 'MSH', 'MSH||', 'MSH|^~\\&#%|x'])(
    'whose header is %j is judged by it',
    header => {
      const isUsable = header === 'MSH|^';
      expect(delimitersOf(header) !== undefined).toBe(isUsable);
    },
  );
});

describe('the character set', () => {
  const bytesOf = (name: string, charset: string, encoding: BufferEncoding) =>
    Buffer.from(`${HEADER}||||||${charset}\rPID|||||${name}`, encoding);

  it('is UTF-8 where MSH-18 says so or says nothing', () => {
    for (const charset of ['UNICODE UTF-8', '']) {
      expect(decodeMessage(bytesOf('Nguyễn', charset, 'utf8'))).toContain('Nguyễn');
    }
  });

  it('is Latin-1 where MSH-18 says so', () => {
    expect(decodeMessage(bytesOf('Thérèse', '8859/1', 'latin1'))).toContain('Thérèse');
  });

  it('that is unknown, or that the bytes are not of, is not guessed', () => {
    expect(decodeMessage(bytesOf('x', 'ISO IR87', 'latin1'))).toBeUndefined();
    expect(decodeMessage(bytesOf('Thérèse', 'UNICODE UTF-8', 'latin1'))).toBeUndefined();
  });

  it('of any bytes is answered, never thrown at', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        const decoded = decodeMessage(bytes);
        expect(decoded === undefined || typeof decoded === 'string').toBe(true);
      }),
    );
  });
});
