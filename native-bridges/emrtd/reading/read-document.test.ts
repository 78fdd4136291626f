import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CardAccessKey } from '../../../core/contract/device.ts';
import { FaultError } from '../../../core/contract/errors.ts';
import { EXAMPLE_CARD } from '../../conformance/example-cards.ts';
import {
  type ElementaryFileName,
  type PresentCard,
  type ReaderTraits,
} from '../../contract/chip-card.ts';
import {
  virtualChipProfileSchema,
  type VirtualChipProfileInput,
} from '../../contract/virtual-chip-profile.ts';
import { createSeededRandom } from '../../simulators/chip/seeded-random.ts';
import { createVirtualChip } from '../../simulators/chip/virtual-chip.ts';
import { trustAnchorsOf } from '../trust/trust-anchors.ts';
import {
  type ApduTrace,
  type DocumentReading,
  type ReadDocumentOptions,
} from './document-reading.ts';
import { readDocument } from './read-document.ts';

const { id, ...holder } = EXAMPLE_CARD;
const FILES: readonly ElementaryFileName[] = ['DG1', 'DG13', 'DG14', 'DG15', 'SOD'];
const TODAY = Date.UTC(2026, 5, 1);
const READER: ReaderTraits = { model: 'ACME', extendedLength: false, maxShortResponse: 256 };

/** A citizen card with everything: access control, chip and active authentication. */
const FULL: Partial<VirtualChipProfileInput> = {
  chipAuthentication: [{ cipher: 'AES-128', curve: 'brainpoolP256r1' }],
  activeAuthentication: { algorithm: 'ECDSA', curve: 'P-256' },
};
const PACE = { mapping: 'GM', agreement: 'ECDH', cipher: 'AES-128', parameter: 13 } as const;
const CAN: CardAccessKey = { kind: 'can', number: '314159' };

/** A card of that profile on a reader, and what was said to it. */
const cardOf = (profile: Partial<VirtualChipProfileInput>, reader: Partial<ReaderTraits> = {}) => {
  const chip = createVirtualChip(virtualChipProfileSchema.parse({ id, holder, ...profile }), {
    pause: () => Promise.resolve(),
  });
  const { documentNumber, birthDate, expiryDate } = chip.personalised.mrz;
  const key: CardAccessKey = { kind: 'mrz', documentNumber, birthDate, expiryDate };
  const trace: ApduTrace[] = [];
  const card: PresentCard = {
    transmit: command => chip.transmit(command),
    atr: chip.atr,
    reader: { ...READER, ...reader },
  };
  const { csca, crl } = chip.personalised.authority;
  const options: ReadDocumentOptions = {
    card,
    keys: [key],
    files: FILES,
    random: createSeededRandom('a reading'),
    trust: trustAnchorsOf([csca], [crl(TODAY)]),
    today: TODAY,
    readSizes: new Map(),
    trace: entry => trace.push(entry),
  };
  const genuine = (name: ElementaryFileName): Uint8Array | undefined =>
    new Map<string, Uint8Array>(chip.personalised.files).get(name);
  const headers = (): string[] => trace.map(({ header }) => header);
  return { options, key, genuine, headers, trace, chip };
};
type Card = ReturnType<typeof cardOf>;

const WRONG_KEY: CardAccessKey = {
  kind: 'mrz',
  documentNumber: '000000001',
  birthDate: '700101',
  expiryDate: '300101',
};

const bytesOf = (card: Card, names: readonly ElementaryFileName[]) =>
  names.flatMap(name => {
    const bytes = card.genuine(name);
    return bytes === undefined ? [] : [[name, bytes]];
  });

