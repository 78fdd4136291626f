import { describe, expect, it } from 'vitest';
import { EXAMPLE_CARD } from '../../conformance/example-cards.ts';
import {
  virtualChipProfileSchema,
  type VirtualChipProfileInput,
} from '../../contract/virtual-chip-profile.ts';
import { createVirtualChip } from './virtual-chip.ts';

const { id, ...holder } = EXAMPLE_CARD;

const chipOf = (profile: Partial<VirtualChipProfileInput> = {}) =>
  createVirtualChip(virtualChipProfileSchema.parse({ id, holder, ...profile }));

const hex = (text: string): Uint8Array =>
  Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const SELECT_APPLICATION = '00A4040C07A0000002471001';

describe('a virtual chip without access control', () => {
  const chip = () => chipOf({ access: { open: true } });
  const send = async (card: ReturnType<typeof chip>, ...commands: string[]): Promise<string[]> => {
    const answers: string[] = [];
    for (const command of commands) answers.push(text(await card.transmit(hex(command))));
    return answers;
  };

  it('answers what the standard says to commands that cannot be', async () => {
    expect(
      await send(chip(), '00', '00A40000', '00B0000000', '00FF000000', '80A4000C', '00A4090C'),
    ).toEqual(['6700', '6f0483023f009000', '6986', '6d00', '6e00', '6a86']);
  });

  it('reads a file by identifier and by short identifier alike', async () => {
    const [, , byIdentifier] = await send(
      chip(),
      SELECT_APPLICATION,
      '00A4020C020101',
      '00B0000005',
    );
    const [, byShort] = await send(chip(), SELECT_APPLICATION, '00B0810005');
    expect(byIdentifier).toBe('615d5f1f5a9000');
    expect(byShort).toBe(byIdentifier);
  });
});
