import { describe, expect, it } from 'vitest';
import { FaultError } from '../../../core/contract/errors.ts';
import { STATUS, type Command, type Exchange, type Response } from '../apdu.ts';
import { encodeTlv, parseTlv } from '../ber-tlv.ts';
import { createFileReader, type FileAccess } from './file-reader.ts';
import { createReadLimit, type ReadSizes } from './read-sizes.ts';

const NOTHING = new Uint8Array();
const status = (word: number): Response => ({ data: NOTHING, status: word });
const reader = { model: 'ACME', extendedLength: false, maxShortResponse: 256 };

/** One file behind ISO/IEC 7816-4, and a line that can be made to fail. */
const chipWith = (file: Uint8Array, options: Partial<typeof DEFAULTS> = {}) => {
  const { shortIdentifiers, mostAsked, overreach, intercept } = { ...DEFAULTS, ...options };
  const commands: Command[] = [];
  let selected = false;
  let reopened = 0;
  const read = (offset: number, le: number): Response => {
    if (le > mostAsked) return status(STATUS.wrongLength);
    if (offset + le > file.length && !overreach) return status(STATUS.wrongLength);
    const data = file.subarray(offset, offset + le);
    return { data, status: data.length < le ? STATUS.endOfFile : STATUS.ok };
  };
  const answer = ({ ins, p1, p2, data = NOTHING, le = 0 }: Command): Response => {
    if (ins === 0xa4) {
      selected = true;
      return status(STATUS.ok);
    }
    if (ins === 0xb1) {
      const offset = parseTlv(data).objects[0]?.value ?? NOTHING;
      const part = read(
        offset.reduce((sum, byte) => sum * 256 + byte, 0),
        le - 4,
      );
      return { ...part, data: encodeTlv(0x53, part.data) };
    }
    if ((p1 & 0x80) === 0) {
      return selected ? read(p1 * 256 + p2, le) : status(STATUS.conditionsNotSatisfied);
    }
    if (!shortIdentifiers) return status(STATUS.functionNotSupported);
    selected = true;
    return read(p2, le);
  };
  const exchange: Exchange = command => {
    commands.push(command);
    const fault = intercept(command, commands.length);
    return fault instanceof Error
      ? Promise.reject(fault)
      : Promise.resolve(fault ?? answer(command));
  };
  const access: FileAccess = {
    exchange,
    blockBytes: () => undefined,
    reopen: () => {
      reopened += 1;
      selected = false;
      return Promise.resolve();
    },
  };
  return { access, commands, reopened: () => reopened };
};

const DEFAULTS = {
  shortIdentifiers: true,
  mostAsked: 256,
  overreach: true,
  intercept: (_command: Command, _at: number): Response | Error | undefined => undefined,
};

const readerFor = (sizes: ReadSizes = new Map()) =>
  createFileReader(createReadLimit(sizes, reader, false));

const fileOf = (length: number): Uint8Array =>
  encodeTlv(
    0x6d,
    Uint8Array.from({ length }, (_, at) => (at * 31) & 0xff),
  );

const line = (): FaultError => new FaultError('card-unreadable', 'the line failed');

