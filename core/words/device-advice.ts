import type { DeviceKind, DeviceStatus } from '../contract/device.ts';
import type { FaultCode } from '../contract/errors.ts';

/** How a device is, as far as kiosk, hub and command line have it in common. */
export type DeviceCondition = Pick<DeviceStatus, 'kind' | 'state'> & {
  readonly [Field in 'driver' | 'stage' | 'fault' | 'paper']?: DeviceStatus[Field];
};

const BY_FAULT: Readonly<Partial<Record<FaultCode, string>>> = {
  'printer-paper-end': 'put in paper and close the cover',
  'printer-cover-open': 'close the cover',
  'printer-jam': 'take out the paper that is stuck, then switch the printer off and on',
  'printer-offline': 'the printer itself says that it has stopped: switch it off and on',
  'printer-toner-end': 'put in a new toner or ink cartridge',
  'printer-hot': 'wait a minute: the head is too hot and goes on by itself',
  'printer-silent': 'switch it off and on; a model that never answers needs a silent profile',
  'print-uncertain': 'look at the printer whether the ticket is there; the kiosk goes on by itself',
  'render-failed': 'the ticket could not be drawn: keep the log and report it',
  'device-absent': 'look at its cable and power',
  'device-busy': 'another program has it open: end that program',
  'device-crashed': 'it is started again by itself; again and again: keep the log and report it',
  'device-protocol': 'another device answers there: look at driver and profile',
  'not-permitted': 'the kiosk user may not open it: docs/install.md, "Devices"',
  'not-possible-now': 'the page or the browser could not: look at the screen, then try again',
  'config-invalid': 'mend the configuration: config check',
  internal: 'a fault of the driver: keep the log and report it',
};

/** The same fault means something else where the device is no box with a cable. */
const BY_KIND: Readonly<Partial<Record<DeviceKind, Readonly<Partial<Record<FaultCode, string>>>>>> =
  {
    'payment-display': {
      'device-absent': 'the box is off, or not in the network',
    },
    'audio-output': {
      'not-possible-now': 'the browser may not play sound: look at volume and sound card',
    },
    'document-printer': {
      'device-absent': 'nothing answers at its URL: look at power, network and the URL',
      'device-protocol': 'what answers at its URL speaks no IPP: look at the URL',
    },
  };

/** Devices that are part of a page, and have no cable either. */
const ABSENT_PAGE = 'no page of the kiosk is open: start its screen';
const BY_DRIVER: Readonly<Record<string, string>> = {
  'page-payment-display':
    'no page shows it: start the screen, or for a window of its own connect the second panel (kiosk link --payment opens it anywhere)',
  'page-audio-output': ABSENT_PAGE,
  'keyboard-code-scanner': ABSENT_PAGE,
  'camera-code-scanner': ABSENT_PAGE,
};

const BY_STAGE: Readonly<Partial<Record<NonNullable<DeviceStatus['stage']>, string>>> = {
  detected: 'it is plugged in and cannot be opened yet: look at the rights of the kiosk user',
  opening: 'it is being opened; if that lasts longer than a minute, switch it off and on',
  quarantined:
    'its driver ended too often and rests: plug it in anew, or restart the devices on the staff page',
};

const ELSE = 'docs/recovery.md, "Devices"';

/** What to do about a device, for IT; undefined where all is well. */
export const adviceOf = (status: DeviceCondition): string | undefined => {
  const { kind, driver, state, stage, fault, paper } = status;
  if (state === 'ready') return undefined;
  if (state === 'starting') return 'wait a moment, and look again';
  if (stage === 'quarantined') return BY_STAGE.quarantined;
  if (fault === 'device-absent' && driver !== undefined && Object.hasOwn(BY_DRIVER, driver)) {
    return BY_DRIVER[driver];
  }
  if (fault !== undefined) return BY_KIND[kind]?.[fault] ?? BY_FAULT[fault] ?? ELSE;
  if (paper === 'near-end') return 'have a new roll ready';
  if (paper === 'end') return BY_FAULT['printer-paper-end'];
  return (stage === undefined ? undefined : BY_STAGE[stage]) ?? ELSE;
};

/** One status in words: `unavailable, printer-paper-end`. */
export const conditionOf = ({ state, stage, fault, paper }: DeviceCondition): string =>
  [
    state,
    ...(stage === undefined || stage === 'ready' ? [] : [stage]),
    ...(fault === undefined ? [] : [fault]),
    ...(paper === undefined || paper === 'ok' ? [] : [`paper ${paper}`]),
  ].join(', ');
