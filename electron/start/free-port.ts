import { createServer } from 'node:net';

/** The wished port where nobody listens on it, else another that is free. */
export const freePort = async (wished: number): Promise<number> =>
  (await portWhen(wished)) ?? (await portWhen(0)) ?? 0;

/** The port that listening on `wished` comes to, undefined where it is taken. */
const portWhen = (wished: number): Promise<number | undefined> =>
  new Promise(resolve => {
    const probe = createServer();
    probe.once('error', () => resolve(undefined));
    probe.listen(wished, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      probe.close(() => resolve(port));
    });
  });
