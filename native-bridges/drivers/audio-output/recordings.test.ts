import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recordingsIn } from './recordings.ts';

const folder = async (files: Readonly<Record<string, Uint8Array>>): Promise<string> => {
  const root = await mkdtemp(join(tmpdir(), 'tiep-don-sounds-'));
  await mkdir(join(root, 'vi'));
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(root, name), bytes);
  return root;
};
const SOUND = { name: 'take-card', language: 'vi' } as const;

describe("a hospital's recordings", () => {
  it('are found by language and name, whichever format they have', async () => {
    const find = recordingsIn(await folder({ 'vi/take-card.ogg': Uint8Array.of(1, 2, 3) }));
    expect(await find(SOUND)).toBe('AQID');
    expect(await find({ ...SOUND, language: 'en' })).toBeUndefined();
    expect(await find({ ...SOUND, name: 'paid' })).toBeUndefined();
  });

  it('are taken as they are now, without a restart', async () => {
    const root = await folder({});
    const find = recordingsIn(root);
    expect(await find(SOUND)).toBeUndefined();
    await writeFile(join(root, 'vi', 'take-card.mp3'), Uint8Array.of(9));
    expect(await find(SOUND)).toBe('CQ==');
  });

  it('are left out where they are empty or too long to be a sentence', async () => {
    const find = recordingsIn(
      await folder({
        'vi/take-card.mp3': new Uint8Array(),
        'vi/take-card.wav': new Uint8Array(1_000_001),
      }),
    );
    expect(await find(SOUND)).toBeUndefined();
  });

  it('need not exist', async () => {
    expect(await recordingsIn(undefined)(SOUND)).toBeUndefined();
    expect(await recordingsIn('/nowhere')(SOUND)).toBeUndefined();
  });
});
