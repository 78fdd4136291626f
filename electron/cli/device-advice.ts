import type { DeviceStatus } from '../../core/contract/device.ts';
import type { FaultCode } from '../../core/contract/errors.ts';

const ADVICE: Partial<Record<FaultCode, string>> = {
  'printer-paper-end': 'put in paper',
  'printer-cover-open': 'close the cover',
  'printer-jam': 'take out the paper that is stuck',
  'printer-offline': 'switch the printer off and on',
  'printer-hot': 'wait a minute: the head is too hot and goes on by itself',
  'printer-silent': 'switch it off and on; a model that never answers needs a silent profile',
  'device-absent': 'look at the cable and the power of the device',
  'device-busy': 'another program has it open: end that',
  'device-crashed': 'it is started again by itself; again and again: keep the log and report it',
  'device-protocol': 'another device answers there: look at driver and profile',
  'not-permitted': 'the kiosk user may not open it: docs/install.md, "Devices"',
  'config-invalid': 'mend the configuration: config check',
};

/** What to do about a device; undefined where all is well. */
export const adviceOf = (status: DeviceStatus): string | undefined => {
  if (status.state === 'ready' || status.state === 'starting') return undefined;
  if (status.state === 'degraded' && status.paper === 'near-end') return 'have a new roll ready';
  return ADVICE[status.fault ?? 'internal'] ?? 'docs/recovery.md, "Devices"';
};

/** One status in words: `unavailable, printer-paper-end`. */
export const conditionOf = ({ state, stage, fault, paper }: DeviceStatus): string =>
  [
    state,
    ...(stage === undefined || stage === 'ready' ? [] : [stage]),
    ...(fault === undefined ? [] : [fault]),
    ...(paper === undefined || paper === 'ok' ? [] : [`paper ${paper}`]),
  ].join(', ');
