import { request as overHttp } from 'node:http';
import { request as overTls } from 'node:https';
import { systemClock } from '../ports/system-clock.ts';
import { certificateFor } from '../tls/hub-front.ts';
import { type Finding, ok, warning } from './finding.ts';
import { type Settings } from './settings.ts';

const PATIENCE_MS = 3_000;
const ANY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** Status of `GET /healthz`; undefined where nobody answers. Who answers is not proven by it. */
const healthAt = (host: string, port: number, isTls: boolean): Promise<number | undefined> =>
  new Promise(resolve => {
    const options = { host, port, path: '/healthz', timeout: PATIENCE_MS };
    const asked = isTls ? overTls({ ...options, rejectUnauthorized: false }) : overHttp(options);
    asked.once('response', response => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('close', () => resolve(undefined));
    asked.once('error', () => resolve(undefined));
    asked.end();
  });

const START =
  'look at its log, and start it: systemctl status tiep-don-hub, or npm run hub -- start';

/** Whether the hub itself runs on this machine: everything it needs may be well without it. */
export const hubFinding = async ({ config, secretsDirectory }: Settings): Promise<Finding> => {
  const { host, port } = config.listen;
  const near = ANY_ADDRESS.has(host) ? '127.0.0.1' : host;
  let isTls: boolean;
  try {
    isTls = certificateFor(config, secretsDirectory, systemClock.now()) !== undefined;
  } catch {
    return warning('hub', 'its certificate cannot be read, so it cannot be asked', START);
  }
  const status = await healthAt(near, port, isTls);
  if (status === 200) return ok('hub', `answers on port ${port}`);
  return status === undefined
    ? warning('hub', `none answers on port ${port} of this machine`, START)
    : warning('hub', `answers on port ${port} with ${status}: it has no database`, START);
};
