import { describe, expect, it } from 'vitest';
import { type CardAccessKey, type DeviceEvent } from '../../../core/contract/device.ts';
import { FaultError } from '../../../core/contract/errors.ts';
import { EXAMPLE_CARD } from '../../conformance/example-cards.ts';
import { createManualClock, type ManualClock } from '../../conformance/manual-clock.ts';
import { type CardSlotListener, type PresentCard } from '../../contract/chip-card.ts';
import { chipReadingOf, type ChipReadingSettings } from '../../contract/chip-reading.ts';
import { type DeviceLogEntry } from '../../contract/device-log.ts';
import {
  virtualChipProfileSchema,
  type VirtualChipProfileInput,
} from '../../contract/virtual-chip-profile.ts';
import { pause } from '../../core/deadline.ts';
import { readDocument } from '../../emrtd/reading/read-document.ts';
import { NO_TRUST_ANCHORS, trustAnchorsOf } from '../../emrtd/trust/trust-anchors.ts';
import { createSeededRandom } from '../../simulators/chip/seeded-random.ts';
import { createVirtualChip } from '../../simulators/chip/virtual-chip.ts';
import { createChipCardReader } from './driver.ts';

const { id, ...holder } = EXAMPLE_CARD;
const OPEN: Partial<VirtualChipProfileInput> = { access: { open: true } };
const KEY: CardAccessKey = {
  kind: 'mrz',
  documentNumber: '148999921',
  birthDate: '480312',
  expiryDate: '350312',
};
const WRONG: CardAccessKey = { ...KEY, expiryDate: '330312' };
const OTHER: CardAccessKey = { ...KEY, expiryDate: '340312' };
const AUTHORITY = createVirtualChip(virtualChipProfileSchema.parse({ id, holder })).personalised
  .authority;

interface Hands {
  /** Awaited before each command is passed on. */
  readonly before?: (command: number) => Promise<unknown>;
}

/** A card on the reader: the virtual chip, and how many commands it was sent. */
const cardOf = (
  clock: ManualClock,
  profile: Partial<VirtualChipProfileInput> = {},
  { before }: Hands = {},
) => {
  const chip = createVirtualChip(virtualChipProfileSchema.parse({ id, holder, ...profile }), {
    pause: ms => pause(clock, ms),
  });
  const sent: Uint8Array[] = [];
  const card: PresentCard = {
    atr: chip.atr,
    reader: { model: 'test', extendedLength: true, maxShortResponse: 256 },
    transmit: async command => {
      sent.push(command);
      await before?.(sent.length);
      return chip.transmit(command);
    },
  };
  return { card, sent };
};

interface RigOptions {
  readonly settings?: ChipReadingSettings;
  readonly cardReported?: boolean;
  readonly loadTrust?: () => Promise<typeof NO_TRUST_ANCHORS>;
}

/** A reader whose slot is the test. */
const rig = async ({ settings = {}, cardReported = false, loadTrust }: RigOptions = {}) => {
  const clock = createManualClock();
  const events: DeviceEvent[] = [];
  const logs: DeviceLogEntry[] = [];
  const slots: CardSlotListener[] = [];
  const reader = createChipCardReader(
    {
      driver: 'simulated-card-reader',
      slot: {
        open: opened => {
          slots.push(opened);
          opened.condition(undefined);
          return Promise.resolve();
        },
        close: () => Promise.resolve(),
      },
      choice: chipReadingOf(settings),
      readDocument,
      random: createSeededRandom('driver test'),
      loadTrust: loadTrust ?? (() => Promise.resolve(NO_TRUST_ANCHORS)),
      portraitOf: dg2 => Promise.resolve(dg2.subarray(0, 1)),
    },
    {
      deviceId: 'reader',
      clock,
      cardReported,
      emit: event => events.push(event),
      log: entry => logs.push(entry),
    },
  );
  await reader.start();
  const [slot] = slots;
  if (slot === undefined) throw new Error('the slot was not opened');
  return {
    reader,
    clock,
    slot,
    logs,
    lay: (profile?: Partial<VirtualChipProfileInput>, hands?: Hands) => {
      const laid = cardOf(clock, profile, hands);
      slot.inserted(laid.card);
      return laid;
    },
    status: () => events.flatMap(event => (event.type === 'status' ? [event.status] : [])).at(-1),
    /** Everything but status and progress. */
    said: () =>
      events.flatMap(event => {
        if (event.type === 'status' || event.type === 'card-progress') return [];
        if (event.type === 'card-failed') return [`${event.type} ${event.code}`];
        return event.type === 'card-key-wanted' ? [`${event.type} ${event.reason}`] : [event.type];
      }),
    shares: () => events.flatMap(event => (event.type === 'card-progress' ? [event.share] : [])),
    claims: () => events.flatMap(event => (event.type === 'card-read' ? [event.claim] : [])),
    portraits: () => events.flatMap(event => (event.type === 'card-portrait' ? [event.jpeg] : [])),
  };
};

