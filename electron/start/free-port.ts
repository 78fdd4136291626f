import { createServer } from 'node:net';

/** The wished port where nobody listens on it, else 0: any that is free. */
export const freePort = (wished: number): Promise<number> =>
  new Promise(resolve => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen(wished, '127.0.0.1', () => probe.close(() => resolve(wished)));
  });
