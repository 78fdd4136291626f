import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { buffer } from 'node:stream/consumers';

/**
 * The body of the answer to a POST.
 * @param timeoutMs of silence
 * @param certificate PEM of the one certificate that may answer; its names do not matter
 */
export const post = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  timeoutMs: number,
  certificate?: string,
): Promise<string> =>
  new Promise((resolve, reject) => {
    const options = { method: 'POST', headers, timeout: timeoutMs, agent: false } as const;
    const request = url.startsWith('https:')
      ? httpsRequest(url, {
          ...options,
          ...(certificate === undefined ? {} : { ca: certificate }),
          checkServerIdentity: () => undefined,
        })
      : httpRequest(url, options);
    request.once('timeout', () => request.destroy(new Error('no answer in time')));
    request.once('error', reject);
    request.once('response', response => {
      buffer(response).then(bytes => {
        resolve(bytes.toString('utf8'));
      }, reject);
    });
    request.end(body);
  });