describe('chip card reader driver', () => {
  it('says nothing about a card that was read too late', async () => {
    const { slot, lay, said, clock } = await rig();
    const late = Promise.withResolvers<undefined>();
    lay(OPEN, { before: () => late.promise });
    slot.removed();
    late.resolve(undefined);
    await clock.advance(20_000);
    expect(said()).toEqual(['card-inserted', 'card-failed card-removed', 'card-removed']);
  });

  it('never gives the data of one card for another', async () => {
    const { slot, lay, claims, said, clock } = await rig();
    const late = Promise.withResolvers<undefined>();
    lay(OPEN, { before: () => late.promise });
    slot.removed();
    lay({ ...OPEN, holder: { ...holder, citizenNumber: '001061999902' } });
    late.resolve(undefined);
    await clock.advance(1_000);
    expect(claims().map(({ citizenNumber }) => citizenNumber)).toEqual(['001061999902']);
    expect(said().at(-1)).toBe('card-read');
  });

  it('sends no command to a card any more once it was taken away, or the driver stopped', async () => {
    for (const end of ['removed', 'stopped'] as const) {
      const { reader, slot, lay, clock } = await rig();
      const { sent } = lay(OPEN, { before: () => pause(clock, 100) });
      await clock.advance(350);
      if (end === 'removed') slot.removed();
      else await reader.stop();
      const before = sent.length;
      expect(before).toBeGreaterThan(2);
      await clock.advance(20_000);
      expect(sent).toHaveLength(before);
    }
  });

  it('tells a chip that answers too slowly from one that does not answer', async () => {
    const { lay, said, clock } = await rig();
    lay(OPEN, { before: () => pause(clock, 2_000) });
    await clock.advance(14_000);
    expect(said()).toEqual(['card-inserted']);
    await clock.advance(2_000);
    expect(said()).toEqual(['card-inserted', 'card-failed card-too-slow']);
    const silent = await rig();
    silent.lay(OPEN, { before: () => new Promise(() => undefined) });
    await silent.clock.advance(16_000);
    expect(silent.said()).toEqual(['card-inserted', 'card-failed card-unreadable']);
  });

  it('tries a card a second time that failed once', async () => {
    const { lay, said, clock } = await rig();
    lay(OPEN, {
      before: command =>
        command === 1 ? Promise.reject(new FaultError('card-unreadable')) : Promise.resolve(),
    });
    await clock.advance(1_000);
    expect(said()).toEqual(['card-inserted', 'card-read']);
  });

  it('does not read the card again that was reported before the process was restarted', async () => {
    const { slot, lay, said, clock } = await rig({ cardReported: true });
    const { sent } = lay(OPEN);
    await clock.advance(1_000);
    expect(sent).toEqual([]);
    slot.removed();
    lay(OPEN);
    await clock.advance(1_000);
    expect(said()).toEqual(['card-removed', 'card-inserted', 'card-read']);
  });

  it('shows how far it is, in steps that only grow', async () => {
    const { lay, shares, clock } = await rig();
    lay(OPEN);
    await clock.advance(1_000);
    expect(shares().length).toBeGreaterThan(3);
    expect(shares().length).toBeLessThanOrEqual(21);
    expect(shares()).toEqual(shares().toSorted((one, other) => one - other));
    expect(shares().at(-1)).toBe(1);
  });
});

