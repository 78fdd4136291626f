import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { encodeCommand, type Exchange, splitResponse } from '../apdu.ts';
import { bitLength, octetsToInteger } from '../cryptography/octet-strings.ts';
import { type KeyAgreementGroup, standardisedGroup } from '../key-agreement.ts';
import { parseSecurityInfos } from '../security-infos.ts';
import {
  CHIP_MAPPING_EXAMPLE,
  PACE_WORKED_EXAMPLES,
  type PaceWorkedExample,
  replay,
} from '../testing/pace-worked-examples.ts';
import { verifyChipMapping } from './chip-authentication-mapping.ts';
import { choosePace } from './choose-protocol.ts';
import { mapGenerically } from './generic-mapping.ts';
import { mapIntegrated, pseudoRandom } from './integrated-mapping.ts';
import { passwordKey } from './password.ts';
import { agreePace, performPace } from './perform-pace.ts';

/** A chip that knows its part by heart and accepts no other command than that of the example. */
const scripted = (exchanges: PaceWorkedExample['exchanges']): Exchange => {
  const left = [...exchanges];
  return command => {
    const [expected, response] = left.shift() ?? ['no further command', ''];
    expect(bytesToHex(encodeCommand(command))).toBe(expected);
    return Promise.resolve(splitResponse(hexToBytes(response)));
  };
};

const offerOf = ({ cardAccess }: PaceWorkedExample) =>
  choosePace(parseSecurityInfos(hexToBytes(cardAccess)))!;

describe.each(PACE_WORKED_EXAMPLES)('PACE as in ICAO 9303-11, appendix $title', example => {
  it('sends the published commands and derives the published keys', async () => {
    const session = await agreePace(
      scripted(example.exchanges),
      offerOf(example),
      { reference: 1, key: hexToBytes(example.passwordKey) },
      replay(example.terminalRandom),
    );
    expect(bytesToHex(session.keys.encryption)).toBe(example.encryptionKey);
    expect(bytesToHex(session.keys.mac)).toBe(example.macKey);
    expect(session.keys.sendSequenceCounter).toEqual(new Uint8Array(16));
    expect(session.keys.cipher).toBe('AES-128');
  });

  it('maps the nonce to the published generator, from either side', () => {
    const { group, protocol } = offerOf(example);
    const nonce = hexToBytes(example.nonce);
    const generators =
      protocol.mapping === 'IM'
        ? [mapIntegrated(group, protocol.cipher, nonce, hexToBytes(example.terminalRandom[0]!))]
        : [
            [example.terminalRandom[0]!, example.chipRandom[0]!],
            [example.chipRandom[0]!, example.terminalRandom[0]!],
          ].map(([own, other]) =>
            mapGenerically(group, nonce, secret(own!), publicKey(group, group.generator, other!)),
          );
    for (const generator of generators) {
      expect(bytesToHex(generator!)).toBe(example.mappedGenerator);
    }
  });

  it('agrees the published secret with the key of the chip', () => {
    const { group } = offerOf(example);
    const generator = hexToBytes(example.mappedGenerator);
    const terminal = secret(example.terminalRandom.at(-1)!);
    const agreed = group.power(publicKey(group, generator, example.chipRandom.at(-1)!), terminal);
    expect(bytesToHex(group.secretOf(agreed!))).toBe(example.secret);
  });
});

const secret = (hex: string): bigint => octetsToInteger(hexToBytes(hex));
const publicKey = (group: KeyAgreementGroup, generator: Uint8Array, hex: string): Uint8Array =>
  group.power(generator, secret(hex))!;

describe('the password of PACE', () => {
  it.each(PACE_WORKED_EXAMPLES.filter(({ title }) => !title.startsWith('H')))(
    'is derived from the MRZ as in appendix $title',
    ({ key, passwordKey: expected }) => {
      expect(bytesToHex(passwordKey({ kind: 'mrz', ...key }, 'AES-128'))).toBe(expected);
    },
  );
});

describe('the pseudo-random function of integrated mapping', () => {
  it('gives the published bytes for a curve (appendix H.1)', () => {
    const [, , { nonce, terminalRandom }] = PACE_WORKED_EXAMPLES as [
      never,
      never,
      PaceWorkedExample,
    ];
    const bits = bitLength(standardisedGroup(13)!.prime);
    expect(
      bytesToHex(pseudoRandom('AES-128', hexToBytes(nonce), hexToBytes(terminalRandom[0]!), bits)),
    ).toBe(
      'e4447e2dfb3586bac05ddb00156b57fbb2179a3949294c97254189800c517baa8da0ff397ed8c445d3e421e4feb57322',
    );
  });
});

describe('chip authentication mapping as in appendix I.1', () => {
  const example = PACE_WORKED_EXAMPLES.find(({ title }) => title.startsWith('I.1'))!;
  const run = () =>
    performPace(
      scripted(example.exchanges),
      parseSecurityInfos(hexToBytes(example.cardAccess)),
      { kind: 'mrz', ...example.key },
      replay(example.terminalRandom),
    );
  const staticKeys = parseSecurityInfos(hexToBytes(CHIP_MAPPING_EXAMPLE.cardSecurityInfos));

  it('decrypts the chip authentication data', async () => {
    const { chipProof } = await run();
    expect(bytesToHex(chipProof!.authenticationData!)).toBe(
      CHIP_MAPPING_EXAMPLE.authenticationData,
    );
  });

  it('proves the chip with the static key of EF.CardSecurity', async () => {
    const { chipProof } = await run();
    expect(verifyChipMapping(chipProof!, staticKeys)).toBe('proven');
  });

  it('does not prove a chip with other authentication data, or with none', async () => {
    const { chipProof } = await run();
    const other = chipProof!.authenticationData!.map((byte, at) => (at === 31 ? byte ^ 1 : byte));
    expect(verifyChipMapping({ ...chipProof!, authenticationData: other }, staticKeys)).toBe(
      'wrong',
    );
    expect(verifyChipMapping({ ...chipProof!, authenticationData: undefined }, staticKeys)).toBe(
      'wrong',
    );
  });

  it('says so where EF.CardSecurity has no such key', async () => {
    const { chipProof } = await run();
    expect(verifyChipMapping(chipProof!, [])).toBe('unsupported');
  });
});
