import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_CARD } from '../../conformance/example-cards.ts';
import { type ElementaryFileName } from '../../contract/chip-card.ts';
import {
  virtualChipProfileSchema,
  type VirtualChipProfileInput,
} from '../../contract/virtual-chip-profile.ts';
import { readDocument } from '../../emrtd/reading/read-document.ts';
import { trustAnchorsOf } from '../../emrtd/trust/trust-anchors.ts';
import { createSeededRandom } from './seeded-random.ts';
import { createVirtualChip } from './virtual-chip.ts';

const { id, ...holder } = EXAMPLE_CARD;
const FILES: readonly ElementaryFileName[] = ['DG1', 'DG13', 'DG14', 'SOD'];
const CHIP_AUTHENTICATION = [{ cipher: 'AES-128', curve: 'P-256' }] as const;
const TODAY = Date.UTC(2026, 5, 1);

const chipOf = (profile: Partial<VirtualChipProfileInput>) => {
  const pauses: number[] = [];
  const chip = createVirtualChip(virtualChipProfileSchema.parse({ id, holder, ...profile }), {
    pause: ms => {
      pauses.push(ms);
      return Promise.resolve();
    },
  });
  return { chip, pauses };
};

const readChip = (
  { chip }: ReturnType<typeof chipOf>,
  { files = FILES, expiryDate = chip.personalised.mrz.expiryDate } = {},
) => {
  const { mrz, authority } = chip.personalised;
  return readDocument({
    card: {
      transmit: command => chip.transmit(command),
      atr: chip.atr,
      reader: { model: 'test', extendedLength: true, maxShortResponse: 256 },
    },
    keys: [
      {
        kind: 'mrz',
        documentNumber: mrz.documentNumber,
        birthDate: mrz.birthDate,
        expiryDate,
      },
    ],
    files,
    random: createSeededRandom('terminal'),
    trust: trustAnchorsOf([authority.csca]),
    today: TODAY,
    readSizes: new Map(),
  });
};

const read = (profile: Partial<VirtualChipProfileInput>, files?: readonly ElementaryFileName[]) =>
  readChip(chipOf(profile), files === undefined ? {} : { files });

describe('faults of a virtual chip', () => {
  it.each([1, 2, 5, 9])('it is gone from command %i on', async at => {
    await expect(read({ faults: { removeAt: at } })).rejects.toMatchObject({
      code: 'card-removed',
    });
  });

  it('it never answers', async () => {
    await expect(read({ faults: { silent: true } })).rejects.toMatchObject({
      code: 'card-unreadable',
    });
  });

  it('it takes its time for every answer', async () => {
    const slow = chipOf({ faults: { delayMs: 70 } });
    await readChip(slow);
    expect(slow.pauses.length).toBeGreaterThan(10);
    expect(new Set(slow.pauses)).toEqual(new Set([70]));
  });

  it('it knows no master file, and is read all the same', async () => {
    const { access } = await read({ faults: { masterFileUnknown: true } });
    expect(access).toBe('BAC');
    const { chip } = chipOf({ faults: { masterFileUnknown: true } });
    const select = Uint8Array.of(0x00, 0xa4, 0x00, 0x0c, 0x02, 0x3f, 0x00);
    expect(await chip.transmit(select)).toEqual(Uint8Array.of(0x6d, 0x00));
  });

  it('it keeps DG3 to itself', async () => {
    const { files, verdict } = await read({}, ['DG1', 'DG3', 'SOD']);
    expect([...files.keys()].sort()).toEqual(['DG1', 'SOD']);
    expect(verdict.authenticity).toBe('valid');
  });

  it('its memory fails inside a file', async () => {
    const unreadable = [{ file: 'DG13', from: 40 }] as const;
    await expect(read({ faults: { unreadable: [...unreadable] } })).rejects.toMatchObject({
      code: 'card-unreadable',
    });
  });

  it.each(['value', 'garbled'] as const)('its data were changed: %s', async how => {
    const { verdict } = await read({ faults: { altered: [{ file: 'DG13', how }] } });
    expect([verdict.authenticity, verdict.reasons[0]]).toEqual(['invalid', 'digest-mismatch']);
  });

  it('it answers later to wrong keys, then to none, whatever its power does', async () => {
    const guarded = chipOf({
      access: { attempts: { slowAfter: 2, delayMs: 900, blockAfter: 3 } },
    });
    const codes: unknown[] = [];
    for (const expiryDate of ['350101', '350102', '350103', undefined]) {
      guarded.chip.reset();
      const outcome = await readChip(guarded, expiryDate === undefined ? {} : { expiryDate }).catch(
        (thrown: unknown) => thrown,
      );
      codes.push((outcome as { code?: string }).code);
    }
    expect(codes).toEqual([
      'card-key-refused',
      'card-key-refused',
      'card-key-refused',
      'card-blocked',
    ]);
    expect(guarded.pauses).toEqual([900, 900]);
  });

  it('forgets wrong keys once the right one came', async () => {
    const guarded = chipOf({ access: { attempts: { blockAfter: 2 } } });
    for (const expiryDate of ['350101', undefined, '350101', undefined]) {
      guarded.chip.reset();
      const reading = readChip(guarded, expiryDate === undefined ? {} : { expiryDate });
      if (expiryDate === undefined) expect((await reading).access).toBe('BAC');
      else await expect(reading).rejects.toMatchObject({ code: 'card-key-refused' });
    }
  });

  it('no bit that turns over on the way makes it say something else', async () => {
    const genuine = chipOf({ chipAuthentication: [...CHIP_AUTHENTICATION] });
    const { files: signed } = genuine.chip.personalised;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 25 }),
        fc.integer({ min: 0, max: 2_000 }),
        async (at, bit) => {
          const flips = [{ at, bit }];
          const outcome = await read({
            chipAuthentication: [...CHIP_AUTHENTICATION],
            faults: { flips },
          }).catch((thrown: unknown) => thrown as { code: string });
          if ('code' in outcome) {
            expect(outcome.code).toMatch(/^card-(unreadable|key-refused|blocked)$/);
            return;
          }
          const trusted = outcome.verdict.authenticity === 'valid';
          for (const [name, bytes] of outcome.files) {
            const same = Buffer.compare(bytes, signed.get(name as 'DG1') ?? new Uint8Array()) === 0;
            expect(same || !trusted).toBe(true);
          }
        },
      ),
      { numRuns: 40, seed: 9303 },
    );
  });
});

describe('long files of a virtual chip', () => {
  it.each([
    ['short commands', {}],
    ['extended commands', { extendedLength: true, maxResponse: 65_535 }],
  ])('are read in %s beyond the reach of a two-byte offset', async (_name, link) => {
    const image = Buffer.from([0xff, 0xd8, 0xff, 0xe0]).toString('base64');
    const long = chipOf({ portrait: { image, padding: 45_000 }, link });
    const { files, verdict } = await readChip(long, { files: ['DG2', 'SOD'] });
    const whole = long.chip.personalised.files.get('DG2') ?? new Uint8Array();
    expect(whole.length).toBeGreaterThan(0x8000);
    expect(Buffer.compare(files.get('DG2') ?? new Uint8Array(), whole)).toBe(0);
    expect(verdict.authenticity).toBe('valid');
  });
});
