import { createSecretKey, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seal, unseal } from './sealing.ts';

const key = createSecretKey(randomBytes(32));

describe('a sealed record', () => {
  it('opens to what was sealed, under the same key and row', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, row) => {
        expect(unseal(key, seal(key, text, row), row).toString('utf8')).toBe(
          Buffer.from(text, 'utf8').toString('utf8'),
        );
      }),
    );
  });

  it('does not open as another row, under another key, or with one bit changed', () => {
    const sealed = seal(key, 'Nguyễn Thị Hòa', 'event 1');
    const refused = expect.objectContaining({ code: 'data-unreadable' }) as unknown;
    const opening = (...args: Parameters<typeof unseal>) => {
      try {
        return unseal(...args);
      } catch (error) {
        return error;
      }
    };
    expect(opening(key, sealed, 'event 2')).toEqual(refused);
    expect(opening(createSecretKey(randomBytes(32)), sealed, 'event 1')).toEqual(refused);
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(opening(key, changed, 'event 1')).toEqual(refused);
    }
    expect(opening(key, Buffer.alloc(5), 'event 1')).toEqual(refused);
  });

  it('never uses a nonce twice, also past the end of what is fetched at once', () => {
    const nonces = Array.from({ length: 2000 }, () =>
      seal(key, '', '').subarray(0, 12).toString('hex'),
    );
    expect(new Set(nonces).size).toBe(nonces.length);
  });
});
