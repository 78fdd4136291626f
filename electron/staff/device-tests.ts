import type { DeviceEvent, DeviceStatus, PrintOutcome } from '../../core/contract/device.ts';
import { asFaultError } from '../../core/contract/errors.ts';
import type { Language } from '../../core/contract/primitives.ts';
import type { DeviceTest } from '../../core/contract/staff.ts';
import { describeScan } from '../../core/identity/describe-scan.ts';
import type { Clock, Ids } from '../../core/ports/ports.ts';
import type { DeviceBridge } from '../../native-bridges/contract/bridge.ts';
import { sampleTicket } from '../host/sample-ticket.ts';
import { ticketWords } from '../host/ticket-words.ts';

export interface DeviceTestParts {
  readonly bridge: DeviceBridge;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly language: Language;
}

type Finding = Omit<DeviceTest, 'milliseconds'>;

/** What a device says that answers a test; undefined where it does not. */
type Judge = (event: DeviceEvent) => Finding | undefined;

const judgeScan: Judge = event =>
  event.type === 'code-scanned'
    ? { result: 'passed', seen: `${describeScan(event.text).kind}, ${event.text.length}` }
    : undefined;

const judgeCard: Judge = event => {
  switch (event.type) {
    case 'card-read':
      return { result: 'passed', seen: event.claim.authenticity };
    case 'card-key-wanted':
      // The reader and the chip have talked; only the holder's card says more.
      return { result: 'passed', seen: 'chip' };
    case 'card-failed':
      return { result: 'failed', fault: event.code };
    default:
      return undefined;
  }
};

const printed = ({ outcome, fault }: PrintOutcome): Finding => ({
  result: outcome === 'printed' ? 'passed' : 'failed',
  ...(fault === undefined ? {} : { fault }),
});

/** Tries one device; what a card or code says is looked at and forgotten. */
export const testDevice = async (
  parts: DeviceTestParts,
  status: DeviceStatus,
  seconds: number,
): Promise<DeviceTest> => {
  const began = parts.clock.now();
  const finding = await tryIt(parts, status, seconds).catch(
    (cause: unknown): Finding => ({ result: 'failed', fault: asFaultError(cause).code }),
  );
  return { ...finding, milliseconds: Math.max(0, Math.round(parts.clock.now() - began)) };
};

const tryIt = async (
  parts: DeviceTestParts,
  { deviceId, kind }: DeviceStatus,
  seconds: number,
): Promise<Finding> => {
  const { bridge, clock, ids, language } = parts;
  switch (kind) {
    case 'code-scanner':
      return hear(parts, deviceId, judgeScan, seconds);
    case 'chip-card-reader':
      return hear(parts, deviceId, judgeCard, seconds);
    case 'receipt-printer': {
      if (bridge.statuses().find(other => other.kind === kind)?.deviceId !== deviceId) {
        // Tickets come out of the first one only, and so does a sample.
        return { result: 'failed', fault: 'not-possible-now' };
      }
      const document = sampleTicket(clock, { language, large: false });
      return printed(await bridge.print({ jobId: ids.uuid(), document }));
    }
    case 'document-printer': {
      const title = ticketWords(language)('banner.sample');
      return printed(
        await bridge.printDocument({
          jobId: ids.uuid(),
          copies: 1,
          sides: 'one-sided',
          sheet: { language, title, blocks: [{ kind: 'heading', level: 1, text: title }] },
        }),
      );
    }
    case 'payment-display': {
      const payment = { paymentId: ids.uuid(), amount: 1000, qr: 'TIEP DON', expiresInSeconds: 10 };
      await bridge.tellPaymentDisplays({ order: 'show', payment });
      return { result: 'passed' };
    }
    case 'audio-output':
      await bridge.playSound({ name: 'attention', language });
      return { result: 'passed' };
  }
};

const hear = (
  { bridge, clock }: DeviceTestParts,
  deviceId: string,
  judge: Judge,
  seconds: number,
): Promise<Finding> => {
  const { promise, resolve } = Promise.withResolvers<Finding>();
  const cancel = clock.after(seconds * 1000, () => resolve({ result: 'nothing-came' }));
  const unsubscribe = bridge.subscribe(event => {
    if (!('deviceId' in event) || event.deviceId !== deviceId) return;
    const finding = judge(event);
    if (finding !== undefined) resolve(finding);
  });
  return promise.finally(() => {
    cancel();
    unsubscribe();
  });
};
