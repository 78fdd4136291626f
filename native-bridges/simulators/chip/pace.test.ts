import { describe, expect, it } from 'vitest';
import { type PaceOffer } from '../../contract/virtual-chip-profile.ts';
import { digest } from '../../emrtd/cryptography/digests.ts';
import { curveNamed } from '../../emrtd/cryptography/elliptic-curves.ts';
import { octetsToInteger } from '../../emrtd/cryptography/octet-strings.ts';
import { decodeCommand } from './command-apdu.ts';
import { createPace } from './pace.ts';
import { pseudoRandom } from './pace-pseudo-random.ts';

const hex = (digits: string): Uint8Array =>
  Uint8Array.from(Buffer.from(digits.replaceAll(/\s/g, ''), 'hex'));
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();

const chip = (offers: readonly PaceOffer[], draws: readonly string[]) => {
  const left = draws.map(hex);
  const pace = createPace(
    {
      offers,
      // MRZ of 9303-11, appendix G: T22000129, 640812, 101031.
      mrz: digest('SHA-1', new TextEncoder().encode('T22000129364081251010318')),
      mappingSecret: () => undefined,
    },
    length => {
      const drawn = left.shift() ?? new Uint8Array();
      expect(drawn).toHaveLength(length);
      return drawn;
    },
  );
  return {
    set: (digits: string) => pace.setAuthenticationTemplate(command(digits)).status,
    step: (digits: string) => {
      const { answer, session } = pace.generalAuthenticate(command(digits));
      return { status: answer.status, data: text(answer.data), open: session !== undefined };
    },
  };
};

const command = (digits: string) => {
  const decoded = decodeCommand(hex(digits));
  if (decoded === undefined) throw new Error('no command');
  return decoded;
};

const ECDH_GM: PaceOffer = { mapping: 'GM', agreement: 'ECDH', cipher: 'AES-128', parameter: 13 };
/** ICAO 9303-11, appendix G.1: the chip's nonce and its two ephemeral secrets. */
const ECDH_DRAWS = [
  '3F00C4D39D153F2B2A214A078D899B22',
  '498FF49756F2DC1587840041839A85982BE7761D14715FB091EFA7BCE9058560',
  '107CF58696EF6155053340FD633392BA81909DF7B9706F226F32086C7AFF974A',
];
/** The commands of the example and their responses. */
const ECDH_STEPS = [
  ['10860000027C0000', '7C12801095A3A016522EE98D01E76CB6B98B42C3'],
  [
    '10860000457C438141047ACF3EFC982EC45565A4B155129EFBC74650DCBFA6362D896FC70262E0C2CC5E544552DCB6725218799115B55C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D00',
    '7C43824104824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F5730D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49DC63719363CCD13C54',
  ],
  [
    '10860000457C438341042DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C3556F3B3B186DF10B857B58F6A7EB80F20BA5DC7BE1D43D9BF850149FBB3646200',
    '7C438441049E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65DF6DB7764B22277A2EDDC3C265A9F018F9CB852E111B768B326904B59A0193776F094',
  ],
  ['008600000C7C0A8508C2B0BD78D94BA86600', '7C0A86083ABB9674BCE93C08'],
] as const;

/** ICAO 9303-11, appendix G.2: the public values of both sides. */
const DH_TERMINAL = {
  mapping: `23FB3749EA030D2A25B278D2A562047ADE3F01B74F17A15402CB7352CA7D2B3E
    B71C343DB13D1DEBCE9A3666DBCFC920B49174A602CB47965CAA73DC702489A4
    4D41DB914DE9613DC5E98C94160551C0DF86274B9359BC0490D01B03AD54022D
    CB4F57FAD6322497D7A1E28D46710F461AFE710FBBBC5F8BA166F4311975EC6C`,
  key: `907D89E2D425A178AA81AF4A7774EC8E388C115CAE67031E85EECE520BD91155
    1B9AE4D04369F29A02626C86FBC6747CC7BC352645B6161A2A42D44EDA80A08F
    A8D61B76D3A154AD8A5A51786B0BC07147057871A922212C5F67F43173172236
    B7747D1671E6D692A3C7D40A0C3C5CE397545D015C175EB5130551EDBC2EE5D4`,
};
const DH_CHIP = {
  mapping: `78879F57225AA8080D52ED0FC890A4B25336F699AA89A2D3A189654AF70729E6
    23EA5738B26381E4DA19E004706FACE7B235C2DBF2F38748312F3C98C2DD4882
    A41947B324AA1259AC22579DB93F7085655AF30889DBB845D9E6783FE42C9F24
    49400306254C8AE8EE9DD812A804C0B66E8CAFC14F84D8258950A91B44126EE6`,
  key: `075693D9AE941877573E634B6E644F8E60AF17A0076B8B123D9201074D36152B
    D8B3A213F53820C42ADC79AB5D0AEEC3AEFB91394DA476BD97B9B14D0A65C1FC
    71A0E019CB08AF55E1F729005FBA7E3FA5DC41899238A250767A6D46DB974064
    386CD456743585F8E5D90CC8B4004B1F6D866C79CE0584E49687FF61BC29AEA1`,
};

