import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCallMessage } from './page-messages.ts';

describe('a message of a page', () => {
  it('is a call with an id', () => {
    expect(parseCallMessage('{"id":7,"method":"snapshot","input":{}}')).toEqual({
      id: 7,
      method: 'snapshot',
      input: {},
    });
  });

  it.each([
    ['no json', '{'],
    ['no id', '{"method":"snapshot","input":{}}'],
    ['an id that is no number and no text', '{"id":{},"method":"snapshot","input":{}}'],
    ['a method that is no text', '{"id":1,"method":1,"input":{}}'],
    ['a name far too long', `{"id":1,"method":"${'x'.repeat(65)}","input":{}}`],
    ['something more', '{"id":1,"method":"snapshot","input":{},"role":"panel"}'],
  ])('is not understood with %s', (_name, text) => {
    expect(parseCallMessage(text)).toBeUndefined();
  });

  it('is read without an error whatever it holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), text => {
        const call = parseCallMessage(text);
        expect(call === undefined || call.method.length > 0).toBe(true);
      }),
    );
  });
});
