import { describe, expect, it } from 'vitest';
import { type CardAccessKey } from '../../../core/contract/device.ts';
import { FaultError } from '../../../core/contract/errors.ts';
import { type ChipSession } from '../../simulators/chip/chip-session.ts';
import { type CommandApdu } from '../../simulators/chip/command-apdu.ts';
import { createPace } from '../../simulators/chip/pace.ts';
import { createSeededRandom } from '../../simulators/chip/seeded-random.ts';
import { type Command, type Exchange, INSTRUCTION, type Response, STATUS } from '../apdu.ts';
import { encodeTlv } from '../ber-tlv.ts';
import { standardisedGroup } from '../key-agreement.ts';
import { secureMessaging } from '../secure-messaging/secure-channel.ts';
import { type SecurityInfo } from '../security-infos.ts';
import { PACE_PROTOCOLS, type PaceProtocol } from '../security-protocols.ts';
import { verifyChipMapping } from './chip-authentication-mapping.ts';
import { choosePace } from './choose-protocol.ts';
import { chipNonceBytes } from './integrated-mapping.ts';
import { performPace } from './perform-pace.ts';

const CAN = { kind: 'can', number: '482913' } as const;
const OTHER_CAN = { kind: 'can', number: '482914' } as const;
const STATIC_SECRET = 0x1234567890abcdef1234567890abcdefn;

const protocolOf = (wanted: Partial<PaceProtocol>): PaceProtocol =>
  [...PACE_PROTOCOLS.values()].find(
    protocol =>
      protocol.agreement === (wanted.agreement ?? 'ECDH') &&
      protocol.mapping === (wanted.mapping ?? 'GM') &&
      protocol.cipher === (wanted.cipher ?? 'AES-128'),
  )!;

const offered = (protocol: PaceProtocol, parameterId: number): SecurityInfo[] => [
  { kind: 'pace', protocol, version: 2, parameterId },
];

interface Chip {
  readonly exchange: Exchange;
  readonly commands: readonly Command[];
  readonly isOpen: () => boolean;
}

const chipWith = (
  protocol: PaceProtocol,
  parameter: number,
  can: Extract<CardAccessKey, { kind: 'can' }> = CAN,
  seed = 'chip',
): Chip => {
  const { mapping, agreement, cipher } = protocol;
  const pace = createPace(
    {
      offers: [{ mapping, agreement, cipher, parameter }],
      mrz: new Uint8Array(20),
      can: new TextEncoder().encode(can.number),
      mappingSecret: () => STATIC_SECRET,
    },
    createSeededRandom(seed),
  );
  const commands: Command[] = [];
  let session: ChipSession | undefined;
  const answerTo = (command: CommandApdu): Response => {
    if (session !== undefined) return underSession(session, command);
    if (command.ins === INSTRUCTION.manageSecurityEnvironment) {
      return pace.setAuthenticationTemplate(command);
    }
    const step = pace.generalAuthenticate(command);
    session = step.session;
    return step.answer;
  };
  const exchange: Exchange = command => {
    commands.push(command);
    const { data = new Uint8Array(), le = 0 } = command;
    return Promise.resolve(answerTo({ ...command, data, expected: le, extended: false }));
  };
  return { exchange, commands, isOpen: () => session !== undefined };
};

/** Says back what it was told, under the keys of the session. */
const underSession = (session: ChipSession, command: CommandApdu): Response => {
  const opened = session.open(command);
  if (typeof opened === 'string') return { data: new Uint8Array(), status: 0x6988 };
  const { data } = opened;
  return { data: session.seal(opened, { data, status: STATUS.ok }), status: STATUS.ok };
};

const runWith = (exchange: Exchange, protocol: PaceProtocol, parameterId: number) =>
  performPace(exchange, offered(protocol, parameterId), CAN, createSeededRandom('terminal'));

