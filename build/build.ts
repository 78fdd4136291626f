/**
 * `node build/build.ts [pages|programs|all]`: what TypeScript cannot run as it is.
 * `npm ci` builds the pages; an installer and the Electron shell need the programs too.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

const USAGE = 'Usage: node build/build.ts [pages|programs|all]   (default: all)';

/** An installation without development packages has nothing to build with. */
const hasBuildTools = (): boolean =>
  ['vite', 'esbuild'].every(name =>
    existsSync(new URL(`../node_modules/${name}/package.json`, import.meta.url)),
  );

const targets = {
  pages: async () => (await import('./pages.ts')).buildPages(),
  programs: async () => (await import('./programs.ts')).buildPrograms(),
} as const;
type Target = keyof typeof targets;

const chosen = (): readonly Target[] => {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [name = 'all', ...more] = positionals;
  if (more.length === 0 && name === 'all') return ['pages', 'programs'];
  if (more.length === 0 && Object.hasOwn(targets, name)) return [name as Target];
  throw new Error(USAGE);
};

const run = async (): Promise<void> => {
  const names = chosen();
  if (!hasBuildTools()) {
    console.log(`${names.join(', ')}: not built, the development packages are not installed`);
    return;
  }
  for (const name of names) {
    const startedAt = performance.now();
    await targets[name]();
    console.log(`${name}: built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  }
};

try {
  await run();
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : cause);
  process.exitCode = 1;
}
