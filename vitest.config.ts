import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const fromRoot = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const ignored = ['**/node_modules/**', 'dist/**', '.tsbuild/**'];
const houses = '{core,native-bridges,electron,hub,renderer,build,test}';
const special = ['**/*.{integration,conformance,e2e,crash}.test.ts'];

export default defineConfig({
  test: {
    reporters: ['default'],
    // Two cores: more workers only make every real process in the tests slower.
    maxWorkers: 2,
    projects: [
      {
        resolve: { alias: { electron: fromRoot('./test/fakes/electron.ts') } },
        test: {
          name: 'unit',
          environment: 'node',
          include: [`${houses}/**/*.test.ts`],
          exclude: [...ignored, ...special],
          // Property tests are slow to start on a busy machine; no timing may fail a test.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'conformance',
          environment: 'node',
          include: [`${houses}/**/*.conformance.test.ts`],
          exclude: ignored,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          environment: 'node',
          include: [`${houses}/**/*.integration.test.ts`],
          exclude: ignored,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        plugins: [react()],
        test: {
          name: 'ui',
          environment: 'jsdom',
          include: ['renderer/**/*.test.tsx'],
          exclude: ignored,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/**/*.e2e.test.ts'],
          exclude: ignored,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'crash',
          environment: 'node',
          include: ['test/**/*.crash.test.ts'],
          exclude: ignored,
          testTimeout: 900_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