describe('createFileReader', () => {
  it.each([0, 1, 120, 250, 600, 40_000, 70_000])(
    'reads a file of %i bytes byte for byte, in as few commands as there can be',
    async length => {
      const file = fileOf(length);
      const { access, commands } = chipWith(file);
      const outcome = await readerFor().read(access, 'DG13');
      expect(outcome).toEqual({ kind: 'read', bytes: file });
      const beyond = Math.max(0, file.length - 0x8000);
      const least = Math.ceil((file.length - beyond) / 256) + Math.ceil(beyond / 252);
      expect(commands.length).toBeLessThanOrEqual(least + 1);
      if (beyond === 0) expect(commands).toHaveLength(least);
    },
  );

  it('selects the file where the chip knows no short identifiers, and asks only once', async () => {
    const file = fileOf(300);
    const { access, commands } = chipWith(file, { shortIdentifiers: false });
    const files = readerFor();
    expect(await files.read(access, 'DG13')).toEqual({ kind: 'read', bytes: file });
    const first = commands.length;
    await files.read(access, 'DG13');
    expect(commands.length - first).toBe(first - 1);
  });

  it('asks for no more than there is where the chip minds', async () => {
    const file = fileOf(100);
    const { access } = chipWith(file, { overreach: false });
    expect(await readerFor().read(access, 'DG13')).toEqual({ kind: 'read', bytes: file });
  });

  it('finds the size by going down, and starts with it next time', async () => {
    const sizes: ReadSizes = new Map();
    const file = fileOf(500);
    const { access } = chipWith(file, { mostAsked: 200 });
    expect(await readerFor(sizes).read(access, 'DG13')).toEqual({ kind: 'read', bytes: file });
    expect(sizes.get('ACME')?.short).toBe(192);
    const again = chipWith(file, { mostAsked: 200 });
    await readerFor(sizes).read(again.access, 'DG13');
    expect(again.commands).toHaveLength(3);
  });

  it('goes down where the line fails at large responses', async () => {
    const file = fileOf(500);
    const sizes: ReadSizes = new Map();
    const chip = chipWith(file, {
      intercept: ({ le = 0 }) => (le > 224 ? line() : undefined),
    });
    expect(await readerFor(sizes).read(chip.access, 'DG13')).toEqual({ kind: 'read', bytes: file });
    expect(sizes.get('ACME')?.short).toBe(224);
  });

  it('takes one failure for a hand that moved: the same size again, in a new session', async () => {
    const file = fileOf(700);
    const sizes: ReadSizes = new Map();
    const chip = chipWith(file, { intercept: (_command, at) => (at === 2 ? line() : undefined) });
    expect(await readerFor(sizes).read(chip.access, 'DG13')).toEqual({ kind: 'read', bytes: file });
    expect(chip.reopened()).toBe(1);
    expect(sizes.size).toBe(0);
  });

  it.each([STATUS.secureMessagingMissing, STATUS.secureMessagingWrong])(
    'opens the session again where the chip has left it (%i)',
    async word => {
      const file = fileOf(700);
      const chip = chipWith(file, {
        intercept: (_command, at) => (at === 3 ? status(word) : undefined),
      });
      expect(await readerFor().read(chip.access, 'DG13')).toEqual({ kind: 'read', bytes: file });
      expect(chip.reopened()).toBe(1);
    },
  );

  it('gives up on a line that never works', async () => {
    const chip = chipWith(fileOf(10), { intercept: line });
    await expect(readerFor().read(chip.access, 'DG13')).rejects.toMatchObject({
      code: 'card-unreadable',
    });
    expect(chip.commands.length).toBeLessThan(12);
  });

  it('does not try again what must come at once', async () => {
    const chip = chipWith(fileOf(10), { intercept: line });
    await expect(readerFor().read(chip.access, 'DG13', { thorough: false })).rejects.toMatchObject({
      code: 'card-unreadable',
    });
    expect(chip.commands).toHaveLength(1);
  });

  it('passes on at once that the card is gone', async () => {
    const chip = chipWith(fileOf(10), { intercept: () => new FaultError('card-removed') });
    await expect(readerFor().read(chip.access, 'DG13')).rejects.toMatchObject({
      code: 'card-removed',
    });
    expect(chip.commands).toHaveLength(1);
  });

  it.each([
    ['missing', STATUS.notFound],
    ['denied', STATUS.accessDenied],
  ] as const)('says %s for %i', async (kind, word) => {
    const chip = chipWith(fileOf(10), { intercept: () => status(word) });
    expect(await readerFor().read(chip.access, 'DG11')).toEqual({ kind });
  });

  it.each([
    ['another file than was asked for', encodeTlv(0x61, Uint8Array.of(1))],
    ['no length', Uint8Array.of(0x6d, 0x85, 0, 0, 0, 0)],
    ['a length no chip has', Uint8Array.of(0x6d, 0x83, 0xff, 0xff, 0xff, 0x00)],
    ['less than it says', Uint8Array.of(0x6d, 0x10, 0xaa)],
    ['nothing at all', NOTHING],
  ])('is unreadable for %s', async (_name, file) => {
    await expect(readerFor().read(chipWith(file).access, 'DG13')).rejects.toMatchObject({
      code: 'card-unreadable',
    });
  });

  it('tells how much is there and how much it will be', async () => {
    const told: [number, number][] = [];
    const file = fileOf(600);
    await readerFor().read(chipWith(file).access, 'DG13', {
      onBytes: (done, total) => told.push([done, total]),
    });
    expect(told).toEqual([
      [256, 604],
      [512, 604],
      [604, 604],
    ]);
  });
});
