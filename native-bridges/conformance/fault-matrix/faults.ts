import { type SimulatorAction } from '../../../core/contract/device.ts';
import { type BridgeRig } from './bridge-rig.ts';
import { type FaultName } from './stated.ts';

export interface Fault {
  /** A ticket is under way, a card lies there, half a code was said. */
  readonly mid: boolean;
  readonly put: (rig: BridgeRig) => void | Promise<void>;
  readonly mend: (rig: BridgeRig) => void | Promise<void>;
  /** The process is replaced; in every other case it must not be. */
  readonly restarts: boolean;
}

/** Longer than anybody takes to put a cable back, shorter than any time-out. */
const PLUGGED_AGAIN_MS = 300;
const SLOW_MS = 20;

const act = (rig: BridgeRig, action: SimulatorAction): void => rig.device.act(action);
const nothing = (): void => undefined;

export const FAULTS: Readonly<Record<FaultName, Fault>> = {
  unplug: {
    mid: true,
    put: ({ device }) => device.plug(false),
    mend: ({ device }) => device.plug(true),
    restarts: false,
  },
  replug: {
    mid: true,
    put: async ({ device, clock }) => {
      device.plug(false);
      await clock.advance(PLUGGED_AGAIN_MS);
      device.plug(true);
    },
    mend: nothing,
    restarts: false,
  },
  hang: {
    mid: false,
    put: ({ device }) => device.hang?.(true),
    // What hangs is switched off and on again.
    mend: async ({ device, clock }) => {
      device.hang?.(false);
      if (device.power === undefined) return;
      device.power(false);
      await clock.advance(PLUGGED_AGAIN_MS);
      device.power(true);
    },
    restarts: false,
  },
  'hang mid-job': {
    mid: true,
    put: rig => FAULTS.hang.put(rig),
    mend: rig => FAULTS.hang.mend(rig),
    restarts: false,
  },
  garbage: {
    mid: true,
    put: ({ device }) => device.babble?.(),
    mend: nothing,
    restarts: false,
  },
  slow: {
    mid: false,
    put: ({ device }) => device.slow?.(SLOW_MS),
    // Slow is slow for ever: it has to work all the same.
    mend: nothing,
    restarts: false,
  },
  'paper out mid-job': {
    mid: true,
    put: rig => act(rig, { action: 'paper', state: 'end' }),
    mend: rig => act(rig, { action: 'paper', state: 'ok' }),
    restarts: false,
  },
  'cover open': {
    mid: false,
    put: rig => act(rig, { action: 'cover', open: true }),
    mend: rig => act(rig, { action: 'cover', open: false }),
    restarts: false,
  },
  'power cycle': {
    mid: true,
    put: ({ device }) => device.power?.(false),
    mend: ({ device }) => device.power?.(true),
    restarts: false,
  },
  'process abort': {
    mid: true,
    put: rig => rig.abort(),
    mend: nothing,
    restarts: true,
  },
  'process hang': {
    mid: true,
    put: rig => rig.hangProcess(),
    mend: nothing,
    restarts: true,
  },
};