describe('readDocument', () => {
  it.each<[string, Partial<VirtualChipProfileInput>, string]>([
    ['BAC', FULL, 'BAC'],
    ['an open chip', { ...FULL, access: { open: true, bac: false } }, 'none'],
    ['PACE, generic mapping', { ...FULL, access: { pace: [PACE] } }, 'PACE-GM'],
    [
      'PACE alone, integrated mapping',
      { ...FULL, access: { bac: false, pace: [{ ...PACE, mapping: 'IM', parameter: 15 }] } },
      'PACE-IM',
    ],
    [
      'PACE, chip authentication mapping',
      { ...FULL, access: { pace: [{ ...PACE, mapping: 'CAM' }] } },
      'PACE-CAM',
    ],
    [
      'PACE over numbers',
      { ...FULL, access: { pace: [{ ...PACE, agreement: 'DH', parameter: 0 }] } },
      'PACE-GM',
    ],
  ])('reads every file byte for byte and proves the chip: %s', async (_name, profile, access) => {
    const card = cardOf(profile, { extendedLength: true });
    const reading = await readDocument(card.options);
    expect(reading.access).toBe(access);
    expect([...reading.files].sort()).toEqual(bytesOf(card, FILES).sort());
    expect(reading.verdict).toEqual({ authenticity: 'valid', reasons: [], chip: 'proven' });
  });

  it.each<[string, Partial<VirtualChipProfileInput>]>([
    ['chip authentication with 3DES', { chipAuthentication: [{ cipher: '3DES', curve: 'P-224' }] }],
    [
      'chip authentication with AES-256',
      { chipAuthentication: [{ cipher: 'AES-256', curve: 'brainpoolP512r1' }] },
    ],
    [
      'active authentication with RSA',
      { activeAuthentication: { algorithm: 'RSA', bits: 1024, hash: 'SHA-256' } },
    ],
    [
      'active authentication with ECDSA',
      { activeAuthentication: { algorithm: 'ECDSA', curve: 'brainpoolP256r1' } },
    ],
  ])('proves a chip by %s alone', async (_name, profile) => {
    const { verdict } = await readDocument(cardOf(profile).options);
    expect(verdict).toEqual({ authenticity: 'valid', reasons: [], chip: 'proven' });
  });

  it('sends no command that could be left out', async () => {
    const card = cardOf(FULL);
    await readDocument(card.options);
    const size = (name: ElementaryFileName, block: number): number =>
      Math.ceil((card.genuine(name)?.length ?? 0) / block);
    // EF.CardAccess, SELECT, GET CHALLENGE, EXTERNAL AUTHENTICATE, and two of chip authentication.
    const opening = 6;
    const reads =
      size('DG14', 231) +
      FILES.filter(name => name !== 'DG14').reduce((n, f) => n + size(f, 223), 0);
    expect(card.trace).toHaveLength(opening + reads);
  });

  it('reads a file in one command where reader and chip have extended length', async () => {
    const link = { extendedLength: true, maxResponse: 8_192 };
    const card = cardOf({ ...FULL, link }, { extendedLength: true });
    await readDocument(card.options);
    expect(card.trace).toHaveLength(6 + FILES.length);
  });

  it('touches no file that was not asked for', async () => {
    const card = cardOf(FULL);
    const { files, verdict } = await readDocument({ ...card.options, files: ['DG13'] });
    expect([...files.keys()]).toEqual(['DG13']);
    expect(verdict.authenticity).toBe('not-checked');
    // READ BINARY names DG13 and, before access control, EF.CardAccess.
    const named = card.headers().filter(header => /^..b0[89]/.test(header));
    expect(named).toEqual(['00b09c00', '0cb08d00']);
  });

  it('says of files that are not there or locked only that', async () => {
    const card = cardOf(FULL);
    const asked: readonly ElementaryFileName[] = ['DG3', 'DG11', 'DG13', 'SOD'];
    const { files } = await readDocument({ ...card.options, files: asked });
    expect([...files.keys()].sort()).toEqual(['DG13', 'SOD']);
  });

  it('reads the portrait later, over the same session, checked against EF.SOD', async () => {
    const card = cardOf(FULL);
    const reading = await readDocument(card.options);
    const before = card.trace.length;
    expect(await reading.readLater('DG2')).toEqual(card.genuine('DG2'));
    expect(
      card
        .headers()
        .slice(before)
        .every(header => header.startsWith('0cb0')),
    ).toBe(true);
    expect(await reading.readLater('DG12')).toBeUndefined();
  });

  it('gives no portrait that was not signed', async () => {
    const altered = [{ file: 'DG2', how: 'value' } as const];
    const reading = await readDocument(cardOf({ ...FULL, faults: { altered } }).options);
    await expect(reading.readLater('DG2')).rejects.toMatchObject({ code: 'card-not-authentic' });
  });

  it('tells shares that rise to one', async () => {
    const shares: number[] = [];
    const card = cardOf(FULL);
    await readDocument({ ...card.options, onProgress: share => shares.push(share) });
    expect(shares).toEqual([...shares].sort((left, right) => left - right));
    expect(shares.length).toBeGreaterThan(5);
    expect(shares.at(-1)).toBe(1);
  });
});

