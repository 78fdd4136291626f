import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { extractAll, extractFile, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writePlaceholderElectron } from './placeholder-electron.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const require = createRequire(import.meta.url);
const run = promisify(execFile);

/** Loaded first into every process of the packager: a connection to anywhere ends it loudly. */
const REFUSE_NETWORK = `
import { Socket } from 'node:net';
Socket.prototype.connect = () => {
  process.stderr.write('a connection was tried');
  process.exit(86);
};`;
const WITHOUT_NETWORK = `--import=data:text/javascript,${encodeURIComponent(REFUSE_NETWORK)}`;

let directory = '';
let output = '';
let entries: string[] = [];
const installed = (path: string) => join(directory, 'out', 'linux-unpacked', path);
const archive = () => installed('resources/app.asar');

const packageOffline = async (): Promise<string> => {
  const { stdout, stderr } = await run(
    process.execPath,
    [
      require.resolve('electron-builder/cli.js'),
      ...['--dir', '--linux', '--x64', '--publish', 'never'],
      `-c.electronDist=${join(directory, 'electron')}`,
      `-c.directories.output=${join(directory, 'out')}`,
    ],
    // The packager keeps quiet where it thinks that it is tested itself.
    { cwd: root, env: { ...process.env, VITEST: undefined, NODE_OPTIONS: WITHOUT_NETWORK } },
  );
  return stdout + stderr;
};

// An installer is made on the system it is for; CI is Linux.
describe.runIf(process.platform === 'linux')('the package of the Electron kiosk', () => {
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'package-'));
    writePlaceholderElectron(join(directory, 'electron'));
    // Pages stay as they were installed, since other tests may be showing them right now.
    const target = existsSync(join(root, 'dist/renderer/kiosk.html')) ? 'programs' : 'all';
    await run(process.execPath, [join(root, 'build/build.ts'), target]);
    output = await packageOffline();
    entries = listPackage(archive(), { isPack: false }).map(path => path.slice(1));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const has = (pattern: RegExp) => entries.filter(path => pattern.test(path));

  it('is made without any download and without compiling', async () => {
    expect(output).toContain('skipped dependencies rebuild');
    expect(output).not.toMatch(/download|a connection was tried/i);
    const online = run(process.execPath, [
      WITHOUT_NETWORK,
      '-e',
      "fetch('http://127.0.0.1:65000')",
    ]);
    await expect(online).rejects.toMatchObject({ code: 86 });
  });

  it('holds the programs, the pages, the migrations and the fonts of the tickets', () => {
    expect(entries).toEqual(
      expect.arrayContaining([
        'package.json',
        'dist/electron/main.js',
        'dist/electron/preload.cjs',
        'dist/device-process/main.js',
        'dist/renderer/kiosk.html',
        'node_modules/@fontsource/noto-sans/files/noto-sans-vietnamese-700-normal.woff2',
      ]),
    );
    expect(has(/^dist\/renderer\/assets\/.+\.js$/).length).toBeGreaterThan(0);
    const migrations = readdirSync(join(root, 'migrations/kiosk')).filter(f => f.endsWith('.sql'));
    expect(has(/^migrations\/kiosk\/.+\.sql$/)).toHaveLength(migrations.length);
    const manifest = extractFile(archive(), 'package.json').toString();
    expect(JSON.parse(manifest)).toMatchObject({ main: 'dist/electron/main.js', type: 'module' });
  });

  it('holds no source, no test, no development package and nothing of the hub', () => {
    expect(has(/\.(ts|tsx|map)$/)).toEqual([]);
    expect(has(/(^|\/)(test|tests|fixtures|__tests__)(\/|$)/)).toEqual([]);
    expect(has(/^(core|hub|renderer|native-bridges|electron|build|docs|migrations\/hub)/)).toEqual(
      [],
    );
    expect(has(/^dist\/(hub|kiosk|gallery)/)).toEqual([]);
    expect(
      has(/^node_modules\/(vite|vitest|electron|typescript|playwright|react|node-linux|fastify)/),
    ).toEqual([]);
    const { devDependencies } = JSON.parse(extractFile(archive(), 'package.json').toString()) as {
      devDependencies?: unknown;
    };
    expect(devDependencies).toBeUndefined();
  });

  it('keeps native code outside the archive, and only that of this system', () => {
    const native = has(/\.node$/);
    expect(native).toEqual(
      expect.arrayContaining([
        'node_modules/better-sqlite3/prebuilds/linux-x64.node',
        'node_modules/@napi-rs/canvas-linux-x64-gnu/skia.linux-x64-gnu.node',
        'node_modules/node-hid/prebuilds/HID_hidraw-linux-x64/node-napi-v4.node',
        'node_modules/@pcsc-mini/linux-x86_64-gnu/addon.node',
      ]),
    );
    expect(native.filter(path => /win32|darwin|arm/.test(path))).toEqual([]);
    for (const path of native) {
      expect(existsSync(join(`${archive()}.unpacked`, path)), path).toBe(true);
    }
  });

  it('has its fuses set as demanded', async () => {
    const wire = await getCurrentFuseWire(installed('tiep-don'));
    const on = (fuse: FuseV1Options) => wire[fuse] === FuseState.ENABLE;
    expect({
      runAsNode: on(FuseV1Options.RunAsNode),
      nodeOptions: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      nodeInspect: on(FuseV1Options.EnableNodeCliInspectArguments),
      fileProtocolPrivileges: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
      cookieEncryption: on(FuseV1Options.EnableCookieEncryption),
      asarIntegrity: on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: on(FuseV1Options.OnlyLoadAppFromAsar),
    }).toEqual({
      runAsNode: false,
      nodeOptions: false,
      nodeInspect: false,
      fileProtocolPrivileges: false,
      cookieEncryption: true,
      asarIntegrity: true,
      onlyAsar: true,
    });
  });

  it('brings the languages of its screens', () => {
    expect(readdirSync(installed('locales')).sort()).toEqual(['en-US.pak', 'vi.pak']);
  });

  it('has all that the device process needs to draw a ticket', async () => {
    const extracted = join(directory, 'extracted');
    extractAll(archive(), extracted);
    const program = `
      import { fork } from 'node:child_process';
      const requestId = crypto.randomUUID();
      const child = fork(${JSON.stringify(join(extracted, 'dist/device-process/main.js'))}, [], {
        execArgv: [],
      });
      child.on('message', message => {
        if (message.type !== 'preview-done') return;
        console.log(JSON.stringify(message.preview).length);
        child.kill();
      });
      child.send({ type: 'preview', requestId, document: {
        language: 'vi', scale: 1, blocks: [{ kind: 'number', text: 'A-0123' }],
      } });`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program]);
    expect(Number(stdout)).toBeGreaterThan(1000);
  });

  it('has the database it needs', async () => {
    const from = pathToFileURL(join(directory, 'extracted', 'dist', 'electron', 'main.js')).href;
    const program = `
      import { createRequire } from 'node:module';
      const Database = createRequire(${JSON.stringify(from)})('better-sqlite3');
      console.log(new Database(':memory:').prepare('select 6 * 7').pluck().get());`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program]);
    expect(stdout.trim()).toBe('42');
  });
});