describe('keys', () => {
  it('are asked for where none was offered, and open the chip once they are', async () => {
    const { reader, lay, said, claims, clock } = await rig();
    lay();
    await clock.advance(1_000);
    expect(said()).toEqual(['card-inserted', 'card-key-wanted none-offered']);
    reader.offerKeys([KEY]);
    await clock.advance(1_000);
    expect(said().slice(2)).toEqual(['card-read']);
    expect(claims()[0]?.citizenNumber).toBe(EXAMPLE_CARD.citizenNumber);
  });

  it('are not asked for where they were offered before the card was laid down', async () => {
    const { reader, lay, said, clock } = await rig();
    reader.offerKeys([WRONG, KEY]);
    lay();
    await clock.advance(1_000);
    expect(said()).toEqual(['card-inserted', 'card-read']);
  });

  it('are not needed for a chip that stands open', async () => {
    const { reader, lay, said, clock } = await rig();
    reader.offerKeys([WRONG]);
    lay(OPEN);
    await clock.advance(1_000);
    expect(said()).toEqual(['card-inserted', 'card-read']);
  });

  it('that were refused are never shown to that card again, which would slow it down', async () => {
    const { reader, lay, said, clock } = await rig();
    reader.offerKeys([WRONG]);
    const { sent } = lay();
    await clock.advance(1_000);
    expect(said()).toEqual(['card-inserted', 'card-key-wanted refused']);
    const before = sent.length;
    reader.offerKeys([WRONG]);
    await clock.advance(1_000);
    expect(said().at(-1)).toBe('card-key-wanted refused');
    expect(sent).toHaveLength(before);
    reader.offerKeys([WRONG, KEY]);
    await clock.advance(1_000);
    expect(said().at(-1)).toBe('card-read');
  });

  it('offered while others are being tried are tried next', async () => {
    const { reader, lay, said, clock } = await rig();
    reader.offerKeys([WRONG, OTHER]);
    lay({}, { before: () => pause(clock, 50) });
    await clock.advance(100);
    reader.offerKeys([KEY]);
    await clock.advance(5_000);
    expect(said()).toEqual(['card-inserted', 'card-read']);
  });

  it('are forgotten when the patient leaves', async () => {
    const { reader, slot, lay, said, clock } = await rig();
    reader.offerKeys([KEY]);
    lay();
    await clock.advance(1_000);
    slot.removed();
    reader.forgetKeys();
    lay();
    await clock.advance(1_000);
    expect(said().at(-1)).toBe('card-key-wanted none-offered');
  });

  it('are waited for as long as the card lies there, and no longer', async () => {
    const { reader, slot, lay, said, clock } = await rig();
    const { sent } = lay();
    await clock.advance(600_000);
    slot.removed();
    const before = sent.length;
    reader.offerKeys([KEY]);
    await clock.advance(1_000);
    expect(said()).toEqual([
      'card-inserted',
      'card-key-wanted none-offered',
      'card-failed card-removed',
      'card-removed',
    ]);
    expect(sent).toHaveLength(before);
  });

  it('cannot help a chip that takes no more of them', async () => {
    const { reader, lay, said, clock } = await rig();
    reader.offerKeys([WRONG, OTHER, KEY]);
    lay({ access: { attempts: { blockAfter: 1 } } });
    await clock.advance(5_000);
    expect(said()).toEqual(['card-inserted', 'card-failed card-blocked']);
  });

  it('by the number on the card open a chip with PACE', async () => {
    const { reader, lay, said, clock } = await rig();
    reader.offerKeys([{ kind: 'can', number: '123456' }]);
    lay({
      access: {
        bac: false,
        can: '123456',
        pace: [{ mapping: 'GM', cipher: 'AES-128', parameter: 12 }],
      },
    });
    await clock.advance(1_000);
    expect(said()).toEqual(['card-inserted', 'card-read']);
  });
});

