import { Socket } from 'node:net';
import { asFaultError } from '../../core/contract/errors.ts';
import { type PortalSettings } from '../insurance/insurance-settings.ts';
import { openPortal } from '../insurance/open-insurance.ts';
import { type PortalClient, type PortalReply } from '../insurance/portal-client.ts';
import { type PortalAlarm } from '../insurance/portal-result.ts';
import { systemClock } from '../ports/system-clock.ts';
import { type ExitCode, type Output } from './output.ts';
import { type Settings } from './settings.ts';

/** One step of the connection, in the order in which they depend on each other. */
interface Step {
  readonly step: 'settings' | 'address' | 'token' | 'officer' | 'time';
  readonly state: 'ok' | 'failed' | 'skipped';
  readonly detail: string;
  readonly todo?: string;
}

type Outcome = Omit<Step, 'step'>;

const ok = (detail: string): Outcome => ({ state: 'ok', detail });
const failed = (detail: string, todo: string): Outcome => ({ state: 'failed', detail, todo });

const CONNECT_MS = 5_000;

/** Whether a connection can be made at all: DNS, route, firewall. */
const reached = (url: URL): Promise<Outcome> => {
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  const todo = 'check the network, the proxy and the firewall, or insurance.portal.url';
  return new Promise(resolve => {
    const started = performance.now();
    const socket = new Socket();
    const end = (outcome: Outcome): void => {
      socket.destroy();
      resolve(outcome);
    };
    socket.setTimeout(CONNECT_MS, () => {
      end(failed(`${url.host}: no connection in ${CONNECT_MS} ms`, todo));
    });
    socket.once('error', error => {
      const code = 'code' in error && typeof error.code === 'string' ? error.code : 'no connection';
      end(failed(`${url.host}: ${code}`, todo));
    });
    socket.connect(port, url.hostname, () => {
      end(ok(`${url.host} in ${Math.round(performance.now() - started)} ms`));
    });
  });
};

const ADVICE: Readonly<Record<PortalAlarm, string>> = {
  'account-refused': 'check insurance.portal.username and INSURANCE_PASSWORD',
  'officer-refused':
    'check insurance.portal.officer: the name and number the insurer has registered for this hospital',
  'request-refused': 'try the other insurance.portal.encoding, and tell us the code',
};

const LATER = 'try again later: patients are received all the same';

const tokenStep = async (client: PortalClient): Promise<Outcome> => {
  const result = await client.token();
  if (!result.ok) {
    const { what, alarm } = result.trouble;
    return failed(what, alarm === undefined ? LATER : ADVICE[alarm]);
  }
  const { expiresAt } = result.token;
  if (expiresAt === undefined) return ok('given; its end cannot be read and is not relied on');
  const minutes = Math.round((expiresAt - systemClock.now()) / 60_000);
  return minutes > 0
    ? ok(`given for ${minutes} minutes`)
    : failed(
        `given, and over for ${-minutes} minutes by its date`,
        'set the clock of this machine by NTP',
      );
};

/** A number nobody has: the answer tells whether the officer may ask. */
const NOBODY = { number: '0000000000', name: 'Kiểm Tra Kết Nối', birthDate: '2000-01-01' };

const officerStep = (reply: PortalReply): Outcome => {
  if (reply.kind === 'answer') return ok(`may ask (${reply.answer.code} for a number nobody has)`);
  const { what, alarm } = reply.trouble;
  return failed(what, alarm === undefined ? LATER : ADVICE[alarm]);
};

const timeStep = (ms: number, limit: number): Outcome =>
  ms <= limit
    ? ok(`answered in ${ms} ms, patients wait at most ${limit} ms`)
    : failed(
        `answered in ${ms} ms, patients wait at most ${limit} ms`,
        'cards stay unverified at the kiosk and are looked up afterwards; ask for a faster line',
      );

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
      goesOn('settings', failed(asFaultError(error).message, 'set it where the hub is started'));
      return;
    }
    goesOn('settings', ok(`${portal.url} as ${portal.username}`));
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
