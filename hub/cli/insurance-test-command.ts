import { asFaultError } from '../../core/contract/errors.ts';
import { type PortalSettings } from '../insurance/insurance-settings.ts';
import { openPortal } from '../insurance/open-insurance.ts';
import { type PortalClient } from '../insurance/portal-client.ts';
import { systemClock } from '../ports/system-clock.ts';
import { type ExitCode, type Output } from './output.ts';
import {
  NOBODY,
  type Outcome,
  failedStep,
  officerStep,
  reached,
  succeeded,
  timeStep,
  tokenStep,
} from './portal-steps.ts';
import { type Settings } from './settings.ts';

/** One step of the connection, in the order in which they depend on each other. */
interface Step extends Outcome {
  readonly step: 'settings' | 'address' | 'token' | 'officer' | 'time';
}

const stepsOf = async (portal: PortalSettings): Promise<readonly Step[]> => {
  const steps: Step[] = [];
  const names = ['settings', 'address', 'token', 'officer', 'time'] as const;
  /** Keeps how a step ended. @returns whether the next one can be tried. */
  const goesOn = (step: Step['step'], outcome: Outcome): boolean => {
    steps.push({ step, ...outcome });
    return outcome.state === 'ok';
  };
  const run = async (): Promise<void> => {
    let client: PortalClient;
    try {
      client = openPortal(portal, process.env, systemClock, Math.random);
    } catch (error) {
      goesOn(
        'settings',
        failedStep(asFaultError(error).message, 'set it where the hub is started'),
      );
      return;
    }
    goesOn('settings', succeeded(`${portal.url} as ${portal.username}`));
    if (!goesOn('address', await reached(new URL(portal.url)))) return;
    if (!goesOn('token', await tokenStep(client))) return;
    const reply = await client.lookUp(NOBODY, systemClock.now() + portal.againTimeoutMs);
    if (!goesOn('officer', officerStep(reply))) return;
    goesOn('time', timeStep(reply.ms, portal.timeoutMs));
  };
  await run();
  const missing = names.slice(steps.length);
  return [
    ...steps,
    ...missing.map(step => ({ step, state: 'skipped' as const, detail: 'not tried' })),
  ];
};

const MARK = { ok: 'ok  ', failed: 'FAIL', skipped: '-   ' } as const;

/** Tries the portal step by step and says what to do. @returns 1 where a step failed. */
export const testInsurance = async (settings: Settings, output: Output): Promise<ExitCode> => {
  const { portal } = settings.config.insurance;
  if (portal === undefined) {
    const detail = 'insurance.portal is not configured: the hospital system looks cards up';
    if (output.json) output.value({ ok: true, configured: false, steps: [] });
    else output.line(detail);
    return 0;
  }
  const steps = await stepsOf(portal);
  const isWell = steps.every(({ state }) => state === 'ok');
  if (output.json) output.value({ ok: isWell, configured: true, steps });
  else {
    for (const { step, state, detail, todo } of steps) {
      output.line(`${MARK[state]}  ${step}: ${detail}`);
      if (todo !== undefined) output.line(`      → ${todo}`);
    }
  }
  return isWell ? 0 : 1;
};
