import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { personalise } from './personalisation/personalise.ts';
import { parseProfileFile } from './profile-file.ts';

const FOLDER = new URL('profiles/', import.meta.url);

describe('the profile of a virtual chip in a file', () => {
  it.each(readdirSync(FOLDER))('%s makes the same chip every time', file => {
    const text = readFileSync(new URL(file, FOLDER), 'utf8');
    const [first, second] = [text, text].map(each => personalise(parseProfileFile(each)));
    expect([...(first?.files ?? [])]).toEqual([...(second?.files ?? [])]);
    expect([...(first?.files.keys() ?? [])]).toEqual(expect.arrayContaining(['DG1', 'SOD', 'COM']));
  });

  it.each([
    ['no JSON', '{', 'not JSON'],
    ['no object', '[]', 'invalid_type'],
    ['an unknown field', '{"pin": 1}', 'unrecognized_keys'],
  ])('with %s is refused', (_name, text, says) => {
    expect(() => parseProfileFile(text)).toThrow(
      expect.objectContaining({
        code: 'config-invalid',
        message: expect.stringContaining(says) as string,
      }) as Error,
    );
  });

  it('names the fields that are wrong and none of their values', () => {
    const holder = { citizenNumber: '12345', name: 'Người Bí Mật' };
    const access = { pace: [{ mapping: 'GM', agreement: 'DH', cipher: 'AES-128', parameter: 13 }] };
    const text = JSON.stringify({ id: 'a', holder, access });
    expect(() => parseProfileFile(text)).toThrow(/holder\.citizenNumber/);
    expect(() => parseProfileFile(text)).toThrow(/access\.pace\[0\]\.parameter/);
    expect(() => parseProfileFile(text)).not.toThrow(/12345|Bí Mật/);
  });
});