describe('judgement', () => {
  const CHIP_AUTHENTICATION: Partial<VirtualChipProfileInput> = {
    ...OPEN,
    chipAuthentication: [{ cipher: 'AES-128', curve: 'P-256' }],
  };
  const trusting = () => Promise.resolve(trustAnchorsOf([AUTHORITY.csca], [AUTHORITY.crl()]));
  const judged = async (profile: Partial<VirtualChipProfileInput>, loadTrust = trusting) => {
    const { lay, claims, clock } = await rig({ loadTrust });
    lay(profile);
    await clock.advance(5_000);
    const [claim] = claims();
    return [claim?.authenticity, claim?.authenticityReasons];
  };

  it('calls a chip genuine whose data are signed and which has its keys', async () => {
    expect(await judged(CHIP_AUTHENTICATION)).toEqual(['valid', []]);
  });

  it('never calls a chip genuine without knowing the authority', async () => {
    const [authenticity, reasons] = await judged(CHIP_AUTHENTICATION, () =>
      Promise.resolve(NO_TRUST_ANCHORS),
    );
    expect(authenticity).toBe('no-trust-anchor');
    expect(reasons).toContain('signer-unknown');
  });

  it.each<[string, Partial<VirtualChipProfileInput>, string]>([
    ['altered data', { faults: { altered: [{ file: 'DG13', how: 'value' }] } }, 'digest-mismatch'],
    ['a copy of the files', { faults: { cloned: true } }, 'chip-answer-wrong'],
    ['no security object', { issuer: { condition: 'missing' } }, 'security-object-missing'],
    ['a signature that is none', { issuer: { condition: 'damaged' } }, 'signature-invalid'],
    ['a signer that was revoked', { issuer: { condition: 'revoked' } }, 'signer-revoked'],
  ])('finds %s', async (_name, profile, reason) => {
    const [authenticity, reasons] = await judged({ ...CHIP_AUTHENTICATION, ...profile });
    expect(authenticity).toBe('invalid');
    expect(reasons).toContain(reason);
  });

  it('takes a genuine word back where the portrait is not the one that was signed', async () => {
    const { lay, claims, portraits, clock } = await rig({
      loadTrust: trusting,
      settings: { portrait: true },
    });
    lay({ ...CHIP_AUTHENTICATION, faults: { altered: [{ file: 'DG2', how: 'value' }] } });
    await clock.advance(5_000);
    expect(claims().map(({ authenticity }) => authenticity)).toEqual(['valid', 'invalid']);
    expect(claims()[1]).toEqual({
      ...claims()[0],
      authenticity: 'invalid',
      authenticityReasons: ['digest-mismatch'],
    });
    expect(portraits()).toEqual([]);
  });

  it('goes on without trust files, says so to IT, and takes them when they are there', async () => {
    let there = false;
    const loadTrust = () =>
      there ? trusting() : Promise.reject(new FaultError('config-invalid', 'no certificate'));
    const { lay, slot, claims, status, logs, clock } = await rig({ loadTrust });
    expect(status()).toMatchObject({ state: 'degraded', fault: 'config-invalid' });
    lay(CHIP_AUTHENTICATION);
    await clock.advance(1_000);
    slot.removed();
    there = true;
    lay(CHIP_AUTHENTICATION);
    await clock.advance(1_000);
    expect(claims().map(({ authenticity }) => authenticity)).toEqual(['no-trust-anchor', 'valid']);
    expect(status()).toMatchObject({ state: 'ready' });
    expect(logs.filter(({ event }) => event === 'trust-not-loaded')).toHaveLength(1);
  });
});

describe('privacy', () => {
  /** Short identifiers of the files that were asked for by READ BINARY or SELECT in the clear. */
  const filesAsked = (sent: readonly Uint8Array[]): ReadonlySet<string> =>
    new Set(
      sent.flatMap(command => {
        const [, ins, p1 = 0, p2] = command;
        if (ins === 0xb0 && (p1 & 0x80) !== 0) return [`short ${p1 & 0x1f}`];
        if (ins === 0xa4 && p1 === 0x02 && p2 === 0x0c) return [`short ${command[6] ?? 0}`];
        return [];
      }),
    );

  it('reads the configured groups and no other', async () => {
    const { lay, said, clock } = await rig({ settings: { groups: ['DG13', 'SOD'] } });
    const { sent } = lay(OPEN);
    await clock.advance(1_000);
    expect(said()).toEqual(['card-inserted', 'card-read']);
    const asked = filesAsked(sent);
    for (const group of [1, 2, 3, 11, 14, 15]) expect(asked).not.toContain(`short ${group}`);
    expect(asked).toContain('short 13');
  });

  it('reads the portrait only where it is configured, after everything else', async () => {
    const without = await rig();
    without.lay(OPEN);
    await without.clock.advance(1_000);
    expect(without.portraits()).toEqual([]);
    const { lay, said, portraits, clock } = await rig({ settings: { portrait: true } });
    lay(OPEN);
    await clock.advance(2_000);
    expect(said()).toEqual(['card-inserted', 'card-read', 'card-portrait']);
    expect(portraits()).toEqual([Buffer.of(0x75).toString('base64')]);
  });

  it('goes on without a portrait that cannot be read', async () => {
    const { lay, said, logs, clock } = await rig({ settings: { portrait: true } });
    lay({ ...OPEN, faults: { unreadable: [{ file: 'DG2', from: 0 }] } });
    await clock.advance(2_000);
    expect(said()).toEqual(['card-inserted', 'card-read']);
    expect(logs.map(({ event }) => event)).toEqual(['portrait-not-read']);
  });

  it('traces commands only in debugging, and never a byte of what they say', async () => {
    const quiet = await rig();
    quiet.reader.offerKeys([KEY]);
    quiet.lay();
    await quiet.clock.advance(1_000);
    expect(quiet.logs).toEqual([]);
    const { reader, lay, logs, clock } = await rig({ settings: { apduTrace: true } });
    reader.offerKeys([WRONG, KEY]);
    lay();
    await clock.advance(1_000);
    expect(logs.length).toBeGreaterThan(10);
    for (const { event, detail } of logs) {
      expect(event).toBe('card-apdu');
      expect(detail).toMatch(/^[0-9a-f]{8} Lc \d+ Le \d+ -> [0-9a-f]{4} \d+ bytes$/);
    }
  });
});
