import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

const HERE = import.meta.dirname;

/** In a process of its own: what the runtime lends throws on first touch, packages included. */
const HOSTILE = `
import { registerHooks } from 'node:module';
registerHooks({
  resolve(specifier, context, next) {
    if (/^(node:)?crypto$/.test(specifier)) throw new Error('cryptography of the runtime: ' + specifier);
    return next(specifier, context);
  },
});
Object.defineProperty(globalThis, 'crypto', {
  configurable: true,
  get() { throw new Error('cryptography of the runtime: globalThis.crypto'); },
});
`;

const load = (paths: readonly string[], script: string): string => {
  const urls = paths.map(path => [path, pathToFileURL(join(HERE, path)).href]);
  const loading = `
    const modules = new Map();
    for (const [path, url] of ${JSON.stringify(urls)}) modules.set(path, await import(url));
  `;
  return execFileSync(process.execPath, ['--input-type=module', '-'], {
    encoding: 'utf8',
    input: HOSTILE + loading + script,
    stdio: 'pipe',
  });
};

const sources = readdirSync(HERE, { recursive: true, encoding: 'utf8' }).filter(
  path => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.endsWith('.d.ts'),
);

describe('where the runtime has no cryptography', () => {
  it('every file of the reader loads, and what it does is right', () => {
    const output = load(
      sources,
      `
      const { curveNamed } = modules.get('cryptography/elliptic-curves.ts');
      const { signEcdsa, verifyEcdsa } = modules.get('cryptography/ecdsa.ts');
      const { generateRsaKey, signRsaPss, verifyRsaPss } = modules.get('cryptography/rsa.ts');
      const { authenticate, encryptBlocks } = modules.get('cryptography/session-cipher.ts');
      let state = 1;
      const random = length => Uint8Array.from({ length }, () => (state = (state * 48271) % 2147483647) & 0xff);
      const message = Uint8Array.of(1, 2, 3);
      const curve = curveNamed('brainpoolP256r1');
      const { secret, publicPoint } = curve.generatePair(random);
      const signing = { curve, hash: 'SHA-384', message, format: 'der' };
      const key = generateRsaKey({ bits: 1024, random });
      const pss = { key, hash: 'SHA-256', message };
      const data = new Uint8Array(16);
      console.log(JSON.stringify({
        ecdsa: verifyEcdsa({ ...signing, publicPoint, signature: signEcdsa({ ...signing, secret }) }),
        pss: verifyRsaPss({ ...pss, signature: signRsaPss({ ...pss, random }) }),
        des: authenticate('3DES', data, encryptBlocks('3DES', data, new Uint8Array(8), data)).length,
        aes: authenticate('AES-128', data, encryptBlocks('AES-128', data, data, data)).length,
      }));
      `,
    );
    expect(JSON.parse(output)).toEqual({ ecdsa: true, pss: true, des: 8, aes: 8 });
  });

  it('this test would notice a use of it', () => {
    expect(() => load([], "await import('node:crypto');")).toThrow('cryptography of the runtime');
    expect(() => load([], 'crypto.getRandomValues(new Uint8Array(1));')).toThrow(
      'cryptography of the runtime',
    );
  });
});
