import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { virtualChipProfileSchema } from '../../contract/virtual-chip-profile.ts';
import { personalise } from './personalisation/personalise.ts';

const FOLDER = new URL('profiles/', import.meta.url);

describe('the profiles that come along', () => {
  it.each(readdirSync(FOLDER))('%s makes the same chip every time', file => {
    const profile = virtualChipProfileSchema.parse(
      JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')),
    );
    const [first, second] = [profile, profile].map(each => personalise(each));
    expect([...(first?.files ?? [])]).toEqual([...(second?.files ?? [])]);
    expect([...(first?.files.keys() ?? [])]).toEqual(expect.arrayContaining(['DG1', 'SOD', 'COM']));
  });
});
