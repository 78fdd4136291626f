import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions } from 'esbuild';

const fromRoot = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/**
 * Left to be found in node_modules: native code, which stays a file of its own, and packages that
 * read files beside their own code.
 */
export const EXTERNAL = [
  'electron',
  'better-sqlite3',
  'node-hid',
  'serialport',
  'pcsc-mini',
  '@napi-rs/canvas',
  '@electric-sql/pglite',
  'pg-native',
];

/** Packages written for `require` find it, although the bundle is an ES module. */
const REQUIRE =
  "import { createRequire as createRequireOfBundle } from 'node:module';" +
  'globalThis.require ??= createRequireOfBundle(import.meta.url);';

const COMMON = {
  bundle: true,
  platform: 'node',
  external: EXTERNAL,
  legalComments: 'none',
  logLevel: 'warning',
  charset: 'utf8',
  treeShaking: true,
} as const satisfies BuildOptions;

const PROGRAM = {
  ...COMMON,
  format: 'esm',
  target: 'node24',
  banner: { js: REQUIRE },
} as const satisfies BuildOptions;

/** Entry → bundle. Every bundle lies as deep as its entry: paths relative to it stay right. */
export const PROGRAMS: Readonly<Record<string, string>> = {
  'electron/main/main.ts': 'dist/electron/main.js',
  'native-bridges/process/main.ts': 'dist/device-process/main.js',
  'electron/cli/main.ts': 'dist/kiosk/main.js',
  'hub/cli/main.ts': 'dist/hub/main.js',
};

/** A sandboxed preload script must be CommonJS and may load nothing but `electron`. */
const PRELOAD = { entry: 'electron/preload/preload.ts', bundle: 'dist/electron/preload.cjs' };

/** Every program as one file of JavaScript, without types and development packages. */
export const buildPrograms = async (): Promise<void> => {
  const programs = Object.entries(PROGRAMS).map(async ([entry, bundle]) => {
    const outfile = fromRoot(bundle);
    await rm(outfile, { force: true });
    await build({ ...PROGRAM, entryPoints: [fromRoot(entry)], outfile });
  });
  const preload = build({
    ...COMMON,
    format: 'cjs',
    target: 'chrome140',
    external: ['electron'],
    entryPoints: [fromRoot(PRELOAD.entry)],
    outfile: fromRoot(PRELOAD.bundle),
  });
  await Promise.all([...programs, preload]);
};