describe('readDocument with keys', () => {
  it('takes the one that fits', async () => {
    const card = cardOf(FULL);
    const reading = await readDocument({ ...card.options, keys: [WRONG_KEY, card.key] });
    expect(reading.keyIndex).toBe(1);
    expect(reading.files.size).toBe(FILES.length);
  });

  it('takes the CAN where the chip offers PACE', async () => {
    const card = cardOf({ ...FULL, access: { can: CAN.number, pace: [PACE] } });
    const reading = await readDocument({ ...card.options, keys: [WRONG_KEY, CAN] });
    expect(reading).toMatchObject({ access: 'PACE-GM', keyIndex: 1 });
  });

  it.each<[string, Partial<VirtualChipProfileInput>, readonly CardAccessKey[]]>([
    ['no key was given', FULL, []],
    ['none fits', FULL, [WRONG_KEY]],
    ['none fits PACE', { access: { pace: [PACE] } }, [WRONG_KEY]],
    ['the chip takes no CAN', FULL, [CAN]],
  ])('says that a key is wanted where %s', async (_name, profile, keys) => {
    const card = cardOf(profile);
    await expect(readDocument({ ...card.options, keys })).rejects.toMatchObject({
      code: 'card-key-refused',
    });
  });

  it('opens the chip with another key afterwards, without a reset', async () => {
    for (const access of [{}, { bac: false, pace: [PACE] }]) {
      const card = cardOf({ ...FULL, access });
      await expect(readDocument({ ...card.options, keys: [WRONG_KEY] })).rejects.toThrow();
      expect((await readDocument(card.options)).verdict.authenticity).toBe('valid');
      expect((await readDocument(card.options)).verdict.authenticity).toBe('valid');
    }
  });

  it('says that the chip takes no more keys', async () => {
    const card = cardOf({ access: { attempts: { blockAfter: 1 } } });
    await expect(
      readDocument({ ...card.options, keys: [WRONG_KEY, WRONG_KEY] }),
    ).rejects.toMatchObject({ code: 'card-blocked' });
  });

  it('falls back to BAC where the chip offers PACE and does not do it', async () => {
    const card = cardOf({ ...FULL, access: { pace: [PACE] } });
    const transmit: PresentCard['transmit'] = command =>
      command[1] === 0x86
        ? Promise.resolve(Uint8Array.of(0x6d, 0x00))
        : card.chip.transmit(command);
    const reading = await readDocument({
      ...card.options,
      card: { ...card.options.card, transmit },
      files: ['DG1', 'DG13', 'SOD'],
    });
    expect(reading.access).toBe('BAC');
  });

  it('reads chips that do not know their master file (6D00)', async () => {
    const card = cardOf({ ...FULL, faults: { masterFileUnknown: true } });
    expect((await readDocument(card.options)).verdict.authenticity).toBe('valid');
  });
});

