import { asFaultError, type FaultCode } from '../../../core/contract/errors.ts';
import { type DriverContext } from '../../contract/driver.ts';
import { NO_TRUST_ANCHORS, type TrustAnchors } from '../../emrtd/trust/trust-anchors.ts';

/** What chips are judged by, as it is at each card. */
export interface TrustKeeper {
  /** Never rejects: without anchors chips can be read, and none of them is called proven. */
  now(): Promise<TrustAnchors>;
  /** Why the last answer was none, where that was not meant. */
  fault(): FaultCode | undefined;
}

export const keepTrust = (
  loadTrust: () => Promise<TrustAnchors>,
  { deviceId, log }: Pick<DriverContext, 'deviceId' | 'log'>,
): TrustKeeper => {
  let fault: FaultCode | undefined;
  return {
    now: async () => {
      try {
        const trust = await loadTrust();
        fault = undefined;
        return trust;
      } catch (thrown) {
        const { code, message } = asFaultError(thrown);
        if (code !== fault) {
          log({ level: 'error', event: 'trust-not-loaded', deviceId, code, detail: message });
        }
        fault = code;
        return NO_TRUST_ANCHORS;
      }
    },
    fault: () => fault,
  };
};
