import { requireModernRuntime } from '../storage/runtime-guard.ts';
import { giveFailure } from './output.ts';

// Whoever reads may have seen enough (`| head`): that ends no program, and no kiosk.
process.stdout.on('error', () => undefined);

// Everything else needs a modern runtime already to load, so that the guard can speak first.
try {
  requireModernRuntime();
  const { runCommandLine } = await import('./command-line.ts');
  await runCommandLine(process.argv);
} catch (cause) {
  giveFailure(cause, process.argv.includes('--json'));
}
