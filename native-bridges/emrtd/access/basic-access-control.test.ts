import { hexToBytes } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { encodeCommand, splitResponse, type Exchange } from '../apdu.ts';
import { performBac } from './basic-access-control.ts';
import { type MrzAccessKey } from './mrz-key.ts';

const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');

/** ICAO 9303-11, Appendix D.2 and D.3: the worked example of basic access control. */
const KEY: MrzAccessKey = {
  kind: 'mrz',
  documentNumber: 'L898902C<',
  birthDate: '690806',
  expiryDate: '940623',
};
const EXTERNAL_AUTHENTICATE =
  '0082000028' +
  '72c29c2371cc9bdb65b779b8e8d37b29ecc154aa56a8799fae2f498f76ed92f2' +
  '5f1448eea8ad90a7' +
  '28';
const ANSWER = '46b9342a41396cd7386bf5803104d7cedc122b9132139baf2eedc94ee178534f2f2d235d074d7449';

/** What the terminal of the example draws: RND.IFD, then K.IFD. */
const randomOfTheExample = () => {
  const draws = ['781723860c06c226', '0b795240cb7049b01c19b33e32804f0b'];
  return () => hexToBytes(draws.shift() ?? '');
};

const chipAnswering = (...responses: string[]) => {
  const commands: string[] = [];
  const exchange: Exchange = command => {
    commands.push(hex(encodeCommand(command)));
    return Promise.resolve(splitResponse(hexToBytes(responses.shift() ?? '6f00')));
  };
  return { exchange, commands };
};

describe('performBac', () => {
  it('agrees keys as in ICAO 9303-11, Appendix D.3', async () => {
    const { exchange, commands } = chipAnswering('4608f919887022129000', `${ANSWER}9000`);
    const keys = await performBac(exchange, KEY, randomOfTheExample());
    expect(commands).toEqual(['0084000008', EXTERNAL_AUTHENTICATE]);
    expect(keys?.cipher).toBe('3DES');
    expect(hex(keys?.encryption)).toBe('979ec13b1cbfe9dcd01ab0fed307eae5');
    expect(hex(keys?.mac)).toBe('f1cb1f1fb5adf208806b89dc579dc1f8');
    expect(hex(keys?.sendSequenceCounter)).toBe('887022120c06c226');
  });

  it.each(['6300', '63c2', '6982', '6988', '6a80', '6f00'])(
    'says that the key is refused for %s',
    async status => {
      const { exchange } = chipAnswering('4608f919887022129000', status);
      await expect(performBac(exchange, KEY, randomOfTheExample())).rejects.toMatchObject({
        code: 'card-key-refused',
      });
    },
  );

  it.each(['6983', '6984', '63c0'])('says that the chip is blocked for %s', async status => {
    const late = chipAnswering('4608f919887022129000', status);
    await expect(performBac(late.exchange, KEY, randomOfTheExample())).rejects.toMatchObject({
      code: 'card-blocked',
    });
    const early = chipAnswering(status);
    await expect(performBac(early.exchange, KEY, randomOfTheExample())).rejects.toMatchObject({
      code: 'card-blocked',
    });
  });

  it.each(['6d00', '6e00', '6a81', '6982', '6985'])(
    'finds no access control for %s',
    async status => {
      const { exchange, commands } = chipAnswering(status);
      expect(await performBac(exchange, KEY, randomOfTheExample())).toBeUndefined();
      expect(commands).toHaveLength(1);
    },
  );

  it.each([
    ['a wrong checksum', `${ANSWER.slice(0, -2)}489000`],
    ['an answer cut short', `${ANSWER.slice(0, -2)}9000`],
    ['no answer', '9000'],
    ['no such command', '6d00'],
  ])('trusts no chip with %s', async (_name, answer) => {
    const { exchange } = chipAnswering('4608f919887022129000', answer);
    await expect(performBac(exchange, KEY, randomOfTheExample())).rejects.toMatchObject({
      code: 'card-unreadable',
    });
  });

  it('asks for the maximum where the chip does not like the length it answers with', async () => {
    const { exchange, commands } = chipAnswering('4608f919887022129000', '6700', `${ANSWER}9000`);
    expect((await performBac(exchange, KEY, randomOfTheExample()))?.cipher).toBe('3DES');
    expect(commands[2]).toBe(`${EXTERNAL_AUTHENTICATE.slice(0, -2)}00`);
  });

  it('trusts no chip that answers to another challenge', async () => {
    const { exchange } = chipAnswering('4608f919887022139000', `${ANSWER}9000`);
    await expect(performBac(exchange, KEY, randomOfTheExample())).rejects.toMatchObject({
      code: 'card-unreadable',
    });
  });

  it('takes no challenge of another length', async () => {
    const { exchange } = chipAnswering('4608f9199000');
    await expect(performBac(exchange, KEY, randomOfTheExample())).rejects.toMatchObject({
      code: 'card-unreadable',
    });
  });
});
