import { join } from 'node:path';
import { z } from 'zod';
import { servicePointSchema } from '../../../core/contract/catalogue.ts';
import { idSchema } from '../../../core/contract/primitives.ts';
import { type Clock, type Ids } from '../../../core/ports/ports.ts';
import { identifierSystemsSchema } from '../fhir-r4/systems.ts';
import { type TicketState, ticketStateSchema } from '../ticket-state.ts';
import { lockDataDirectory } from '../../storage/data-lock.ts';
import { createClinicDay } from './clinic-day.ts';
import { type FaultSwitches, createFaultSwitches, faultsSchema } from './faults.ts';
import { FhirError } from './fhir-error.ts';
import { createFhirServer } from './fhir-server.ts';
import { hospitalResources } from './hospital-resources.ts';
import { createInteractions } from './interactions.ts';
import { peopleResources } from './people-resources.ts';
import { type ResourceStore, openResourceStore } from './resource-store.ts';

export interface SimulatorOptions {
  /** Folder of its own, kept from one start to the next. */
  readonly directory: string;
  readonly port: number;
  readonly host?: string;
  readonly clock: Clock;
  readonly ids: Ids;
  /** How much faster than life the clinics work. */
  readonly pace?: number;
  /** Milliseconds between two looks at the clinics; 0: only when `advance` is called. */
  readonly tickMs?: number;
}

export interface Simulator {
  /** FHIR base URL. */
  readonly url: string;
  readonly faults: FaultSwitches;
  /** For looking at what arrived. */
  readonly store: ResourceStore;
  /** Lets the clinics work up to the present moment. */
  advance(): void;
  /** Calls the patient of a visit in, or lets them go. */
  move(visitId: string, state: TicketState): void;
  close(): Promise<void>;
}

const clinicStateSchema = z.strictObject({ id: idSchema, state: servicePointSchema.shape.state });

const ticketMoveSchema = z.strictObject({ visitId: z.string(), state: ticketStateSchema });

const refuse = (what: string): never => {
  throw new FhirError(400, 'invalid', what);
};

/**
 * A hospital information system made of synthetic people, speaking FHIR R4 over HTTP.
 * `POST /control/faults`, `POST /control/clinics` and `POST /control/tickets` move its switches.
 * @throws FaultError `data-in-use` while another process uses the folder.
 */
export const startSimulator = async (options: SimulatorOptions): Promise<Simulator> => {
  const { directory, clock, ids, pace = 1, tickMs = 2_000 } = options;
  const lock = lockDataDirectory(directory, 'his');
  const store = openResourceStore(join(directory, 'his.sqlite'));
  const systems = identifierSystemsSchema.parse({});
  const at = new Date(clock.now()).toISOString();
  store.transaction(() => {
    for (const resource of [...hospitalResources(systems), ...peopleResources(systems, at)]) {
      if (store.read(resource.resourceType, resource.id) === undefined) store.write(resource, at);
    }
  });
  const clinics = createClinicDay({ store, systems, clock, pace });
  clinics.advance();
  const faults = createFaultSwitches();
  const app = createFhirServer({
    interactions: createInteractions(store, clock, ids),
    store,
    clock,
    faults,
  });
  app.get('/control/faults', () => faults.current());
  app.post('/control/faults', ({ body }) => {
    const parsed = faultsSchema.safeParse(body);
    faults.set(parsed.success ? parsed.data : refuse('no such switches'));
    return faults.current();
  });
  app.post('/control/clinics', ({ body }) => {
    const { data } = clinicStateSchema.safeParse(body);
    if (data === undefined || !clinics.setState(data.id, data.state)) refuse('no such clinic');
    return { ok: true };
  });
  app.post('/control/tickets', ({ body }) => {
    const { data } = ticketMoveSchema.safeParse(body);
    if (data === undefined || !clinics.setTicket(data.visitId, data.state)) refuse('no such visit');
    return { ok: true };
  });
  let cancelTick: () => void = () => undefined;
  const tick = (): void => {
    cancelTick = clock.after(tickMs, () => {
      clinics.advance();
      tick();
    });
  };
  try {
    const address = await app.listen({ host: options.host ?? '127.0.0.1', port: options.port });
    if (tickMs > 0) tick();
    return {
      url: `${address}/fhir`,
      faults,
      store,
      advance: () => clinics.advance(),
      move: (visitId, state) => void clinics.setTicket(visitId, state),
      async close() {
        cancelTick();
        await app.close();
        store.close();
        lock.release();
      },
    };
  } catch (error) {
    store.close();
    lock.release();
    throw error;
  }
};
