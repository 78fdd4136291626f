import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { zoneCheckDigit } from '../../../core/contract/machine-readable-zone.ts';
import { type PaceOffer } from '../../contract/virtual-chip-profile.ts';
import { digest } from '../../emrtd/cryptography/digests.ts';
import { curveNamed } from '../../emrtd/cryptography/elliptic-curves.ts';
import { modInverse } from '../../emrtd/cryptography/modular-groups.ts';
import { octetsToInteger } from '../../emrtd/cryptography/octet-strings.ts';
import {
  CHIP_MAPPING_EXAMPLE,
  PACE_WORKED_EXAMPLES,
  replay,
  type PaceWorkedExample,
} from '../../emrtd/testing/pace-worked-examples.ts';
import { decodeCommand } from './command-apdu.ts';
import { createPace } from './pace.ts';

const [G1, G2, H1, H2, I1] = PACE_WORKED_EXAMPLES as unknown as readonly [
  PaceWorkedExample,
  PaceWorkedExample,
  PaceWorkedExample,
  PaceWorkedExample,
  PaceWorkedExample,
];

const OFFERS: Readonly<Record<string, PaceOffer>> = {
  [G1.title]: { mapping: 'GM', agreement: 'ECDH', cipher: 'AES-128', parameter: 13 },
  [G2.title]: { mapping: 'GM', agreement: 'DH', cipher: 'AES-128', parameter: 0 },
  [H1.title]: { mapping: 'IM', agreement: 'ECDH', cipher: 'AES-128', parameter: 13 },
  [H2.title]: { mapping: 'IM', agreement: 'DH', cipher: 'AES-128', parameter: 0 },
  [I1.title]: { mapping: 'CAM', agreement: 'ECDH', cipher: 'AES-128', parameter: 13 },
};

/** Appendix I.1 leaves out the static secret; it is the mapping secret through the data sent. */
const BRAINPOOL = curveNamed('brainpoolP256r1');
const STATIC_SECRET =
  (octetsToInteger(hexToBytes(I1.chipRandom[0] ?? '')) *
    (modInverse(
      octetsToInteger(hexToBytes(CHIP_MAPPING_EXAMPLE.authenticationData)),
      BRAINPOOL.order,
    ) ?? 0n)) %
  BRAINPOOL.order;

/** A secret of I.1 is above the order of the curve; only its rest counts. */
const inRange = (secret: string): string => {
  const value = BigInt(`0x${secret}`);
  return secret.length === 64 && value >= BRAINPOOL.order
    ? (value % BRAINPOOL.order).toString(16).padStart(64, '0')
    : secret;
};

const command = (digits: string) => {
  const decoded = decodeCommand(hexToBytes(digits));
  if (decoded === undefined) throw new Error('no command');
  return decoded;
};

/** The chip of an example, which draws what the example's chip drew. */
const chipOf = (example: PaceWorkedExample, offers = [OFFERS[example.title] as PaceOffer]) => {
  const { documentNumber, birthDate, expiryDate } = example.key;
  const information = [documentNumber, birthDate, expiryDate]
    .map(field => field + zoneCheckDigit(field))
    .join('');
  const pace = createPace(
    {
      offers,
      mrz: digest('SHA-1', new TextEncoder().encode(information)),
      mappingSecret: () => STATIC_SECRET,
    },
    replay([example.nonce, ...example.chipRandom.map(inRange)]),
  );
  const send = (digits: string): string => {
    const apdu = command(digits);
    const { data, status } =
      apdu.ins === 0x22
        ? pace.setAuthenticationTemplate(apdu)
        : pace.generalAuthenticate(apdu).answer;
    return bytesToHex(data) + status.toString(16);
  };
  return { send, running: pace.running };
};

const NONCE = '10860000027c0000';

describe('PACE, chip side', () => {
  it.each([G1, G2, H1, H2, I1].map(example => [example.title, example] as const))(
    'answers the worked example %s of ICAO 9303-11 byte for byte',
    (_title, example) => {
      const { send } = chipOf(example);
      for (const [sent, published] of example.exchanges) {
        const answered = send(sent);
        // H.1 and H.2 give the key of the password and not the password.
        if (sent === NONCE && (example === H1 || example === H2)) continue;
        // G.2 has a certificate authority reference behind the token, which is for other terminals.
        const [token = ''] = published.split('870f');
        const expected = published.includes('870f')
          ? `${token.replace('7c1b', '7c0a')}9000`
          : published;
        expect(answered).toBe(expected);
      }
    },
  );

  it('proves the static key whose public point stands in the example', () => {
    expect(CHIP_MAPPING_EXAMPLE.cardSecurityInfos).toContain(
      bytesToHex(BRAINPOOL.publicPoint(STATIC_SECRET)),
    );
  });

  it('refuses a token that proves another password, and begins again from the start', () => {
    const { send, running } = chipOf(G1);
    for (const [sent] of G1.exchanges.slice(0, 4)) send(sent);
    expect(send('008600000c7c0a8508c2b0bd78d94ba86700')).toBe('6300');
    expect(running()).toBe(false);
    expect(send(NONCE)).toBe('6985');
  });

  it('takes the steps in their order and chained only', () => {
    const [set = '', , , key = ''] = G1.exchanges.map(([sent]) => sent);
    const unchained = chipOf(G1);
    unchained.send(set);
    expect(unchained.send(NONCE.replace('10', '00'))).toBe('6883');
    const skipping = chipOf(G1);
    skipping.send(set);
    skipping.send(NONCE);
    expect(skipping.send(key)).toBe('6a80');
    expect(skipping.send(NONCE)).toBe('6985');
  });

  it('refuses a key of the terminal that is none, or its own', () => {
    const [set = '', , mapping = '', key = ''] = G1.exchanges.map(([sent]) => sent);
    const own = G1.exchanges[3]?.[1] ?? '';
    for (const value of [key.slice(18, -4), own.slice(8, -4)]) {
      const { send } = chipOf(G1);
      send(set);
      send(NONCE);
      send(mapping);
      const length = (value.length / 2).toString(16);
      const whole = (value.length / 2 + 2).toString(16);
      const data = `7c${whole}83${length}${value}`;
      expect(send(`10860000${(data.length / 2).toString(16)}${data}00`)).toBe('6a80');
    }
  });

  it('knows only what it offers', () => {
    const offer = OFFERS[G1.title] as PaceOffer;
    const { send } = chipOf(G1, [offer, { ...offer, parameter: 12 }]);
    const mechanism = '800a04007f00070202040202';
    expect(send(`0022c1a40f${mechanism}830101`)).toBe('6a88');
    expect(send(`0022c1a412${mechanism}83010184010c`)).toBe('9000');
    expect(send(`0022c1a412${mechanism}83010184010f`)).toBe('6a88');
    expect(send(`0022c1a412${mechanism}83010284010c`)).toBe('6a88');
    expect(send('0022c1a40f800a04007f00070202040404830101')).toBe('6a80');
  });
});
