import type { CustomerPays, PlantPart } from '../../core/contract/panel.ts';
import type { Plant } from './plant.ts';

/** The cable between kiosk and hub, which only the kiosk itself can cut. */
export interface NetworkCable {
  cut(): void;
  mend(): void;
}

/** Asks whoever started the hub and the hospital system to stop or start them. */
export type AskSupervisor = (part: Exclude<PlantPart, 'network'>, up: boolean) => void;

/** Asks whoever started the simulated payment provider to have its customer pay. */
export type AskCustomer = (way: CustomerPays) => Promise<number | null>;

export interface KioskPlant extends Plant {
  /** The supervisor says what became of a wish. */
  learn(part: PlantPart, up: boolean): void;
}

/** What the device panel can take away: the cable always, programs only where somebody runs them. */
export const createKioskPlant = (
  cable: NetworkCable,
  askSupervisor: AskSupervisor | undefined,
  askCustomer: AskCustomer | undefined,
): KioskPlant => {
  const listeners = new Set<() => void>();
  const parts = new Map<PlantPart, boolean>([['network', true]]);
  if (askSupervisor !== undefined) parts.set('hub', true).set('his', true);
  const learn = (part: PlantPart, up: boolean): void => {
    parts.set(part, up);
    for (const listener of listeners) listener();
  };
  return {
    learn,
    pay: askCustomer,
    state: () => [...parts].map(([part, up]) => ({ part, up })),
    set: (part, up) => {
      if (part !== 'network') {
        askSupervisor?.(part, up);
        return;
      }
      if (up) cable.mend();
      else cable.cut();
      learn(part, up);
    },
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
