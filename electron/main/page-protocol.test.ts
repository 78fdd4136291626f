import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { protocol } from 'electron';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { listPageFiles, type PageFiles } from '../pages/page-files.ts';
import { answerPageRequest, registerAppScheme } from './page-protocol.ts';

let directory = '';
let files: PageFiles;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pages-'));
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'kiosk.html'), '<!doctype html>');
  await writeFile(join(directory, 'panel.html'), '<!doctype html>');
  await writeFile(join(directory, 'assets', 'kiosk-1a2b.js'), 'export {};');
  await writeFile(join(directory, 'assets', 'source.map'), '{}');
  await writeFile(join(directory, 'assets', 'code-reader.worker-3c4d.js'), 'export {};');
  await writeFile(join(directory, 'assets', 'zxing_reader-5e6f.wasm'), '');
  files = await listPageFiles(directory, { withPanel: false });
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const get = (url: string, method = 'GET', camera = false) =>
  answerPageRequest({ url, method }, directory, files, { camera });

describe('the scheme of our pages', () => {
  it('is a standard, secure origin that can be fetched from, and nothing more', () => {
    registerAppScheme();
    expect(vi.mocked(protocol.registerSchemesAsPrivileged).mock.calls).toEqual([
      [
        [
          {
            scheme: 'tiepdon',
            privileges: { standard: true, secure: true, supportFetchAPI: true },
          },
        ],
      ],
    ]);
  });

  it('gives a page with its policy', async () => {
    const response = await get('tiepdon://app/kiosk.html');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('<!doctype html>');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('gives the camera to a page where one is configured, and its picture only', async () => {
    const without = await get('tiepdon://app/kiosk.html');
    const withCamera = await get('tiepdon://app/kiosk.html', 'GET', true);
    expect(without.headers.get('permissions-policy')).toContain('camera=()');
    expect(without.headers.get('content-security-policy')).toContain("trusted-types 'none'");
    expect(withCamera.headers.get('permissions-policy')).toContain('camera=(self)');
    expect(withCamera.headers.get('permissions-policy')).toContain('microphone=()');
    expect(withCamera.headers.get('content-security-policy')).toContain(
      'trusted-types code-reader',
    );
  });

  it('gives the worker that reads pictures a policy of its own', async () => {
    const worker = await get('tiepdon://app/assets/code-reader.worker-3c4d.js');
    const page = await get('tiepdon://app/assets/kiosk-1a2b.js');
    expect(worker.headers.get('content-security-policy')).toContain("'wasm-unsafe-eval'");
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
    const wasm = await get('tiepdon://app/assets/zxing_reader-5e6f.wasm');
    expect(wasm.headers.get('content-type')).toBe('application/wasm');
  });

  it('gives assets for ever', async () => {
    const response = await get('tiepdon://app/assets/kiosk-1a2b.js');
    expect(response.headers.get('cache-control')).toContain('immutable');
  });

  it.each([
    ['/', 404],
    ['/panel.html', 404],
    ['/assets', 404],
    ['/assets/source.map', 404],
    ['/../../../../etc/passwd', 404],
    ['/%2e%2e/%2e%2e/etc/passwd', 404],
    ['/assets/..%2f..%2fetc/passwd', 404],
    ['/assets/..\\..\\etc\\passwd', 404],
    ['/kiosk.html%00', 404],
    ['/C:/Windows/win.ini', 404],
  ])('gives nothing for %s', async (path, status) => {
    const response = await get(`tiepdon://app${path}`);
    expect([response.status, await response.text()]).toEqual([status, '']);
  });

  it('answers only its own origin, and only to reading', async () => {
    expect((await get('tiepdon://other/kiosk.html')).status).toBe(405);
    expect((await get('tiepdon://app/kiosk.html', 'POST')).status).toBe(405);
  });

  it('says so when a built file has gone', async () => {
    await rm(join(directory, 'assets', 'kiosk-1a2b.js'));
    expect((await get('tiepdon://app/assets/kiosk-1a2b.js')).status).toBe(500);
  });
});
