import { ipcMain } from 'electron';
import { type Reply } from '../../core/contract/contract.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type Ids } from '../../core/ports/ports.ts';
import { type Host, type Log } from '../host/host-interface.ts';
import { CALL_CHANNEL } from '../preload/channels.ts';
import { isTrustedSender, type RolesOfContents } from './trusted-sender.ts';

export interface PageCallsOptions {
  readonly host: Pick<Host, 'call'>;
  readonly roles: RolesOfContents;
  readonly ids: Ids;
  readonly log: Log;
}

/** The one door through which pages reach the host. */
export const servePageCalls = ({ host, roles, ids, log }: PageCallsOptions): void => {
  const refuse = (code: 'not-permitted' | 'bad-request'): Reply<never> => {
    const correlationId = ids.uuid();
    log.warn({ code, correlationId }, 'a message to the host was refused');
    return { ok: false, error: new FaultError(code).toFault(correlationId) };
  };
  ipcMain.handle(CALL_CHANNEL, (event, method: unknown, input: unknown) => {
    if (!isTrustedSender(event, roles)) return refuse('not-permitted');
    const role = roles.get(event.sender.id);
    if (role === undefined || typeof method !== 'string') return refuse('bad-request');
    return host.call(role, method, input);
  });
};
