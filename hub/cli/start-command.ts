import { createHub } from '../server/hub.ts';
import { type Output } from './output.ts';
import { type Settings } from './settings.ts';
import { programVersion } from './version.ts';

/** Resolves with the first reason to stop: a signal, or the parent letting go of the channel. */
const askedToStop = (): Promise<void> =>
  new Promise(resolve => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
    if (process.send !== undefined) process.once('disconnect', resolve);
  });

/** Runs the hub until it is asked to stop. */
export const start = async (settings: Settings, output: Output): Promise<void> => {
  const stop = askedToStop();
  const hub = await createHub({
    config: settings.config,
    database: settings.database,
    secretsDirectory: settings.secretsDirectory,
    version: programVersion(),
    environment: process.env,
  });
  try {
    const url = await hub.listen();
    process.send?.({ type: 'ready', url });
    if (output.json) output.value({ ready: true, url });
    else output.line(`hub ready at ${url}`);
    await stop;
  } finally {
    await hub.close();
  }
};
