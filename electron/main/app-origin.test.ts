import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAppUrl, pageUrl } from './app-origin.ts';

describe('an address', () => {
  it.each([pageUrl('screen'), pageUrl('panel'), 'tiepdon://app', 'tiepdon://app/assets/a.js'])(
    '%s is ours',
    url => expect(isAppUrl(url)).toBe(true),
  );

  it.each([
    '',
    'null',
    'about:blank',
    'data:text/html,x',
    'file:///tiepdon://app/kiosk.html',
    'https://app/kiosk.html',
    'tiepdon://app.evil.example/kiosk.html',
    'tiepdon://evil/app/kiosk.html',
    'tiepdon://app@evil/kiosk.html',
    'tiepdon://user:pass@app/kiosk.html',
    'tiepdon://app:81/kiosk.html',
    'tiepdon-evil://app/kiosk.html',
    'tiepdon:/app/kiosk.html',
    'javascript:location="tiepdon://app"',
  ])('%s is not ours', url => expect(isAppUrl(url)).toBe(false));

  it('is judged without an error whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl()), text => {
        expect(isAppUrl(text)).toBe(false);
      }),
    );
  });
});
