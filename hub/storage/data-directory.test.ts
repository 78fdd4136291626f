import { describe, expect, it } from 'vitest';
import { cacheDirectory, defaultHubDirectory } from './data-directory.ts';

const around = (
  platform: NodeJS.Platform,
  environment: Record<string, string | undefined> = {},
) => ({ platform, environment, home: '/home/lan' });

describe('the data directory', () => {
  it('follows the XDG directories on Linux', () => {
    expect(defaultHubDirectory(around('linux'))).toBe('/home/lan/.local/share/tiep-don/hub');
    expect(defaultHubDirectory(around('linux', { XDG_DATA_HOME: '/data' }))).toBe(
      '/data/tiep-don/hub',
    );
    expect(cacheDirectory(around('linux', { XDG_CACHE_HOME: '' }))).toBe(
      '/home/lan/.cache/tiep-don',
    );
  });

  it('is in Application Support on macOS', () => {
    expect(defaultHubDirectory(around('darwin'))).toBe(
      '/home/lan/Library/Application Support/tiep-don/hub',
    );
    expect(cacheDirectory(around('darwin'))).toBe('/home/lan/Library/Caches/tiep-don');
  });

  it('is in LOCALAPPDATA on Windows, the cache in a folder of its own', () => {
    const windows = around('win32', { LOCALAPPDATA: '/Local' });
    expect(defaultHubDirectory(windows)).toBe('/Local/tiep-don/hub');
    expect(cacheDirectory(windows)).toBe('/Local/tiep-don/cache');
  });
});
