import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXAMPLE_CARD } from '../../conformance/example-cards.ts';
import { type ReaderTraits } from '../../contract/chip-card.ts';
import {
  virtualChipProfileSchema,
  type VirtualChipProfileInput,
} from '../../contract/virtual-chip-profile.ts';
import { readDocument } from '../../emrtd/reading/read-document.ts';
import { trustAnchorsOf } from '../../emrtd/trust/trust-anchors.ts';
import { openPcscMini } from '../../transports/pcsc/pcsc-mini.ts';
import { type SmartCardReader } from '../../transports/pcsc/smart-card-service.ts';
import { createSeededRandom } from '../chip/seeded-random.ts';
import { createVirtualChip } from '../chip/virtual-chip.ts';
import { hasVirtualReader, PCSCD_TURN_MS, startPcscd, type RunningPcscd } from './pcscd.ts';
import { insertVirtualCard } from './virtual-card.ts';

const { id, ...holder } = EXAMPLE_CARD;
const TODAY = Date.UTC(2026, 5, 1);
const NOT_HERE = 'pcscd and vsmartcard-vpcd are not installed here';
const FIRST_SLOT = 'Virtual PCD 00 00';

const chipOf = (profile: Partial<VirtualChipProfileInput>) =>
  createVirtualChip(virtualChipProfileSchema.parse({ id, holder, ...profile }));

/** What PC/SC says of the first slot, one thing after the other. */
const watchSlot = () => {
  const seen: string[] = [];
  const waiting = new Set<() => void>();
  let slot: SmartCardReader | undefined;
  const note = (reader: SmartCardReader, what: string): void => {
    if (reader.name !== FIRST_SLOT) return;
    slot = reader;
    seen.push(what);
    for (const look of waiting) look();
  };
  const service = openPcscMini({
    added: reader => note(reader, 'added'),
    changed: (reader, state) => note(reader, state),
    removed: reader => note(reader, 'removed'),
    lost: () => undefined,
  });
  const until = (state: string): Promise<SmartCardReader> =>
    new Promise(resolve => {
      const look = (): void => {
        if (seen.at(-1) !== state || slot === undefined) return;
        waiting.delete(look);
        resolve(slot);
      };
      waiting.add(look);
      look();
    });
  return { until, close: () => service.close() };
};

describe('a virtual chip behind the real PC/SC service', () => {
  let pcscd: RunningPcscd | undefined;
  let slot: ReturnType<typeof watchSlot> | undefined;

  beforeAll(async () => {
    if (!hasVirtualReader()) return;
    pcscd = await startPcscd();
    slot = watchSlot();
  }, PCSCD_TURN_MS);
  afterAll(async () => {
    await slot?.close();
    await pcscd?.stop();
  });

  /** Lays the chip down, reads it through PC/SC and takes it away again. */
  const read = async (profile: Partial<VirtualChipProfileInput>, extendedLength: boolean) => {
    if (slot === undefined) throw new Error('no virtual reader');
    await slot.until('empty');
    const chip = chipOf(profile);
    const inserted = await insertVirtualCard({ chip });
    const reader = await slot.until('present');
    const card = await reader.connect();
    const traits: ReaderTraits = { model: reader.name, extendedLength, maxShortResponse: 256 };
    const { mrz, authority, files } = chip.personalised;
    const { documentNumber, birthDate, expiryDate } = mrz;
    try {
      const reading = await readDocument({
        card: { transmit: card.transmit, atr: card.atr, reader: traits },
        keys: [{ kind: 'mrz', documentNumber, birthDate, expiryDate }],
        files: ['DG1', 'DG2', 'DG13', 'DG14', 'DG15', 'SOD'],
        random: createSeededRandom('terminal'),
        trust: trustAnchorsOf([authority.csca]),
        today: TODAY,
        readSizes: new Map(),
      });
      for (const [name, bytes] of reading.files) {
        expect(Buffer.compare(bytes, files.get(name as 'DG1') ?? new Uint8Array())).toBe(0);
      }
      expect(Buffer.from(card.atr)).toEqual(Buffer.from(chip.atr));
      return reading;
    } finally {
      await card.disconnect();
      await inserted.remove();
      await slot.until('empty');
    }
  };

  it('is read in short commands after BAC, and proves itself', async ({ skip }) => {
    if (!hasVirtualReader()) skip(NOT_HERE);
    const reading = await read(
      { chipAuthentication: [{ cipher: 'AES-128', curve: 'brainpoolP256r1' }] },
      false,
    );
    expect([reading.access, reading.verdict.authenticity]).toEqual(['BAC', 'valid']);
  }, 60_000);

  it('is read in extended commands after PACE', async ({ skip }) => {
    if (!hasVirtualReader()) skip(NOT_HERE);
    const reading = await read(
      {
        access: { pace: [{ mapping: 'CAM', cipher: 'AES-256', parameter: 13 }] },
        link: { extendedLength: true, maxResponse: 16_000 },
      },
      true,
    );
    expect([reading.access, reading.verdict.chip]).toEqual(['PACE-CAM', 'proven']);
  }, 60_000);

  it('is gone to PC/SC where its profile takes it away', async ({ skip }) => {
    if (slot === undefined) return skip(NOT_HERE);
    await slot.until('empty');
    const inserted = await insertVirtualCard({ chip: chipOf({ faults: { removeAt: 2 } }) });
    const card = await (await slot.until('present')).connect();
    const select = Uint8Array.of(0x00, 0xa4, 0x00, 0x0c);
    expect(await card.transmit(select)).toEqual(Uint8Array.of(0x90, 0x00));
    // The line to the card breaks first, which this driver may answer with nothing at all.
    const answer = await card.transmit(select).catch(() => new Uint8Array());
    expect(answer).toHaveLength(0);
    await inserted.removed;
    await slot.until('empty');
    await card.disconnect();
  }, 60_000);
});
