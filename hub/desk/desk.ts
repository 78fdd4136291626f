import { randomInt } from 'node:crypto';
import { type FastifyInstance } from 'fastify';
import { type Logger } from 'pino';
import { FaultError } from '../../core/contract/errors.ts';
import { REFERENCE_CODES } from '../../core/payment/reference-code.ts';
import { type Clock, type Ids } from '../../core/ports/ports.ts';
import { createBilling } from '../billing/billing.ts';
import { storedCopy } from '../catalogue/catalogue-keeper.ts';
import { type HubConfig } from '../configuration/hub-config.ts';
import { type PatientAliases } from '../intake/patient-aliases.ts';
import { type Database } from '../storage/database.ts';
import { type HubCertificate } from '../tls/hub-certificate.ts';
import { isLoopback, urlOf } from '../tls/hub-front.ts';
import { createDeskApp } from './desk-app.ts';
import { RENDERER_DIRECTORY } from './desk-files.ts';
import { createDeskHandlers } from './desk-handlers.ts';
import { createDeskSessions } from './desk-sessions.ts';
import { type PasswordCost } from './password.ts';

export interface DeskGround {
  readonly config: HubConfig;
  readonly database: Database;
  readonly patients: PatientAliases;
  readonly certificate: HubCertificate | undefined;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Logger;
  /** Where the built pages are; absent: where the program finds them. */
  readonly rendererDirectory?: string;
  /** Less in tests. */
  readonly passwordCost?: PasswordCost;
}

/** The cashiers' desk of a running hub. */
export interface Desk {
  /** @returns the address of its pages from this machine. */
  listen(): Promise<string>;
  close(): Promise<void>;
}

const MINUTE_MS = 60_000;

const appOf = (ground: DeskGround): Promise<FastifyInstance> => {
  const { config, database, clock, ids, log } = ground;
  const sessions = createDeskSessions({
    database,
    clock,
    times: {
      idleMs: config.desk.idleMinutes * MINUTE_MS,
      longestMs: config.desk.sessionHours * 60 * MINUTE_MS,
    },
  });
  const handlers = createDeskHandlers({
    ...ground,
    sessions,
    readHospital: async () =>
      (await storedCopy(database))?.hospital.name.vi ?? config.hospital.name.vi,
    billing: createBilling(database, clock, () => randomInt(REFERENCE_CODES)),
    ...(ground.passwordCost === undefined ? {} : { cost: ground.passwordCost }),
    onFailure: error => {
      log.error({ kind: error instanceof Error ? error.name : typeof error }, 'desk: an import');
    },
  });
  const { certificate, rendererDirectory = RENDERER_DIRECTORY } = ground;
  return createDeskApp({ handlers, sessions, certificate, rendererDirectory, clock, ids, log });
};

/**
 * The desk on an origin of its own, where it is configured.
 * @throws FaultError `config-invalid` where passwords would cross a network in the clear, or the pages
 *   are not built.
 */
export const openDesk = async (ground: DeskGround): Promise<Desk | undefined> => {
  const { config, certificate } = ground;
  if (!config.desk.enabled) return undefined;
  const { host = config.listen.host, port } = config.desk;
  if (certificate === undefined && !isLoopback(host)) {
    throw new FaultError(
      'config-invalid',
      `desk.host (${host}) is not this machine alone: set listen.tls to on`,
    );
  }
  const app = await appOf(ground);
  return {
    async listen() {
      await app.listen({ host, port }).catch((cause: unknown) => {
        throw new FaultError('config-invalid', `the desk cannot listen on ${host}, port ${port}`, {
          cause,
        });
      });
      const address = app.server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      return urlOf({ host, port: bound }, certificate !== undefined, false);
    },
    close: () => app.close(),
  };
};
