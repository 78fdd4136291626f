import { describe, expect, it } from 'vitest';
import { EXAMPLE_CARD } from '../conformance/example-cards.ts';
import { type ChipCondition } from '../contract/synthetic-card.ts';
import { encodeDg13 } from '../simulators/chip/dg13-encoder.ts';
import { createVirtualChip } from '../simulators/chip/virtual-chip.ts';
import { type Transmit } from './apdu.ts';
import { openCardSession } from './card-session.ts';

const sessionWith = (chip: ChipCondition) =>
  openCardSession(createVirtualChip({ ...EXAMPLE_CARD, chip }));

/** Answers commands from a list and keeps what it was asked. */
const scripted = (...responses: string[]): { transmit: Transmit; commands: string[] } => {
  const commands: string[] = [];
  return {
    commands,
    transmit: command => {
      commands.push(Buffer.from(command).toString('hex'));
      return Promise.resolve(Buffer.from(responses.shift() ?? '6f00', 'hex'));
    },
  };
};

describe('openCardSession', () => {
  it('speaks ISO 7816-4 as ICAO 9303-10 has it: application, file, then the file in parts', async () => {
    const body = 'ab'.repeat(300);
    const { transmit, commands } = scripted(
      '9000',
      '9000',
      '6d82012cabab9000',
      `${'ab'.repeat(223)}9000`,
      `${'ab'.repeat(75)}6282`,
    );
    const file = await openCardSession(transmit).readFile('DG13');
    expect(commands).toEqual([
      '00a4040c07a0000002471001',
      '00a4020c02010d',
      '00b0000006',
      '00b00006df',
      '00b000e54b',
    ]);
    expect(Buffer.from(file ?? '').toString('hex')).toBe(`6d82012c${body}`);
  });

  it('reads a file byte for byte', async () => {
    const file = await sessionWith('readable').readFile('DG13');
    expect(Buffer.from(file ?? '')).toEqual(Buffer.from(encodeDg13(EXAMPLE_CARD)));
  });

  it('says undefined for a file the chip has not (6A82)', async () => {
    expect(await sessionWith('readable').readFile('DG11')).toBeUndefined();
  });

  it('selects the application once', async () => {
    const chip = createVirtualChip(EXAMPLE_CARD);
    let selections = 0;
    const session = openCardSession(command => {
      if (command[2] === 0x04) selections += 1;
      return chip(command);
    });
    await session.readFile('DG13');
    await session.readFile('SOD');
    expect(selections).toBe(1);
  });

  it.each<[string, ChipCondition, string]>([
    ['memory that fails', 'unreadable', 'card-unreadable'],
    ['a chip that is silent', 'silent', 'card-unreadable'],
    ['a card that is gone', 'loses-contact', 'card-removed'],
  ])('fails with its code for %s', async (_name, chip, code) => {
    await expect(sessionWith(chip).readFile('DG13')).rejects.toMatchObject({ code });
  });

  it.each([
    ['access denied (6982)', ['9000', '6982']],
    ['no length', ['9000', '9000', '6d859000']],
    ['a length beyond reach', ['9000', '9000', '6d83ffffff009000']],
    ['no more data', ['9000', '9000', '6d10aaaaaaaa9000', '6282']],
    ['no status word', ['9000', '9000', '6d']],
  ])('is unreadable for %s', async (_name, responses) => {
    const { transmit } = scripted(...responses);
    await expect(openCardSession(transmit).readFile('DG13')).rejects.toMatchObject({
      code: 'card-unreadable',
    });
  });
});
