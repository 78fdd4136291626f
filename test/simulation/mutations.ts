import type { His } from '../../hub/his/his.ts';
import type { DeliveryStore } from '../../hub/his/delivery/delivery-store.ts';
import type { Intake } from '../../hub/intake/intake.ts';
import type { Numbers } from '../../hub/queueing/numbers.ts';
import type { OutboxTable } from '../../electron/storage/kiosk-store.ts';
import type { KioskDiskOptions } from './kiosk-disk.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/** What a mutation may put in front of the parts of a hub. */
export interface HubMutation {
  readonly intake: (intake: Intake, process: SimulatedProcess) => Intake;
  readonly numbers: (numbers: Numbers) => Numbers;
  readonly his: (his: Pick<His, 'deliver'>) => Pick<His, 'deliver'>;
  readonly deliveryStore: (store: DeliveryStore) => DeliveryStore;
  readonly rewrite: (sql: string) => string;
}

export interface KioskMutation {
  readonly outbox: (outbox: OutboxTable) => OutboxTable;
  readonly disk: KioskDiskOptions;
}

/** A guarantee broken on purpose, from outside: the product does not know of it. */
export interface Mutation extends HubMutation, KioskMutation {
  readonly name: string;
  /** What is wrong with it, for a person. */
  readonly says: string;
}

export const NO_MUTATION: Mutation = {
  name: 'none',
  says: 'the product as it is',
  intake: intake => intake,
  numbers: numbers => numbers,
  his: his => his,
  deliveryStore: store => store,
  rewrite: sql => sql,
  outbox: outbox => outbox,
  disk: {},
};
