import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock } from '../../../../core/ports/ports.ts';
import { timeOrderedIds } from '../../../ports/random-ids.ts';
import { systemClock } from '../../../ports/system-clock.ts';
import { parseSearch } from '../search-query.ts';
import { type StoredType } from '../search-parameters.ts';
import { type StoredResource } from '../resource-store.ts';
import { type Simulator, startSimulator } from '../simulator.ts';

export interface SimulatedHis extends Simulator {
  /** What matches a FHIR search, `identifier=a|1&status=booked`. */
  find(type: StoredType, search?: string): readonly StoredResource[];
}

/** A simulated HIS in a temporary folder, on a free port; its clinics stand still. */
export const startSimulatedHis = async (clock: Clock = systemClock): Promise<SimulatedHis> => {
  const directory = mkdtempSync(join(tmpdir(), 'his-'));
  const simulator = await startSimulator({
    directory,
    port: 0,
    clock,
    ids: timeOrderedIds(clock),
    tickMs: 0,
  });
  return {
    ...simulator,
    find: (type, search = '') =>
      simulator.store.search(parseSearch(type, new URLSearchParams(`${search}&_count=1000`)))
        .resources,
    async close() {
      await simulator.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
};
