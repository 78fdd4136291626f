import { type DeviceEvent, type SimulatorAction } from '../../core/contract/device.ts';

/**
 * What people did to simulated hardware, and how far the card on a reader got: hardware outlives
 * the process that drives it, so a restarted one finds things as they were.
 */
export interface HardwareMemory {
  did(deviceId: string, action: SimulatorAction): void;
  saw(event: DeviceEvent): void;
  /** The actions that bring new hardware into the same state. */
  actionsOf(deviceId: string): SimulatorAction[];
  /** The card that lies there was read, or found unreadable. */
  cardReported(deviceId: string): boolean;
}

/** Actions that leave something behind; the later one of a kind replaces the earlier. */
const LASTING: Readonly<Record<SimulatorAction['action'], string | undefined>> = {
  'insert-card': 'card',
  'remove-card': 'card',
  paper: 'paper',
  cover: 'cover',
  jam: 'jam',
  plug: 'plug',
  scan: undefined,
  crash: undefined,
};

export const createHardwareMemory = (): HardwareMemory => {
  const actions = new Map<string, Map<string, SimulatorAction>>();
  const reported = new Set<string>();
  return {
    did: (deviceId, action) => {
      const trait = LASTING[action.action];
      if (trait === undefined) return;
      const device = actions.get(deviceId) ?? new Map<string, SimulatorAction>();
      device.set(trait, action);
      actions.set(deviceId, device);
    },
    saw: event => {
      if (event.type === 'card-read' || event.type === 'card-failed') reported.add(event.deviceId);
      if (event.type === 'card-inserted' || event.type === 'card-removed') {
        reported.delete(event.deviceId);
      }
    },
    actionsOf: deviceId => [...(actions.get(deviceId)?.values() ?? [])],
    cardReported: deviceId => reported.has(deviceId),
  };
};
