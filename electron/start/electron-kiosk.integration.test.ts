import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { electronReadiness } from './electron-kiosk.ts';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'electron-kiosk-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const module = fileURLToPath(new URL('./electron-kiosk.ts', import.meta.url));

/** A program in Electron's place, run the way the kiosk runs Electron, under a supervisor. */
const startWith = (program: string) => {
  const application = join(directory, 'application.mjs');
  writeFileSync(application, program);
  const runner = join(directory, 'runner.mjs');
  writeFileSync(
    runner,
    `import { runElectronKiosk } from ${JSON.stringify(module)};
     process.exit(await runElectronKiosk({
       program: process.execPath,
       application: ${JSON.stringify(application)},
       dataDirectory: '/data of kiosk',
       hubUrl: 'http://127.0.0.1:9',
     }));`,
  );
  return fork(runner, [], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
};

describe('the kiosk under Electron, seen from its supervisor', () => {
  it('is told where its data are, talks both ways and hands on its exit code', async () => {
    const kiosk = startWith(`
      process.send({ type: 'ready', args: process.argv.slice(2) });
      process.on('message', message => { process.send({ echo: message }, () => process.exit(7)); });`);
    expect(await once(kiosk, 'message')).toEqual([
      { type: 'ready', args: ['--data=/data of kiosk', '--hub-url=http://127.0.0.1:9'] },
      undefined,
    ]);
    kiosk.send({ type: 'plant', part: 'hub', up: false });
    const last = await Promise.all([once(kiosk, 'message'), once(kiosk, 'exit')]);
    expect(last).toEqual([
      [{ echo: { type: 'plant', part: 'hub', up: false } }, undefined],
      [7, null],
    ]);
  });

  it('is asked to end by a signal and given the time for it', async () => {
    const kiosk = startWith(`
      process.send({ type: 'ready' });
      process.on('SIGTERM', () => setTimeout(() => process.exit(0), 50));
      setInterval(() => {}, 1000);`);
    await once(kiosk, 'message');
    kiosk.kill('SIGTERM');
    expect(await once(kiosk, 'exit')).toEqual([0, null]);
  });
});

describe('the Electron shell', () => {
  it('is ready when its program and its bundle are there, and says what is missing', () => {
    const bundle = join(directory, 'main.js');
    expect(electronReadiness(null, bundle)).toHaveProperty('missing');
    expect(electronReadiness('/electron', bundle)).toEqual({
      missing: 'the Electron shell is not built: npm run build',
    });
    writeFileSync(bundle, '');
    expect(electronReadiness('/electron', bundle)).toEqual({ program: '/electron' });
  });
});
