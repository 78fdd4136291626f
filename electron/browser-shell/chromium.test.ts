import { describe, expect, it } from 'vitest';
import { browserEnvironment, kioskArguments } from './chromium.ts';

const args = (family: 'chrome' | 'edge') =>
  kioskArguments({ family, profile: '/data/browser/p', startPage: 'file:///data/enter.html' });

describe('the command line of the kiosk browser', () => {
  it('shows one page, full screen, in a profile of its own that is kept in memory', () => {
    expect(args('chrome')).toEqual(
      expect.arrayContaining(['--kiosk', '--incognito', '--user-data-dir=/data/browser/p']),
    );
    expect(args('edge')).toEqual(expect.arrayContaining(['--kiosk', '--inprivate']));
    expect(args('chrome').at(-1)).toBe('file:///data/enter.html');
  });

  it('switches off what could cover the page, call home or keep a copy of memory', () => {
    expect(args('chrome')).toEqual(
      expect.arrayContaining([
        '--no-first-run',
        '--deny-permission-prompts',
        '--disable-background-networking',
        '--disable-crash-reporter',
        '--disable-pinch',
        '--overscroll-history-navigation=0',
      ]),
    );
    expect(args('chrome').find(arg => arg.startsWith('--disable-features='))).toContain(
      'Translate',
    );
  });

  it('never weakens the browser and opens no port', () => {
    for (const family of ['chrome', 'edge'] as const) {
      const line = args(family).join(' ');
      expect(line).not.toMatch(/--no-sandbox|--disable-web-security|--remote-debugging-port/);
      expect(line).not.toMatch(/--allow-|--ignore-certificate-errors/);
    }
  });

  it('keeps the last word of repeated switches, so each is given once', () => {
    const names = args('edge').map(arg => arg.split('=')[0]);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('the environment of the kiosk browser', () => {
  it('passes on the desktop and nothing that may be a secret', () => {
    expect(
      browserEnvironment({
        PATH: '/usr/bin',
        DISPLAY: ':0',
        XDG_RUNTIME_DIR: '/run/user/1000',
        LC_ALL: 'vi_VN.UTF-8',
        DATABASE_URL: 'postgres://u:p@h/d',
        TIEP_DON_SECRET: 'x',
        NODE_OPTIONS: '--inspect',
      }),
    ).toEqual({
      PATH: '/usr/bin',
      DISPLAY: ':0',
      XDG_RUNTIME_DIR: '/run/user/1000',
      LC_ALL: 'vi_VN.UTF-8',
    });
  });
});
