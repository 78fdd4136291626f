import { describe, expect, it } from 'vitest';
import { encodeTlv } from '../../emrtd/ber-tlv.ts';
import { createBasicAccessControl } from './basic-access-control.ts';
import { decodeCommand, type CommandApdu } from './command-apdu.ts';

const hex = (digits: string): Uint8Array => Uint8Array.from(Buffer.from(digits, 'hex'));
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();

const command = (digits: string): CommandApdu => {
  const decoded = decodeCommand(hex(digits));
  if (decoded === undefined) throw new Error('no command');
  return decoded;
};

// ICAO 9303-11, Appendix D.3 and D.4: the worked example, seen from the chip.
const RND_IC = '4608F91988702212';
const K_IC = '0B4F80323EB3191CB04970CB4052790B';
const EXTERNAL_AUTHENTICATE =
  '008200002872C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F25F1448EEA8AD90A728';
const EF_COM = '60145F0104303130365F36063034303030305C026175';

const workedExample = () => {
  const draws = [RND_IC, K_IC];
  return createBasicAccessControl('L898902C<369080619406236', length => {
    const drawn = hex(draws.shift() ?? '');
    expect(drawn).toHaveLength(length);
    return drawn;
  });
};

describe('basic access control, chip side', () => {
  it('answers the worked example byte for byte', () => {
    const bac = workedExample();
    expect(text(bac.getChallenge(command('0084000008')).data)).toBe(RND_IC);
    const { answer, session } = bac.externalAuthenticate(command(EXTERNAL_AUTHENTICATE));
    expect(answer.status).toBe(0x9000);
    expect(text(answer.data)).toBe(
      '46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F2F2D235D074D7449',
    );
    expect(session).toBeDefined();
  });

  it('protects the commands of the worked example', () => {
    const bac = workedExample();
    bac.getChallenge(command('0084000008'));
    const { session } = bac.externalAuthenticate(command(EXTERNAL_AUTHENTICATE));
    const file = hex(EF_COM);
    const steps: [string, Partial<CommandApdu>, Uint8Array, string][] = [
      [
        '0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800',
        { data: hex('011E'), expected: 0 },
        new Uint8Array(),
        '990290008E08FA855A5D4C50A8ED',
      ],
      [
        '0CB000000D9701048E08ED6705417E96BA5500',
        { expected: 4 },
        file.subarray(0, 4),
        '8709019FF0EC34F9922651990290008E08AD55CC17140B2DED',
      ],
      [
        '0CB000040D9701128E082EA28A70F3C7B53500',
        { expected: 18 },
        file.subarray(4),
        '871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D74',
      ],
    ];
    for (const [sent, inside, data, protectedAnswer] of steps) {
      const secured = command(sent);
      expect(session?.open(secured)).toMatchObject(inside);
      expect(text(session?.seal(secured, { data, status: 0x9000 }) ?? hex(''))).toBe(
        protectedAnswer,
      );
    }
  });

  it('takes a proof once, for the challenge it was made for', () => {
    const bac = workedExample();
    const proof = command(EXTERNAL_AUTHENTICATE);
    expect(bac.externalAuthenticate(proof).answer.status).toBe(0x6985);
    bac.getChallenge(command('0084000008'));
    expect(bac.externalAuthenticate(proof).answer.status).toBe(0x9000);
    expect(bac.externalAuthenticate(proof).answer.status).toBe(0x6985);
  });

  it.each(Array.from({ length: 40 }, (_, at) => at))(
    'refuses a proof whose byte %i is not right',
    at => {
      const bac = workedExample();
      bac.getChallenge(command('0084000008'));
      const proof = command(EXTERNAL_AUTHENTICATE);
      const data = Uint8Array.from(proof.data);
      data[at] = (data[at] ?? 0) ^ 0x10;
      const { answer, session } = bac.externalAuthenticate({ ...proof, data });
      expect([answer.status, session]).toEqual([0x6300, undefined]);
    },
  );

  it('ends the session at the first command that was touched', () => {
    const bac = workedExample();
    bac.getChallenge(command('0084000008'));
    const { session } = bac.externalAuthenticate(command(EXTERNAL_AUTHENTICATE));
    const touched = command('0CA4020C158709016375432908C044F78E08BF8B92D635FF24F800');
    expect(session?.open(touched)).toBe('objects-wrong');
    const bare = command('0CA4020C02011E00');
    expect(session?.open({ ...bare, data: encodeTlv(0x97, hex('00')) })).toBe('objects-missing');
  });
});