describe('readDocument judges', () => {
  it.each<[string, Partial<VirtualChipProfileInput>, string, string]>([
    [
      'changed data',
      { faults: { altered: [{ file: 'DG13', how: 'value' }] } },
      'invalid',
      'digest-mismatch',
    ],
    [
      'no security object',
      { issuer: { condition: 'missing' } },
      'invalid',
      'security-object-missing',
    ],
    ['a damaged signature', { issuer: { condition: 'damaged' } }, 'invalid', 'signature-invalid'],
    ['no signer', { issuer: { condition: 'unsigned' } }, 'invalid', 'signature-invalid'],
    [
      'a signer that was not valid then',
      { issuer: { condition: 'expired' } },
      'invalid',
      'signer-not-valid-then',
    ],
    ['a revoked signer', { issuer: { condition: 'revoked' } }, 'invalid', 'signer-revoked'],
    [
      'an authority nobody trusts',
      { issuer: { condition: 'unknown' } },
      'no-trust-anchor',
      'signer-unknown',
    ],
  ])('%s', async (_name, profile, authenticity, reason) => {
    const { verdict } = await readDocument(cardOf({ ...FULL, ...profile }).options);
    expect(verdict.authenticity).toBe(authenticity);
    expect(verdict.reasons).toContain(reason);
    expect(verdict.chip).toBe('not-proven');
  });

  it.each<[string, Partial<VirtualChipProfileInput>]>([
    ['chip authentication', { chipAuthentication: FULL.chipAuthentication }],
    ['active authentication', { activeAuthentication: FULL.activeAuthentication }],
    ['both', FULL],
  ])('a copied chip, found by %s', async (_name, profile) => {
    const card = cardOf({ ...profile, faults: { cloned: true } });
    const { verdict, files } = await readDocument(card.options);
    expect(verdict).toEqual({
      authenticity: 'invalid',
      reasons: ['chip-answer-wrong'],
      chip: 'wrong',
    });
    expect(files.has('DG13')).toBe(true);
  });

  it('a copied chip that hides the files with its keys', async () => {
    const card = cardOf({ ...FULL, faults: { cloned: true, refused: ['DG14', 'DG15'] } });
    expect((await readDocument(card.options)).verdict).toMatchObject({
      authenticity: 'invalid',
      reasons: ['chip-answer-wrong'],
    });
  });

  it('a chip without keys of its own', async () => {
    expect((await readDocument(cardOf({}).options)).verdict).toEqual({
      authenticity: 'valid',
      reasons: ['chip-not-proven'],
      chip: 'not-proven',
    });
  });
});

describe('readDocument on a bad line', () => {
  const commandsOf = async (profile: Partial<VirtualChipProfileInput>): Promise<number> => {
    const card = cardOf(profile);
    await readDocument(card.options);
    return card.trace.length;
  };

  it('ends with card-removed at whichever command the card goes', async () => {
    const count = await commandsOf(FULL);
    for (let removeAt = 1; removeAt <= count; removeAt += 1) {
      const card = cardOf({ ...FULL, faults: { removeAt } });
      await expect(readDocument(card.options)).rejects.toMatchObject({ code: 'card-removed' });
    }
  });

  it('sends nothing more once it is cancelled, at whichever command', async () => {
    const count = await commandsOf(FULL);
    for (let last = 0; last < count; last += 1) {
      const card = cardOf(FULL);
      const cancelled = new AbortController();
      if (last === 0) cancelled.abort();
      const trace = (entry: ApduTrace): void => {
        card.trace.push(entry);
        if (card.trace.length === last) cancelled.abort(new FaultError('card-too-slow'));
      };
      const reading = readDocument({ ...card.options, trace, signal: cancelled.signal });
      await expect(reading).rejects.toMatchObject({
        code: last === 0 ? 'not-possible-now' : 'card-too-slow',
      });
      expect(card.trace).toHaveLength(last);
    }
  });

  it('gets over one wrong bit in any response, or says what is wrong, and never calls it forged', async () => {
    const count = await commandsOf(FULL);
    const outcomes = new Set<string>();
    for (let at = 1; at <= count; at += 1) {
      const card = cardOf({ ...FULL, faults: { flips: [{ at, bit: 5 + at }] } });
      const outcome = await readDocument(card.options).then(
        ({ verdict }) => verdict.authenticity,
        (fault: unknown) => (fault as FaultError).code,
      );
      outcomes.add(outcome);
    }
    // Another challenge than the chip's makes the right key a wrong one.
    const harmless = ['valid', 'card-unreadable', 'card-key-refused'];
    expect([...outcomes].filter(outcome => !harmless.includes(outcome))).toEqual([]);
    expect(outcomes).toContain('valid');
  });

  it('finds the size a reader passes on, and starts with it at the next card', async () => {
    const card = cardOf(FULL);
    const choking: PresentCard = {
      ...card.options.card,
      transmit: async command => {
        const response = await card.chip.transmit(command);
        if (response.length > 226) throw new FaultError('card-unreadable', 'the reader choked');
        return response;
      },
    };
    const options = { ...card.options, card: choking };
    expect((await readDocument(options)).verdict.authenticity).toBe('valid');
    expect(options.readSizes.get('ACME')?.short).toBe(224);
    const first = card.trace.length;
    expect((await readDocument(options)).verdict.authenticity).toBe('valid');
    expect(card.trace.length - first).toBeLessThan(first);
  });

  it('reads through a reader that drops extended responses', async () => {
    const link = { extendedLength: true, maxResponse: 8_192 };
    const card = cardOf({ ...FULL, link }, { extendedLength: true });
    const dropping: PresentCard = {
      ...card.options.card,
      transmit: async command => {
        const response = await card.chip.transmit(command);
        if (response.length > 258) throw new FaultError('card-unreadable', 'too long');
        return response;
      },
    };
    const options = { ...card.options, card: dropping };
    expect((await readDocument(options)).verdict.authenticity).toBe('valid');
    expect(options.readSizes.get('ACME')).toEqual({ short: 256, extended: 0 });
  });

  it('reads chips without short file identifiers', async () => {
    const card = cardOf({ ...FULL, link: { shortFileIdentifiers: false } });
    expect((await readDocument(card.options)).verdict.authenticity).toBe('valid');
  });

  it('asks EF.ATR/INFO where the answer to reset says nothing', async () => {
    const link = { extendedLength: true, maxResponse: 8_192 };
    const card = cardOf({ ...FULL, link }, { extendedLength: true });
    const atr = Uint8Array.of(0x3b, 0x80, 0x80, 0x01, 0x01);
    await readDocument({ ...card.options, card: { ...card.options.card, atr } });
    expect(card.headers()[0]).toBe('00b08100');
    expect(card.trace).toHaveLength(1 + 6 + FILES.length);
  });

  it('is unreadable where the chip is silent, soon', async () => {
    const card = cardOf({ faults: { silent: true } });
    let sent = 0;
    const transmit: PresentCard['transmit'] = command => {
      sent += 1;
      return card.chip.transmit(command);
    };
    await expect(
      readDocument({ ...card.options, card: { ...card.options.card, transmit } }),
    ).rejects.toMatchObject({ code: 'card-unreadable' });
    expect(sent).toBeLessThanOrEqual(3);
  });
});

