import { FaultError, type FaultCode } from '../../core/contract/errors.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { DOCUMENT_ANSWERED_MS } from '../contract/document-patience.ts';
import { type DeviceMessage, type HostMessage } from '../contract/protocol.ts';
import { type DeviceSupervisor } from './device-supervisor.ts';

export type Request = Extract<
  HostMessage,
  {
    type: 'print' | 'print-document' | 'preview' | 'simulate' | 'payment-order' | 'play-sound';
  }
>;
type Answer = Extract<DeviceMessage, { requestId: string }>;

/** Requests to the device process that wait for their answer. */
export interface PendingRequests {
  /**
   * Sends a request, after a restart of the process where one is under way.
   * @throws FaultError the code the process refused it with, `print-uncertain` for a print that had
   * begun, or `device-crashed` where the process was or went away before anything happened
   */
  ask(request: Request): Promise<Answer>;
  answer(message: Answer): void;
  up(): void;
  down(): void;
}

/** A restart takes under a second; a process that is away longer will not answer a patient. */
const RESTART_MS = 3_000;
/** Longer than the slowest printer with a few jobs before this one. */
const ANSWER_MS = 120_000;

interface Waiting {
  readonly request: Request;
  begun: boolean;
  cancel: () => void;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (fault: FaultError) => void;
}

export const createPendingRequests = (
  supervisor: Pick<DeviceSupervisor, 'send'>,
  clock: Clock,
): PendingRequests => {
  const sent = new Map<string, Waiting>();
  let unsent: Waiting[] = [];

  const send = (waiting: Waiting): boolean => {
    if (!supervisor.send(waiting.request)) return false;
    sent.set(waiting.request.requestId, waiting);
    return true;
  };

  const forget = (waiting: Waiting): void => {
    sent.delete(waiting.request.requestId);
    unsent = unsent.filter(other => other !== waiting);
  };

  const waitFor = (waiting: Waiting, ms: number): void => {
    waiting.cancel();
    waiting.cancel = clock.after(ms, () => {
      forget(waiting);
      waiting.reject(new FaultError(lostCode(waiting)));
    });
  };

  const ask = (request: Request): Promise<Answer> => {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const waiting: Waiting = { request, begun: false, cancel: () => undefined, resolve, reject };
    const wasSent = send(waiting);
    if (!wasSent) unsent.push(waiting);
    waitFor(waiting, wasSent ? ANSWER_MS : RESTART_MS + ANSWER_MS);
    const cancelRestart = clock.after(RESTART_MS, () => {
      if (!unsent.includes(waiting)) return;
      forget(waiting);
      reject(new FaultError('device-crashed', 'the device process is away'));
    });
    return promise.finally(() => {
      waiting.cancel();
      cancelRestart();
    });
  };

  const answer = (message: Answer): void => {
    const waiting = sent.get(message.requestId);
    if (waiting === undefined) return;
    if (message.type === 'print-begins') {
      waiting.begun = true;
      // Others were before it until now.
      waitFor(
        waiting,
        waiting.request.type === 'print-document' ? DOCUMENT_ANSWERED_MS : ANSWER_MS,
      );
      supervisor.send({ type: 'print-continue', requestId: message.requestId });
      return;
    }
    sent.delete(message.requestId);
    if (message.type === 'refused') waiting.reject(new FaultError(message.code));
    else waiting.resolve(message);
  };

  return {
    ask,
    answer,
    up: () => {
      unsent = unsent.filter(waiting => !send(waiting));
    },
    down: () => {
      const lost = [...sent.values()];
      sent.clear();
      for (const waiting of lost) {
        if (isCrash(waiting.request)) waiting.resolve(simulated(waiting.request));
        else waiting.reject(new FaultError(lostCode(waiting)));
      }
    },
  };
};

/** Paper can only have moved once the process had asked for leave to begin. */
const lostCode = ({ begun }: Waiting): FaultCode => (begun ? 'print-uncertain' : 'device-crashed');

const isCrash = (request: Request): boolean =>
  request.type === 'simulate' && request.action.action === 'crash';

const simulated = ({ requestId }: Request): Answer => ({ type: 'simulate-done', requestId });