/** Every protocol with one set of parameters, and every set of parameters with one protocol. */
const combinations: [string, PaceProtocol, number][] = [
  ...[...PACE_PROTOCOLS.values()].map((protocol): [PaceProtocol, number] => [
    protocol,
    protocol.agreement === 'DH' ? 0 : 13,
  ]),
  ...[1, 2].map((id): [PaceProtocol, number] => [protocolOf({ agreement: 'DH' }), id]),
  ...[1, 2].map((id): [PaceProtocol, number] => [
    protocolOf({ agreement: 'DH', mapping: 'IM', cipher: 'AES-256' }),
    id,
  ]),
  ...[8, 9, 10, 11, 12, 14, 15, 16, 17, 18].map((id): [PaceProtocol, number] => [
    protocolOf({}),
    id,
  ]),
  ...[8, 9, 11, 12, 14, 15, 16, 17, 18].map((id): [PaceProtocol, number] => [
    protocolOf({ mapping: 'IM', cipher: 'AES-192' }),
    id,
  ]),
].map(([protocol, id]) => [
  `${protocol.agreement}-${protocol.mapping} with ${protocol.cipher}, parameters ${id}`,
  protocol,
  id,
]);

describe('PACE', () => {
  it.each(combinations)('agrees on the same keys on both sides: %s', async (_, protocol, id) => {
    const chip = chipWith(protocol, id);
    const session = await runWith(chip.exchange, protocol, id);
    expect(session.protocol).toBe(protocol);
    expect(session.keys.cipher).toBe(protocol.cipher);
    const data = Uint8Array.of(1, 2, 3);
    const secured = secureMessaging(chip.exchange, session.keys);
    const said = await secured({ cla: 0, ins: 0x88, p1: 0, p2: 0, data, le: 256 });
    expect(said).toEqual({ data, status: STATUS.ok });
  });

  it('makes other keys in every session', async () => {
    const protocol = protocolOf({});
    const first = await runWith(chipWith(protocol, 12).exchange, protocol, 12);
    const second = await runWith(chipWith(protocol, 12, CAN, 'other').exchange, protocol, 12);
    expect(second.keys.encryption).not.toEqual(first.keys.encryption);
  });

  const selections = ({ commands }: Chip): number[][] =>
    commands.flatMap(({ ins, data = [] }) =>
      ins === INSTRUCTION.manageSecurityEnvironment ? [[...data].slice(-3)] : [],
    );

  it('names the domain parameters where the chip offers several', async () => {
    const protocol = protocolOf({});
    const chip = chipWith(protocol, 12);
    const infos = [...offered(protocol, 12), ...offered(protocolOf({ cipher: '3DES' }), 13)];
    await performPace(chip.exchange, infos, CAN, createSeededRandom('terminal'));
    expect(selections(chip)).toEqual([[0x84, 0x01, 12]]);
  });

  it('names them else only for a chip that wants it', async () => {
    const protocol = protocolOf({});
    const chip = chipWith(protocol, 12);
    const strict: Exchange = async command => {
      const answered = await chip.exchange(command);
      const nameless = command.ins === 0x22 && !command.data?.includes(0x84);
      return nameless ? { data: new Uint8Array(), status: STATUS.wrongData } : answered;
    };
    await runWith(strict, protocol, 12);
    expect(selections(chip)).toEqual([
      [0x83, 0x01, 0x02],
      [0x84, 0x01, 12],
    ]);
  });

  it('takes the mappings it is told to', async () => {
    const chip = chipWith(protocolOf({}), 12);
    const infos = [...offered(protocolOf({ mapping: 'CAM' }), 12), ...offered(protocolOf({}), 12)];
    const random = createSeededRandom('terminal');
    const session = await performPace(chip.exchange, infos, CAN, random, ['GM', 'IM']);
    expect(session.protocol.mapping).toBe('GM');
    expect(session.chipProof).toBeUndefined();
  });

  it('proves the chip by its static key with chip authentication mapping', async () => {
    const protocol = protocolOf({ mapping: 'CAM' });
    const { chipProof } = await runWith(chipWith(protocol, 12).exchange, protocol, 12);
    const keyOf = (secret: bigint): SecurityInfo[] => {
      const group = standardisedGroup(12)!;
      const publicKey = group.power(group.generator, secret)!;
      return [{ kind: 'chip-authentication-key', agreement: 'ECDH', group, publicKey, keyId: 12 }];
    };
    expect(verifyChipMapping(chipProof!, keyOf(STATIC_SECRET))).toBe('proven');
    expect(verifyChipMapping(chipProof!, keyOf(STATIC_SECRET + 1n))).toBe('wrong');
  });

  it.each(['3DES', 'AES-128', 'AES-192', 'AES-256'] as const)(
    'refuses the key where the chip has another password: %s',
    async cipher => {
      const protocol = protocolOf({ cipher });
      const chip = chipWith(protocol, 12, OTHER_CAN);
      await expect(runWith(chip.exchange, protocol, 12)).rejects.toMatchObject({
        code: 'card-key-refused',
      });
      expect(chip.isOpen()).toBe(false);
    },
  );

  it('asks for the CAN by its own reference', async () => {
    const chip = chipWith(protocolOf({}), 12);
    await runWith(chip.exchange, protocolOf({}), 12);
    expect(selections(chip)).toEqual([[0x83, 0x01, 0x02]]);
  });

  it('rejects where nothing known is offered', async () => {
    const never: Exchange = () => Promise.reject(new Error('no command expected'));
    await expect(performPace(never, [], CAN, createSeededRandom('x'))).rejects.toMatchObject({
      code: 'card-unreadable',
    });
  });
});

