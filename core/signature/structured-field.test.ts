import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BareItem, type Member, parseDictionary, writeMember } from './structured-field.ts';

const key = fc.stringMatching(/^[a-z*][a-z0-9_.*-]{0,8}$/);
const bareItem: fc.Arbitrary<BareItem> = fc.oneof(
  fc.record({
    type: fc.constant('integer' as const),
    value: fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }),
  }),
  fc.record({ type: fc.constant('string' as const), value: fc.stringMatching(/^[ -~]{0,20}$/) }),
  fc.record({
    type: fc.constant('token' as const),
    value: fc.stringMatching(/^[A-Za-z*][\w:/.!#-]{0,8}$/),
  }),
  fc.record({ type: fc.constant('boolean' as const), value: fc.boolean() }),
  fc.record({
    type: fc.constant('bytes' as const),
    value: fc.stringMatching(/^([A-Za-z0-9+/]{4}){0,8}([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/),
  }),
);
const parameters = fc.array(fc.tuple(key, bareItem), { maxLength: 4 }).map(all => new Map(all));
const item = fc.record({ item: bareItem, parameters });
const member: fc.Arbitrary<Member> = fc.oneof(
  item,
  fc.record({ items: fc.array(item, { maxLength: 4 }), parameters }),
);

describe('a dictionary of structured fields', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(key, member), { maxLength: 4 }), entries => {
        const dictionary = new Map(entries);
        const text = [...dictionary].map(([name, value]) => `${name}=${writeMember(value)}`);
        const read = parseDictionary(text.join(', '));
        expect(read).toEqual(dictionary.size === 0 ? undefined : dictionary);
      }),
    );
  });

  it('is read from any text without a fault', () => {
    const hostile = fc.string({
      unit: fc.constantFrom(...'a1*"\\:;=,() ?-.A/+\t'.split('')),
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string()), text => {
        const read = parseDictionary(text);
        for (const value of read?.values() ?? []) {
          expect(writeMember(parseDictionary(`a=${writeMember(value)}`)?.get('a') ?? value)).toBe(
            writeMember(value),
          );
        }
      }),
    );
  });

  it.each([
    '',
    'a=',
    'a=(',
    'a=("b"',
    'a=("b""c")',
    'a=1.5',
    'a="ä"',
    'a=:abc:',
    'A=1',
    'a=1,',
    'a=1;',
    'a,,b',
    'a=@1659578233',
  ])('is not what %s is', text => {
    expect(parseDictionary(text)).toBeUndefined();
  });

  it('of great length is not read', () => {
    expect(parseDictionary(`a="${'x'.repeat(9000)}"`)).toBeUndefined();
  });
});
