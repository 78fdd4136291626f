import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeSecurityObject } from '../simulators/chip/security-object-encoder.ts';
import { digestMatches, parseSecurityObject } from './security-object.ts';

const DG13 = Buffer.from('6d03020101', 'hex');

describe('parseSecurityObject', () => {
  it('finds the digests of the data groups', () => {
    const security = parseSecurityObject(encodeSecurityObject(new Map([[13, DG13]])));
    expect(security?.algorithm).toBe('sha256');
    expect(Buffer.from(security?.digests.get(13) ?? '')).toEqual(
      createHash('sha256').update(DG13).digest(),
    );
  });

  it('tells the signed file from another, and from one that was not signed', () => {
    const security = parseSecurityObject(encodeSecurityObject(new Map([[13, DG13]])));
    if (security === undefined) throw new Error('no security object');
    expect(digestMatches(security, 13, DG13)).toBe(true);
    expect(digestMatches(security, 13, Buffer.from('6d03020102', 'hex'))).toBe(false);
    expect(digestMatches(security, 1, DG13)).toBeUndefined();
  });

  it('takes any bytes, and any damage to a real file', () => {
    const whole = encodeSecurityObject(new Map([[13, DG13]]));
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.nat(whole.length - 1),
        fc.nat(255),
        (bytes, at, byte) => {
          const damaged = Uint8Array.from(whole);
          damaged[at] = byte;
          expect(() => parseSecurityObject(damaged)).not.toThrow();
          expect(parseSecurityObject(bytes)).toBeUndefined();
        },
      ),
    );
  });
});