describe('readDocument with a chip that is none', () => {
  const status = fc.constantFrom('9000', '6282', '6a82', '6982', '6700', '6c10', '6110', '6988');
  const content = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    // The beginning of a file as asked for, and of the longest there could be.
    fc
      .constantFrom('615d5f1f5a', '6d8203ff30', '6e83040000', '778204d0', '6f84ffffffff')
      .map(text => Uint8Array.from(Buffer.from(text, 'hex'))),
  );
  const response = fc
    .tuple(content, status)
    .map(([data, word]) => Uint8Array.from([...data, ...Buffer.from(word, 'hex')]));
  /** Goes on for ever with what it has. */
  const chip = fc.oneof(
    fc.array(response, { minLength: 1, maxLength: 12 }),
    fc.array(fc.uint8Array({ maxLength: 20 }), { minLength: 1, maxLength: 5 }),
  );

  it.each([true, false])(
    'comes to an end with a value or a coded fault (keys: %s)',
    async keyed => {
      const card = cardOf(FULL, { extendedLength: true });
      await fc.assert(
        fc.asyncProperty(chip, async responses => {
          let sent = 0;
          const transmit: PresentCard['transmit'] = () => {
            sent += 1;
            return Promise.resolve(responses[sent % responses.length] ?? new Uint8Array());
          };
          const outcome = await readDocument({
            ...card.options,
            card: { ...card.options.card, transmit },
            keys: keyed ? card.options.keys : [],
            trace: () => undefined,
          }).catch((fault: unknown) => fault);
          const isKnown =
            outcome instanceof FaultError
              ? outcome.code.startsWith('card-')
              : (outcome as DocumentReading).verdict.authenticity !== 'valid';
          expect(isKnown).toBe(true);
          expect(sent).toBeLessThan(20_000);
        }),
        { numRuns: 150 },
      );
    },
  );
});

describe('what is told about a reading', () => {
  it('has no byte of any file or key in it', async () => {
    const card = cardOf(FULL);
    await readDocument(card.options);
    for (const entry of card.trace) {
      expect(Object.keys(entry).sort()).toEqual([
        'dataBytes',
        'header',
        'le',
        'responseBytes',
        'status',
      ]);
      expect(entry.header).toMatch(/^[0-9a-f]{8}$/);
    }
  });
});
