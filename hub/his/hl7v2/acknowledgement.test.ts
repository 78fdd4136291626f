import { describe, expect, it } from 'vitest';
import { familyOf } from '../../../core/contract/errors.ts';
import {
  ACKNOWLEDGEMENT_CODES,
  acknowledgementOf,
  acknowledgementSegments,
  ruleOf,
} from './acknowledgement.ts';
import { parseMessage } from './message/message.ts';

const ack = (...lines: readonly string[]) => {
  const parsed = parseMessage(['MSH|^~\\&|HIS||||||ACK|9|P|2.5.1', ...lines].join('\r'));
  return parsed.ok ? acknowledgementOf(parsed.message) : undefined;
};

describe('an acknowledgement', () => {
  it('names the message it is about, and what was wrong where', () => {
    expect(ack('MSA|AE|abc', 'ERR||PID^1^3|101^Required field missing^HL70357|E')).toEqual({
      code: 'AE',
      controlId: 'abc',
      condition: '101',
      location: 'PID^1^3',
    });
  });

  it('of a version before 2.5 names the error in ERR-1', () => {
    expect(ack('MSA|AR|abc', 'ERR|PID^1^3^207&x')).toMatchObject({ condition: '207' });
  });

  it('quotes no patient as a location', () => {
    expect(ack('MSA|AE|abc', 'ERR||Nguyễn Văn A|101')).toEqual({
      code: 'AE',
      controlId: 'abc',
      condition: '101',
    });
  });

  it('without a code of table 0008 or without MSA-2 is none', () => {
    expect([ack(), ack('MSA|OK|abc'), ack('MSA|AA'), ack('MSA|AA|""')]).toEqual(
      Array(4).fill(undefined),
    );
  });

  it.each(ACKNOWLEDGEMENT_CODES)('%s is read as it was written', code => {
    const written = { code, controlId: 'x|1', condition: '204', location: 'PV1^1^19' };
    const lines = acknowledgementSegments(written).map(({ fields }) => fields.join('|'));
    expect(ack(...lines)).toEqual(written);
  });
});

describe('what an answer means', () => {
  it.each([
    ['AE', undefined, 'his-rejected', 'dead-letter', 'permanent'],
    ['AE', '101', 'his-rejected', 'dead-letter', 'permanent'],
    ['AE', '205', 'his-conflict', 'dead-letter', 'ambiguous'],
    ['AE', '206', 'his-conflict', 'again-item', 'ambiguous'],
    ['AE', '207', 'his-busy', 'again-item', 'transient'],
    ['AR', undefined, 'his-busy', 'again-item', 'transient'],
    ['AR', '207', 'his-busy', 'again-item', 'transient'],
    ['AR', '200', 'his-rejected', 'dead-letter', 'permanent'],
    ['AR', '203', 'his-rejected', 'dead-letter', 'permanent'],
    ['CE', undefined, 'his-busy', 'again-item', 'transient'],
    ['CR', undefined, 'his-rejected', 'dead-letter', 'permanent'],
    ['CR', '202', 'his-rejected', 'dead-letter', 'permanent'],
    ['AE', 'LOCAL-7', 'his-rejected', 'dead-letter', 'permanent'],
  ] as const)('%s with %s is %s: %s', (code, condition, fault, next, family) => {
    const rule = ruleOf({ code, ...(condition === undefined ? {} : { condition }) });
    expect(rule).toEqual({ fault, next });
    expect(familyOf(fault)).toBe(family);
  });

  it.each(['AA', 'CA'] as const)('%s is well', code => {
    expect(ruleOf({ code })).toBeUndefined();
  });
});
