import type { Reply } from '../../core/contract/contract.ts';
import {
  type ConnectContract,
  connectContract,
  type HubLinkView,
  type Joining,
} from '../../core/contract/enrolment.ts';
import type { DeviceEvent } from '../../core/contract/device.ts';
import { asFaultError, type FaultCode, FaultError } from '../../core/contract/errors.ts';
import {
  decodeEnrolmentCode,
  looksLikeEnrolmentCode,
} from '../../core/enrolment/enrolment-code.ts';
import type { Ids } from '../../core/ports/ports.ts';
import { type CallFailure, createDispatch } from '../host/dispatch.ts';
import type { Log } from '../host/host-interface.ts';
import { type Watched, watched } from '../hub-client/watched.ts';
import type { OutboxTable } from '../storage/kiosk-store.ts';
import { enrol, type EnrolParts, isOfCode, readCode } from './enrol.ts';
import type { HubLink } from './hub-link.ts';

export interface ConnectDeskParts extends EnrolParts {
  readonly link: HubLink;
  readonly outbox: Pick<OutboxTable, 'counts' | 'hasten'>;
  readonly ids: Ids;
  readonly log: Log;
  readonly report: (failure: CallFailure) => void;
}

/** Connecting this kiosk, from its screen, its scanner and its command line. */
export interface ConnectDesk extends Watched<Joining | undefined> {
  /** A call of the page; undefined where it is none of this contract. */
  pageCall(method: string, input: unknown): Promise<Reply<unknown>> | undefined;
  /** A call of the owner of this kiosk's data. */
  readonly lineCall: (method: string, input: unknown) => Promise<Reply<unknown>> | undefined;
  /** True where a scanned code is for this desk. */
  takes(event: DeviceEvent): boolean;
  /** @throws FaultError as `enrol` */
  connect(code: string): Promise<HubLinkView>;
}

export const createConnectDesk = (parts: ConnectDeskParts): ConnectDesk => {
  const { link, outbox, log, ids, report } = parts;
  let isBusy = false;
  let fault: FaultCode | undefined;
  const joining = (): Joining | undefined => {
    const { state } = link.current();
    return state === 'enrolled'
      ? undefined
      : { state, isBusy, ...(fault === undefined ? {} : { fault }) };
  };
  const shown = watched(joining());
  const show = (): void => shown.set(joining());
  link.subscribe(show);

  const connect = async (code: string): Promise<HubLinkView> => {
    if (isBusy) throw new FaultError('not-possible-now', 'a code is being tried');
    isBusy = true;
    fault = undefined;
    show();
    try {
      link.joined(await enrol(code, parts));
      outbox.hasten();
    } catch (cause) {
      const { code: why, message } = asFaultError(cause);
      fault = why;
      log.warn({ code: why, reason: message }, 'could not join the hub');
      throw cause;
    } finally {
      isBusy = false;
      show();
    }
    return link.current();
  };

  /**
   * Anybody can stand at the screen. A kiosk that still holds visits, or knew a hub, gives them to
   * no other hub than that one.
   */
  const connectAtScreen = (text: string): Promise<HubLinkView> => {
    if (link.current().state === 'enrolled') throw new FaultError('not-permitted');
    const code = readCode(text);
    const known = link.enrolment();
    const { queued, inFlight, rejected, failed } = outbox.counts();
    const isSameHub =
      known !== undefined &&
      (code.fingerprint.length === 0
        ? known.hubUrl === code.hubUrl
        : known.pins.some(pin => isOfCode(code, pin)));
    const holdsNothing = known === undefined && queued + inFlight + rejected + failed === 0;
    if (!isSameHub && !holdsNothing) {
      throw new FaultError('hub-not-trusted', 'a code of another hub than before, at the screen');
    }
    return connect(text);
  };

  const answered = async (connected: () => Promise<HubLinkView>) => {
    try {
      return { link: await connected() };
    } catch (cause) {
      const { code } = asFaultError(cause);
      return { link: link.current(), fault: code };
    }
  };

  const callsTo = (by: (code: string) => Promise<HubLinkView>) =>
    createDispatch<ConnectContract>({
      contract: connectContract,
      handlers: {
        hubLink: () => link.current(),
        connectHub: ({ code }) =>
          answered(() => {
            try {
              return by(code);
            } catch (cause) {
              fault = asFaultError(cause).code;
              show();
              return Promise.reject(asFaultError(cause));
            }
          }),
      },
      ids,
      report,
    });
  const pageCalls = callsTo(connectAtScreen);
  const lineCalls = callsTo(connect);
  const isOurs = (method: string): boolean => Object.hasOwn(connectContract, method);

  return {
    current: shown.current,
    subscribe: shown.subscribe,
    pageCall: (method, input) => (isOurs(method) ? pageCalls('screen', method, input) : undefined),
    lineCall: (method, input) => (isOurs(method) ? lineCalls('screen', method, input) : undefined),
    takes: event => {
      if (event.type !== 'code-scanned') return false;
      // Also one that somebody made a code of by hand, from the text alone.
      const isCode = decodeEnrolmentCode(event.text) !== undefined;
      if (!isCode && !looksLikeEnrolmentCode(event.text)) return false;
      if (link.current().state === 'enrolled') return false;
      void pageCalls('screen', 'connectHub', { code: event.text });
      return true;
    },
    connect,
  };
};
