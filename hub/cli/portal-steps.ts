import { Socket } from 'node:net';
import { type PortalClient, type PortalReply } from '../insurance/portal-client.ts';
import { type PortalAlarm } from '../insurance/portal-result.ts';
import { lookUpWords } from './look-up-words.ts';
import { systemClock } from '../ports/system-clock.ts';

/** How one step of the connection to the portal went; `todo` where it failed. */
export interface Outcome {
  readonly state: 'ok' | 'failed' | 'skipped';
  readonly detail: string;
  readonly todo?: string;
}

export const succeeded = (detail: string): Outcome => ({ state: 'ok', detail });
export const failedStep = (detail: string, todo: string): Outcome => ({
  state: 'failed',
  detail,
  todo,
});

const CONNECT_MS = 5_000;

/** Whether a connection can be made at all: DNS, route, firewall. */
export const reached = (url: URL): Promise<Outcome> => {
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
      end(failedStep(`${url.host}: no connection in ${CONNECT_MS} ms`, todo));
    });
    socket.once('error', error => {
      const code = 'code' in error && typeof error.code === 'string' ? error.code : 'no connection';
      end(failedStep(`${url.host}: ${code}`, todo));
    });
    socket.connect(port, url.hostname, () => {
      end(succeeded(`${url.host} in ${Math.round(performance.now() - started)} ms`));
    });
  });
};

export const ADVICE: Readonly<Record<PortalAlarm, string>> = {
  'account-refused': 'check insurance.portal.username and INSURANCE_PASSWORD',
  'officer-refused':
    'check insurance.portal.officer: the name and number the insurer has registered for this hospital',
  'request-refused': 'try the other insurance.portal.encoding, and tell us the code',
};

const LATER = 'try again later: patients are received all the same';

export const tokenStep = async (client: PortalClient): Promise<Outcome> => {
  const result = await client.token();
  if (!result.ok) {
    const { what, alarm } = result.trouble;
    return failedStep(
      `${lookUpWords(what)} (${what})`,
      alarm === undefined ? LATER : ADVICE[alarm],
    );
  }
  const { expiresAt } = result.token;
  if (expiresAt === undefined)
    return succeeded('given; its end cannot be read and is not relied on');
  const minutes = Math.round((expiresAt - systemClock.now()) / 60_000);
  return minutes > 0
    ? succeeded(`given for ${minutes} minutes`)
    : failedStep(
        `given, and over for ${-minutes} minutes by its date`,
        'set the clock of this machine by NTP',
      );
};

/** A number nobody has: the answer tells whether the officer may ask. */
export const NOBODY = { number: '0000000000', name: 'Kiểm Tra Kết Nối', birthDate: '2000-01-01' };

export const officerStep = (reply: PortalReply): Outcome => {
  if (reply.kind === 'answer')
    return succeeded(`may ask (${reply.answer.code} for a number nobody has)`);
  const { what, alarm } = reply.trouble;
  return failedStep(`${lookUpWords(what)} (${what})`, alarm === undefined ? LATER : ADVICE[alarm]);
};

export const timeStep = (ms: number, limit: number): Outcome =>
  ms <= limit
    ? succeeded(`answered in ${ms} ms, patients wait at most ${limit} ms`)
    : failedStep(
        `answered in ${ms} ms, patients wait at most ${limit} ms`,
        'cards stay unverified at the kiosk and are looked up afterwards; ask for a faster line',
      );