describe('PACE, chip side', () => {
  it('answers the worked example with ECDH and generic mapping byte for byte', () => {
    const { set, step } = chip([ECDH_GM], ECDH_DRAWS);
    expect(set('0022C1A40F800A04007F00070202040202830101')).toBe(0x9000);
    for (const [sent, answered] of ECDH_STEPS) expect(step(sent).data).toBe(answered);
  });

  it('refuses a token that proves another password, and begins again from the start', () => {
    const { set, step } = chip([ECDH_GM], ECDH_DRAWS);
    set('0022C1A40F800A04007F00070202040202830101');
    for (const [sent] of ECDH_STEPS.slice(0, 3)) step(sent);
    expect(step('008600000C7C0A8508C2B0BD78D94BA86700')).toEqual({
      status: 0x6300,
      data: '',
      open: false,
    });
    expect(step(ECDH_STEPS[0][0]).status).toBe(0x6985);
  });

  it('takes the steps in their order and chained only', () => {
    const [nonce, mapping] = ECDH_STEPS;
    const unchained = chip([ECDH_GM], ECDH_DRAWS);
    unchained.set('0022C1A40F800A04007F00070202040202830101');
    expect(unchained.step(nonce[0].replace('10', '00')).status).toBe(0x6883);
    const skipping = chip([ECDH_GM], ECDH_DRAWS);
    skipping.set('0022C1A40F800A04007F00070202040202830101');
    skipping.step(nonce[0]);
    expect(skipping.step(ECDH_STEPS[2][0]).status).toBe(0x6a80);
    expect(skipping.step(mapping[0]).status).toBe(0x6985);
  });

  it('knows only what it offers', () => {
    const { set } = chip([ECDH_GM, { ...ECDH_GM, parameter: 12 }], []);
    const mechanism = '800A04007F00070202040202';
    expect(set(`0022C1A40F${mechanism}830101`)).toBe(0x6a88);
    expect(set(`0022C1A412${mechanism}83010184010C`)).toBe(0x9000);
    expect(set(`0022C1A412${mechanism}83010184010F`)).toBe(0x6a88);
    expect(set(`0022C1A412${mechanism}83010284010C`)).toBe(0x6a88);
    expect(set('0022C1A40F800A04007F00070202040404830101')).toBe(0x6a80);
  });

  it('agrees in a group of integers as the worked example does', () => {
    // ICAO 9303-11, appendix G.2.
    const { set, step } = chip(
      [{ mapping: 'GM', agreement: 'DH', cipher: 'AES-128', parameter: 0 }],
      [
        'FA5B7E3E49753A0DB9178B7B9BD898C8',
        '66DDAFEAC1609CB5B963BB0CB3FF8B3E047F336C',
        'A5B780126B7C980E9FCEA1D4539DA1D27C342DFA',
      ],
    );
    expect(set('0022C1A40F800A04007F00070202040102830101')).toBe(0x9000);
    expect(step('10860000027C0000').data).toBe('7C128010854D8DF5827FA6852D1A4FA701CDDDCA');
    const dynamic = (tag: string, value: string): string => `7C8183${tag}8180${value}`;
    const [mapped, agreed] = [DH_TERMINAL.mapping, DH_TERMINAL.key].map((value, at) =>
      step(`1086000086${dynamic(at === 0 ? '81' : '83', value.replaceAll(/\s/g, ''))}00`),
    );
    expect(mapped?.data).toBe(dynamic('82', DH_CHIP.mapping.replaceAll(/\s/g, '')));
    expect(agreed?.data).toBe(dynamic('84', DH_CHIP.key.replaceAll(/\s/g, '')));
    expect(step('008600000C7C0A8508B46DD9BD4D98381F00').data).toBe('7C0A8608917F37B5C0E6D8D1');
  });

  it('maps integrally as the worked example does', () => {
    // ICAO 9303-11, appendix H.1: nonces, mapped generator, secrets and tokens.
    const brainpool = curveNamed('brainpoolP256r1');
    const s = '2923BE84E16CD6AE529049F1F1BBE9EB';
    const t = '5DD4CBFC96F5453B130D890A1CDBAE32';
    expect(pseudoRandom('AES-128', hex(s), hex(t), brainpool.prime)).toBe(
      octetsToInteger(
        hex(
          'E4447E2DFB3586BAC05DDB00156B57FBB2179A3949294C97254189800C517BAA8DA0FF397ED8C445D3E421E4FEB57322',
        ),
      ),
    );
    const generator = brainpool.decodePoint(
      hex(
        '048E82D31559ED0FDE92A4D0498ADD3C23BABA94FB77691E31E90AEA77FB17D4274C1AE14BD0C3DBAC0C871B7F3608169364437CA30AC243A089D3F266C1E60FAD',
      ),
    );
    const terminalSecret = octetsToInteger(
      hex('A73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595'),
    );
    const terminalKey = text(brainpool.publicPoint(terminalSecret, generator));
    const { set, step } = chip(
      [{ mapping: 'IM', agreement: 'ECDH', cipher: 'AES-128', parameter: 13 }],
      [s, '107CF58696EF6155053340FD633392BA81909DF7B9706F226F32086C7AFF974A'],
    );
    expect(set('0022C1A40F800A04007F00070202040402830101')).toBe(0x9000);
    step('10860000027C0000');
    expect(step(`10860000147C128110${t}00`).data).toBe('7C028200');
    expect(step(`10860000457C438341${terminalKey}00`).status).toBe(0x9000);
    expect(step('008600000C7C0A8508450F02B86F6A090900')).toEqual({
      status: 0x9000,
      data: '7C0A860875D4D96E8D5B0308',
      open: true,
    });
  });
});
