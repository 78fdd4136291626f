import { FaultError } from '../../core/contract/errors.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';
import { type PortalSettings } from './insurance-settings.ts';
import { type PortalClient, createPortalClient } from './portal-client.ts';

/** The environment variable with the password of the hospital's account at the portal. */
export const PORTAL_PASSWORD = 'INSURANCE_PASSWORD';

/** @throws FaultError `config-invalid` where the password is missing. */
export const openPortal = (
  settings: PortalSettings,
  environment: Readonly<Record<string, string | undefined>>,
  clock: Clock,
  random: () => number,
): PortalClient => {
  const password = environment[PORTAL_PASSWORD];
  if (password === undefined || password === '') {
    throw new FaultError(
      'config-invalid',
      `insurance.portal needs ${PORTAL_PASSWORD} in the environment`,
    );
  }
  return createPortalClient({
    baseUrl: settings.url,
    username: settings.username,
    password,
    officer: settings.officer,
    encoding: settings.encoding,
    tokenTimeoutMs: settings.againTimeoutMs,
    clock,
    breaker: createCircuitBreaker(clock, random),
  });
};
