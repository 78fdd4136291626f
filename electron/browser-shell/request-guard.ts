import { type IncomingHttpHeaders } from 'node:http';

/** The one origin at which the shell's pages live. */
export interface ShellOrigin {
  /** `127.0.0.1:PORT`, as a browser sends it in Host. */
  readonly authority: string;
  /** `http://127.0.0.1:PORT`, as a browser sends it in Origin. */
  readonly origin: string;
}

export const shellOriginAt = (port: number): ShellOrigin => ({
  authority: `127.0.0.1:${port}`,
  origin: `http://127.0.0.1:${port}`,
});

export type Refusal = { readonly status: 403 | 421; readonly reason: string };

/**
 * Refuses what does not come from our own pages. A foreign site can make a browser connect to
 * 127.0.0.1, by its address or by a name of its own that it points there (DNS rebinding): the
 * first shows in Origin, the second in Host. An upgrade must say its Origin (RFC 6455, 10.2).
 */
export const refusalOf = (
  headers: IncomingHttpHeaders,
  expected: ShellOrigin,
): Refusal | undefined => {
  if (headers.host !== expected.authority) return { status: 421, reason: 'wrong host' };
  const isUpgrade = headers.upgrade !== undefined;
  if (headers.origin === undefined && !isUpgrade) return undefined;
  return headers.origin === expected.origin ? undefined : { status: 403, reason: 'wrong origin' };
};
