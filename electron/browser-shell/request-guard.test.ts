import { describe, expect, it } from 'vitest';
import { refusalOf, shellOriginAt } from './request-guard.ts';

const here = shellOriginAt(4710);
const host = '127.0.0.1:4710';
const origin = 'http://127.0.0.1:4710';

describe('a request to the browser shell', () => {
  it.each([
    ['a page that is opened', { host }],
    ['a file that our page loads', { host, origin }],
    ['a connection of our page', { host, origin, upgrade: 'websocket' }],
  ])('is let in: %s', (_name, headers) => {
    expect(refusalOf(headers, here)).toBeUndefined();
  });

  it.each([
    ['a foreign name that points to this machine', { host: 'rebound.example:4710', origin }, 421],
    ['the right address at another port', { host: '127.0.0.1:4711' }, 421],
    ['no host at all', {}, 421],
    ['a foreign page', { host, origin: 'https://evil.example' }, 403],
    ['a sandboxed frame or a file', { host, origin: 'null' }, 403],
    ['a longer origin', { host, origin: `${origin}.evil.example` }, 403],
    ['the same address over https', { host, origin: 'https://127.0.0.1:4710' }, 403],
    ['a connection that hides its origin', { host, upgrade: 'websocket' }, 403],
  ])('is refused: %s', (_name, headers, status) => {
    expect(refusalOf(headers, here)?.status).toBe(status);
  });
});