describe('a chip that does not keep to PACE', () => {
  const protocol = protocolOf({});
  type Change = (response: Response, step: number) => Response;

  /** The chip's answers as `change` makes them; step 0 is the selection of the protocol. */
  const changed = (change: Change): Exchange => {
    const { exchange } = chipWith(protocol, 12);
    let step = 0;
    return async command => change(await exchange(command), step++);
  };
  const status =
    (at: number, value: number): Change =>
    (response, step) =>
      step === at ? { data: new Uint8Array(), status: value } : response;
  const data =
    (at: number, tag: number, bytes: Uint8Array): Change =>
    (response, step) =>
      step === at ? { ...response, data: encodeTlv(0x7c, encodeTlv(tag, bytes)) } : response;

  const outcomes: [string, Change, string][] = [
    ['is blocked', status(0, 0x6983), 'card-blocked'],
    ['has no attempts left', status(0, 0x63c0), 'card-blocked'],
    ['is blocked at the nonce', status(1, 0x6984), 'card-blocked'],
    ['fails at the nonce', status(1, 0x6f00), 'card-unreadable'],
    ['sends no nonce', data(1, 0x81, new Uint8Array(16)), 'card-unreadable'],
    ['sends an empty nonce', data(1, 0x80, new Uint8Array()), 'card-unreadable'],
    ['sends a nonce of broken blocks', data(1, 0x80, new Uint8Array(15)), 'card-unreadable'],
    ['sends an endless nonce', data(1, 0x80, new Uint8Array(1600)), 'card-unreadable'],
    ['sends no point to map', data(2, 0x82, new Uint8Array(65)), 'card-unreadable'],
    ['refuses at the mapping', status(2, 0x6300), 'card-key-refused'],
    ['sends no point to agree on', data(3, 0x84, Uint8Array.of(4, 1, 2)), 'card-unreadable'],
    ['refuses our token', status(4, 0x6300), 'card-key-refused'],
    ['refuses our token by its attempts', status(4, 0x63c2), 'card-key-refused'],
    ['refuses our token as data', status(4, 0x6a80), 'card-key-refused'],
    ['blocks at our token', status(4, 0x6983), 'card-blocked'],
    ['sends a wrong token', data(4, 0x86, new Uint8Array(8)), 'card-unreadable'],
    ['sends no token', data(4, 0x87, new Uint8Array(8)), 'card-unreadable'],
  ];

  it.each(outcomes)('%s', async (_, change, code) => {
    const run = runWith(changed(change), protocol, 12);
    await expect(run).rejects.toBeInstanceOf(FaultError);
    await expect(run).rejects.toMatchObject({ code });
  });

  it.each([
    ['has no CAN', 0x6a88, 'card-key-refused'],
    ['does not know the protocol', 0x6a80, 'card-unreadable'],
  ])('%s', async (_, value, code) => {
    const deaf: Exchange = () => Promise.resolve({ data: new Uint8Array(), status: value });
    await expect(runWith(deaf, protocol, 12)).rejects.toMatchObject({ code });
  });

  it('goes on where the chip only counts the attempts left', async () => {
    const session = await runWith(
      changed((response, step) => (step === 0 ? { ...response, status: 0x63c1 } : response)),
      protocol,
      12,
    );
    expect(session.keys.cipher).toBe('AES-128');
  });

  it('is found out when it sends our own key back', async () => {
    const { exchange } = chipWith(protocol, 12);
    const mirror: Exchange = async command => {
      const response = await exchange(command);
      const sent = command.data ?? new Uint8Array();
      if (sent[2] !== 0x83) return response;
      return { ...response, data: encodeTlv(0x7c, encodeTlv(0x84, sent.subarray(4))) };
    };
    await expect(runWith(mirror, protocol, 12)).rejects.toMatchObject({ code: 'card-unreadable' });
  });
});

