import { describe, expect, it } from 'vitest';
import { findChromium, hasDisplay, type Machine } from './find-chromium.ts';

const machine = (
  platform: NodeJS.Platform,
  present: readonly string[],
  env: Machine['env'] = {},
): Machine => ({
  platform,
  env,
  isExecutable: path => present.includes(path),
  isRoot: false,
});

describe('the browser of this machine', () => {
  it.each<[string, Machine, string | undefined]>([
    ['Debian', machine('linux', ['/usr/bin/chromium']), '/usr/bin/chromium'],
    [
      'a Chrome beside a Chromium',
      machine('linux', ['/usr/bin/chromium', '/usr/bin/google-chrome-stable']),
      '/usr/bin/google-chrome-stable',
    ],
    [
      'somewhere on PATH',
      machine('linux', ['/home/kiosk/bin/chromium'], { PATH: '/bin:/home/kiosk/bin' }),
      '/home/kiosk/bin/chromium',
    ],
    [
      'Ubuntu, where chromium-browser only starts the snap',
      machine('linux', ['/usr/bin/chromium-browser', '/snap/bin/chromium'], { PATH: '/snap/bin' }),
      '/snap/bin/chromium',
    ],
    [
      'Windows with Edge only',
      machine('win32', ['C:\\PF86\\Microsoft\\Edge\\Application\\msedge.exe'], {
        'ProgramFiles(x86)': 'C:\\PF86',
      }),
      'C:\\PF86\\Microsoft\\Edge\\Application\\msedge.exe',
    ],
    [
      'macOS, for one user',
      machine('darwin', ['/Users/k/Applications/Chromium.app/Contents/MacOS/Chromium'], {
        HOME: '/Users/k',
      }),
      '/Users/k/Applications/Chromium.app/Contents/MacOS/Chromium',
    ],
    ['none', machine('linux', ['/usr/bin/firefox'], { PATH: '/usr/bin' }), undefined],
  ])('%s', (_name, on, executable) => {
    expect(findChromium(on)?.executable).toBe(executable);
  });

  it('is known by its family, since Edge has flags of its own', () => {
    expect(findChromium(machine('linux', ['/usr/bin/microsoft-edge']))?.family).toBe('edge');
  });
});

describe('root', () => {
  it('gets no browser on Linux, where Chromium would refuse to run', () => {
    const debian = machine('linux', ['/usr/bin/chromium']);
    expect(findChromium({ ...debian, isRoot: true })).toBeNull();
  });
});

describe('a display', () => {
  it.each<[NodeJS.Platform, Machine['env'], boolean]>([
    ['linux', {}, false],
    ['linux', { DISPLAY: '' }, false],
    ['linux', { DISPLAY: ':0' }, true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
    ['win32', {}, true],
    ['darwin', {}, true],
  ])('on %s with %j: %s', (platform, env, expected) => {
    expect(hasDisplay({ platform, env })).toBe(expected);
  });
});
