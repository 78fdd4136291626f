import Fastify, { type FastifyInstance } from 'fastify';
import { type HubCertificate } from '../tls/hub-certificate.ts';

/** 500 events of some 3 KB, with room to spare. */
export const BODY_LIMIT = 4 * 1_048_576;
const REQUEST_TIMEOUT_MS = 30_000;

/** A server with the hub's limits; it speaks TLS where there is a certificate. */
export const serverFor = (certificate: HubCertificate | undefined): FastifyInstance => {
  const options = {
    logger: false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: REQUEST_TIMEOUT_MS * 2,
    keepAliveTimeout: 60_000,
    forceCloseConnections: 'idle',
  } as const;
  if (certificate === undefined) return Fastify(options);
  const { key, certificate: cert } = certificate;
  const app: unknown = Fastify({ ...options, https: { key, cert, minVersion: 'TLSv1.3' } });
  // Routes are the same for both kinds of server; only their types differ.
  return app as FastifyInstance;
};
