import { SYNTHETIC_SERVICE_POINTS } from '../../../../core/identity/synthetic-hospital.ts';
import { type Clock } from '../../../../core/ports/ports.ts';
import { timeOrderedIds } from '../../../ports/random-ids.ts';
import { TEST_PATIENTS } from '../../../intake/testing/test-patients.ts';
import { systemClock } from '../../../ports/system-clock.ts';
import { type Hl7His, createHl7His } from '../connector.ts';
import { createMllpClient } from '../mllp/mllp-client.ts';
import { memoryRecords } from '../records/memory-records.ts';
import { type Hl7Records } from '../records/records.ts';
import { servicePlaces } from '../service-places.ts';
import { hl7v2SettingsSchema } from '../settings.ts';
import { type Hl7Simulator, startHl7Simulator } from '../simulator/simulator.ts';
import { type z } from 'zod';

export interface Hl7Pair {
  readonly simulator: Hl7Simulator;
  readonly his: Hl7His;
  readonly records: Hl7Records;
  /** Lets every wait of the connector be over now. */
  expire(): void;
  close(): Promise<void>;
}

export const SIMULATED_POINTS = Object.fromEntries(
  SYNTHETIC_SERVICE_POINTS.map(({ id, kind, name }) => [id, { kind, name }]),
);

/** The connector and the simulated HIS, each listening, over real sockets. */
export const startHl7Pair = async (
  change: z.input<typeof hl7v2SettingsSchema> = {},
  options: { readonly timeoutMs?: number; readonly records?: Hl7Records } = {},
): Promise<Hl7Pair> => {
  const { timeoutMs = 60_000, records = memoryRecords() } = options;
  const clock = systemClock;
  const waits = new Set<() => void>();
  const impatient: Clock = {
    now: () => clock.now(),
    after(ms, task) {
      const over = (): void => {
        stop();
        task();
      };
      const cancel = clock.after(ms, over);
      const stop = (): void => {
        cancel();
        waits.delete(over);
      };
      waits.add(over);
      return stop;
    },
  };
  const ids = timeOrderedIds(clock);
  let hubPort = 0;
  const simulator = await startHl7Simulator({
    port: 0,
    hub: () => ({ host: '127.0.0.1', port: hubPort }),
    clock,
    ids,
  });
  const settings = hl7v2SettingsSchema.parse({
    port: simulator.port,
    listen: { enabled: true, port: 0 },
    servicePoints: SIMULATED_POINTS,
    ...change,
  });
  const client = () =>
    createMllpClient({
      host: settings.host,
      port: settings.port,
      connectTimeoutMs: 2_000,
      connections: 2,
      clock: impatient,
    });
  const his = createHl7His({
    lookupClient: client(),
    deliveryClient: client(),
    settings,
    lookupTimeoutMs: timeoutMs,
    deliveryTimeoutMs: timeoutMs,
    facilityCode: '01999',
    places: servicePlaces(
      settings,
      id => SYNTHETIC_SERVICE_POINTS.find(point => point.id === id)?.price,
    ),
    records,
    keyed: TEST_PATIENTS.keyed,
    clock,
    ids,
  });
  await his.start();
  hubPort = his.listeningOn() ?? 0;
  return {
    simulator,
    his,
    records,
    expire() {
      for (const over of [...waits]) over();
    },
    async close() {
      await his.close();
      await simulator.close();
    },
  };
};
