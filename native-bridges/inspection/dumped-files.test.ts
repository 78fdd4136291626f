import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ElementaryFileName } from '../contract/chip-card.ts';
import { prepareDumpFolder, readDumpedFiles, writeDumpedFiles } from './dumped-files.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dump-'));
});
afterEach(() => rm(directory, { recursive: true }));

const DG1 = Uint8Array.of(0x61, 2, 1, 2);
const put = (name: string, bytes: Uint8Array): Promise<void> =>
  writeFile(join(directory, name), bytes);
const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
const refused = (why: RegExp) => ({
  code: 'bad-request',
  message: expect.stringMatching(why) as string,
});

describe('reading dumped files', () => {
  it('takes what is named like a file of a chip, and names the rest', async () => {
    await put('EF_DG1.bin', DG1);
    await put('SOD.bin', Uint8Array.of(0x77, 0));
    await put('notes.txt', Uint8Array.of(1));
    await put('.hidden', Uint8Array.of(1));
    await mkdir(join(directory, 'DG2.bin'));
    const { files, others } = await readDumpedFiles(directory);
    expect([...files.keys()].sort()).toEqual(['DG1', 'SOD']);
    expect(files.get('DG1')).toEqual(DG1);
    expect(others).toEqual(['notes.txt']);
  });

  it('drops what a program wrote behind the object of a file', async () => {
    await put('DG1.bin', Uint8Array.of(...DG1, 0, 0, 0xff));
    expect((await readDumpedFiles(directory)).files.get('DG1')).toEqual(DG1);
  });

  it('keeps bytes that are no object as they are', async () => {
    const odd = Uint8Array.of(0x99, 0x20, 1);
    await put('DG1.bin', odd);
    expect((await readDumpedFiles(directory)).files.get('DG1')).toEqual(odd);
  });

  it('takes a file twice where both are the same, and not where they differ', async () => {
    await put('DG1.bin', DG1);
    await put('0101.bin', DG1);
    expect((await readDumpedFiles(directory)).files.size).toBe(1);
    await put('ef_dg1.bin', Uint8Array.of(0x61, 0));
    await expect(readDumpedFiles(directory)).rejects.toMatchObject(refused(/a second DG1/));
  });

  it('refuses what no chip can hold, an empty folder and none', async () => {
    await expect(readDumpedFiles(directory)).rejects.toMatchObject(refused(/no file of a chip/));
    await expect(readDumpedFiles(join(directory, 'no'))).rejects.toMatchObject(
      refused(/no folder/),
    );
    await put('DG2.bin', new Uint8Array(1024 * 1024 + 1));
    await expect(readDumpedFiles(directory)).rejects.toMatchObject(refused(/longer than any/));
  });
});

describe('writing dumped files', () => {
  const files = new Map<ElementaryFileName, Uint8Array>([
    ['SOD', Uint8Array.of(0x77, 0)],
    ['DG1', DG1],
  ]);

  it('is for the eyes of the owner only, and is read back', async () => {
    const out = join(directory, 'new', 'dump');
    await prepareDumpFolder(out);
    expect(await writeDumpedFiles(out, files)).toEqual(['EF_SOD.bin', 'DG1.bin']);
    expect(await modeOf(out)).toBe(0o700);
    expect(await modeOf(join(out, 'DG1.bin'))).toBe(0o600);
    expect((await readDumpedFiles(out)).files.get('DG1')).toEqual(DG1);
  });

  it('never writes over a file', async () => {
    await writeDumpedFiles(directory, files);
    await expect(writeDumpedFiles(directory, files)).rejects.toMatchObject({
      code: 'storage-failed',
    });
    expect((await readdir(directory)).length).toBe(2);
  });

  it('takes a folder that is empty and closed, and no other', async () => {
    await chmod(directory, 0o700);
    await prepareDumpFolder(directory);
    await put('DG1.bin', DG1);
    await expect(prepareDumpFolder(directory)).rejects.toMatchObject(refused(/not empty/));
    await expect(prepareDumpFolder(join(directory, 'DG1.bin'))).rejects.toMatchObject(
      refused(/folder|look into/),
    );
    const open = join(directory, 'open');
    await mkdir(open);
    await chmod(open, 0o755);
    await expect(prepareDumpFolder(open)).rejects.toMatchObject(refused(/others may look/));
  });
});