describe('the choice of a protocol', () => {
  const info = (
    wanted: Partial<PaceProtocol>,
    parameterId?: number,
    version = 2,
  ): SecurityInfo => ({
    kind: 'pace',
    protocol: protocolOf(wanted),
    version,
    parameterId,
  });

  it('takes chip authentication mapping first, and the longest keys', () => {
    const infos = [
      info({ cipher: '3DES' }, 12),
      info({ cipher: 'AES-256' }, 12),
      info({ mapping: 'IM' }, 12),
      info({ mapping: 'CAM' }, 12),
    ];
    expect(choosePace(infos)?.protocol.mapping).toBe('CAM');
    expect(choosePace(infos, ['GM', 'IM'])?.protocol.cipher).toBe('AES-256');
  });

  it('takes curves before numbers', () => {
    const infos = [info({ agreement: 'DH', cipher: 'AES-256' }, 2), info({}, 12)];
    expect(choosePace(infos)?.protocol.agreement).toBe('ECDH');
  });

  it('leaves out other versions, unknown parameters and those of another kind', () => {
    expect(choosePace([info({}, 12, 1)])).toBeUndefined();
    expect(choosePace([info({}, 31)])).toBeUndefined();
    expect(choosePace([info({}, 0)])).toBeUndefined();
    expect(choosePace([info({}, undefined)])).toBeUndefined();
  });

  it('does not use P-224 for integrated mapping (table 12, note)', () => {
    expect(choosePace([info({ mapping: 'IM' }, 10)])).toBeUndefined();
    expect(choosePace([info({ mapping: 'GM' }, 10)])?.parameterId).toBe(10);
  });

  it('takes the explicit parameters of a known curve', () => {
    const group = standardisedGroup(12)!;
    const explicit: SecurityInfo = {
      kind: 'pace-domain-parameters',
      agreement: 'ECDH',
      group,
      parameterId: 32,
    };
    expect(choosePace([info({}, 32), explicit])?.group).toBe(group);
  });

  it('never uses numbers that are no known group', () => {
    const group = { ...standardisedGroup(0)!, prime: 23n };
    const explicit: SecurityInfo = {
      kind: 'pace-domain-parameters',
      agreement: 'DH',
      group,
      parameterId: 32,
    };
    expect(choosePace([info({ agreement: 'DH' }, 32), explicit])).toBeUndefined();
  });
});

describe('the nonces of integrated mapping', () => {
  it('are as long as the keys, in whole blocks', () => {
    expect((['3DES', 'AES-128', 'AES-192', 'AES-256'] as const).map(chipNonceBytes)).toEqual([
      16, 16, 32, 32,
    ]);
  });
});
