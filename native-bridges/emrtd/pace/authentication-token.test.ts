import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { findTlv } from '../ber-tlv.ts';
import { parseSecurityInfos } from '../security-infos.ts';
import { PACE_PROTOCOLS } from '../security-protocols.ts';
import { PACE_WORKED_EXAMPLES } from '../testing/pace-worked-examples.ts';
import { authenticationToken } from './authentication-token.ts';
import { choosePace } from './choose-protocol.ts';

/** The value of the object of that tag in a published command or response. */
const published = (data: string, tag: number): Uint8Array =>
  findTlv(hexToBytes(data), 0x7c, tag)!.value;

describe('the authentication token', () => {
  it.each(PACE_WORKED_EXAMPLES)('is the published one, from either side: $title', example => {
    const { protocol } = choosePace(parseSecurityInfos(hexToBytes(example.cardAccess)))!;
    const macKey = hexToBytes(example.macKey);
    const [, , , agreement, tokens] = example.exchanges;
    // Header, Lc and Le are no data objects.
    const [keyCommand, tokenCommand] = [agreement![0], tokens![0]].map(hex => hex.slice(10, -2));
    const [keyAnswer, tokenAnswer] = [agreement![1], tokens![1]].map(hex => hex.slice(0, -4));
    expect(authenticationToken(protocol, macKey, published(keyAnswer!, 0x84))).toEqual(
      published(tokenCommand!, 0x85),
    );
    expect(authenticationToken(protocol, macKey, published(keyCommand!, 0x83))).toEqual(
      published(tokenAnswer!, 0x86),
    );
  });

  it('leaves out leading zeros of a DH key (ICAO 9303-11, 9.4.3)', () => {
    const protocol = PACE_PROTOCOLS.get('0.4.0.127.0.7.2.2.4.1.2')!;
    const token = (key: Uint8Array): string =>
      bytesToHex(authenticationToken(protocol, new Uint8Array(16), key));
    expect(token(Uint8Array.of(0, 0, 7, 0))).toBe(token(Uint8Array.of(7, 0)));
    expect(token(Uint8Array.of(7, 0))).not.toBe(token(Uint8Array.of(7)));
  });
});
