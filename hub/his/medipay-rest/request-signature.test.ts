import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSignedBy, signRequest, signedText } from './request-signature.ts';

const NAMES = ['x-merchant-id', 'x-timestamp', 'SO_GTTT', 'THONG_TIN_BN.HO_TEN'];
const sender = { merchantId: 'BV1', key: 'k', now: 1_795_000_000_000 };
const fields = { SO_GTTT: '001', THONG_TIN_BN: { HO_TEN: 'Đỗ Thị Ánh' } };

describe('the signature of a request', () => {
  it('is made of the listed values in their order, joined by a bar', () => {
    const { 'x-sign': sign, ...head } = signRequest(NAMES, fields, sender);
    expect(signedText(NAMES, head, fields)).toBe('BV1|1795000000000|001|Đỗ Thị Ánh');
    const wanted = createHmac('sha256', 'k').update('BV1|1795000000000|001|Đỗ Thị Ánh', 'utf8');
    expect(sign).toBe(wanted.digest('hex'));
  });

  it('counts null, absent and a group as nothing', () => {
    const head = { 'x-merchant-id': 'BV1', 'x-timestamp': '1' };
    expect(signedText(NAMES, head, { SO_GTTT: null, THONG_TIN_BN: null })).toBe('BV1|1||');
    expect(signedText(['THONG_TIN_BN'], head, fields)).toBe('');
  });

  it('cannot be forged by a field that is called like a header', () => {
    const signed = signRequest(NAMES, { ...fields, 'x-merchant-id': 'other' }, sender);
    expect(signed['x-merchant-id']).toBe('BV1');
    expect(isSignedBy('k', NAMES, fields, signed)).toBe(true);
  });

  it('holds for what was signed and for nothing else', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string({ minLength: 1 }), (number, name, key) => {
        const sent = { SO_GTTT: number, THONG_TIN_BN: { HO_TEN: name } };
        const headers = signRequest(NAMES, sent, { ...sender, key });
        expect(isSignedBy(key, NAMES, sent, headers)).toBe(true);
        expect(isSignedBy(`${key}x`, NAMES, sent, headers)).toBe(false);
        expect(isSignedBy(key, NAMES, { ...sent, SO_GTTT: `${number}1` }, headers)).toBe(false);
        expect(isSignedBy(key, NAMES, sent, { ...headers, 'x-timestamp': '2' })).toBe(false);
        expect(isSignedBy(key, NAMES, sent, { ...headers, 'x-sign': 'zz' })).toBe(false);
      }),
    );
  });
});
