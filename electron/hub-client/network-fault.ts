import { FaultError } from '../../core/contract/errors.ts';
import { NOT_TRUSTED } from './pinned-fetch.ts';

/**
 * Codes of Node and undici that mean that no connection came about: nothing was sent, so nothing
 * can have happened.
 */
const NOTHING_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'ENETDOWN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

const codesOf = (error: unknown): readonly string[] => {
  if (!(error instanceof Error)) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  // Where a name has several addresses, each attempt is in an AggregateError.
  const several: unknown[] = error instanceof AggregateError ? error.errors : [];
  return [...own, ...codesOf(error.cause), ...several.flatMap(codesOf)];
};

/**
 * What a failed fetch means: `hub-unreachable` where nothing was sent, `hub-not-trusted` where
 * something else stands in its place, else `hub-timeout`, since the request may have arrived. Neither repeats what was asked.
 */
export const networkFault = (method: string, error: unknown): FaultError => {
  const codes = codesOf(error);
  const why = codes[0] ?? (error instanceof Error ? error.name : 'unknown failure');
  if (codes.includes(NOT_TRUSTED)) {
    return new FaultError(
      'hub-not-trusted',
      `${method}: what answers is not the hub that this kiosk joined`,
    );
  }
  return codes.length > 0 && codes.every(code => NOTHING_SENT.has(code))
    ? new FaultError('hub-unreachable', `${method}: the hub is not reachable (${why})`)
    : new FaultError('hub-timeout', `${method}: the connection to the hub broke (${why})`);
};
