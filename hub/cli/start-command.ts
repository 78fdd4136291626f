import { flushCompileCache } from 'node:module';
import { z } from 'zod';
import { deskPasswordSchema, deskUserSchema } from '../../core/contract/desk-access.ts';
import { createHub, type Hub } from '../server/hub.ts';
import { removeHubAddress, writeHubAddress } from '../server/hub-address.ts';
import { type ExitCode, type Output } from './output.ts';
import { type Settings } from './settings.ts';
import { programVersion } from './version.ts';

/** Resolves with the first reason to stop: a signal, or the parent letting go of the channel. */
const askedToStop = (): Promise<undefined> =>
  new Promise(resolve => {
    const stop = (): void => {
      resolve(undefined);
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
    if (process.send !== undefined) process.once('disconnect', stop);
  });

const codeWishSchema = z.object({ type: z.literal('enrolment-code') });
const deskPersonSchema = deskUserSchema
  .omit({ userId: true })
  .extend({ type: z.literal('desk-person'), password: deskPasswordSchema });

/**
 * Whoever runs hub and kiosk as one demonstration may let the kiosk join without a person, and people
 * in at the desk.
 */
const answerSupervisor = (hub: Hub): void => {
  process.on('message', message => {
    const wish = deskPersonSchema.safeParse(message);
    if (wish.success) {
      const { type: _type, ...person } = wish.data;
      void hub.addDeskPerson(person).catch(() => undefined);
    }
    if (!codeWishSchema.safeParse(message).success) return;
    void hub.enrolmentCode().then(
      code => process.send?.({ type: 'enrolment-code', code }, undefined, {}, () => undefined),
      () => undefined,
    );
  });
};

/** Runs the hub until it is asked to stop, or cannot go on: then it ends with 1, to be restarted. */
export const start = async (settings: Settings, output: Output): Promise<ExitCode> => {
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
    answerSupervisor(hub);
    const desk = hub.deskUrl();
    process.send?.({ type: 'ready', url, ...(desk === undefined ? {} : { desk }) });
    if (settings.database.carrier === 'embedded') {
      writeHubAddress(settings.dataDirectory, { url, certificate: hub.certificate });
    }
    if (output.json) output.line(JSON.stringify({ ready: true, url, desk }));
    else {
      output.line(`hub ready at ${url}`);
      if (desk !== undefined) output.line(`desk of the cashiers at ${desk}`);
    }
    // Written at the end by itself, which a process that is killed does not reach.
    flushCompileCache();
    const failure = await Promise.race([stop, hub.broken]);
    if (failure === undefined) return 0;
    throw failure;
  } finally {
    removeHubAddress(settings.dataDirectory);
    await hub.close();
  }
};
