import pino, { type Logger } from 'pino';
import { z } from 'zod';
import type { MethodName, Reply } from '../../core/contract/contract.ts';
import { asFaultError, FaultError } from '../../core/contract/errors.ts';
import { type HubContract, hubContract } from '../../core/contract/hub.ts';
import { hubConfigSchema } from '../../hub/configuration/hub-config.ts';
import { retryDeliveries } from '../../hub/his/delivery/delivery-register.ts';
import { PATIENT_SECRET, patientAliases } from '../../hub/intake/patient-aliases.ts';
import { removeOldPersonalData } from '../../hub/intake/retention.ts';
import { assembleWorks } from '../../hub/server/assemble.ts';
import type { Caller } from '../../hub/server/caller.ts';
import { hubIdentity } from '../../hub/server/hub-identity.ts';
import { type Database, SqlError } from '../../hub/storage/database.ts';
import type { DatabaseTrouble, SharedDatabase } from './hub-database.ts';
import type { HisModel } from './his-model.ts';
import type { History } from './history.ts';
import type { HubHandlers, HubMutation } from './mutations.ts';
import { type Person, personOf } from './people.ts';
import { PORTAL_SETTINGS, type PortalModel } from './portal-model.ts';
import type { SimulatedProcess } from './simulated-process.ts';

type Method = MethodName<HubContract>;
/** Which kiosk calls which method with which JSON. */
export interface HubRequest {
  readonly kioskId: string;
  readonly method: Method;
  readonly body: string;
}
export type HubReply = Reply<unknown> & { readonly retryAfterMs?: number };

/** One hub process: the product's own parts, put together as its composition root does. */
export interface HubNode {
  readonly process: SimulatedProcess;
  /** False while no program listens. */
  receive(request: HubRequest, answer: (reply: HubReply) => void): boolean;
  /** What a person does on the command line. */
  retryDeadLetters(): Promise<number>;
}

export interface HubNodeParts {
  readonly process: SimulatedProcess;
  readonly database: SharedDatabase;
  readonly trouble: DatabaseTrouble;
  readonly his: HisModel;
  readonly portal: PortalModel | undefined;
  readonly people: readonly Person[];
  /** False once the fault that some data show is mended. */
  readonly breaksOnSome: () => boolean;
  /** It lets this kiosk in. */
  readonly admits: (kioskId: string) => boolean;
  readonly history: History;
  readonly mutation: HubMutation;
}

const REFRESH = { refreshMs: 20_000 };
/** Without the portal the HIS looks cards up itself. */
const CONFIG = hubConfigSchema.parse({ his: REFRESH });
const CONFIG_WITH_PORTAL = hubConfigSchema.parse({
  his: REFRESH,
  insurance: { portal: PORTAL_SETTINGS },
});
const PATIENT_KEY = Buffer.alloc(PATIENT_SECRET.bytes, 9);
const HOUSEKEEPING_MS = 10 * 60_000;

/** As the hub's HTTP side reads it: any event that has an id is kept. */
const looseIntake = z.object({
  events: z
    .array(z.looseObject({ eventId: z.uuid() }))
    .min(1)
    .max(500),
});

const inputOf = (method: Method, body: string): unknown => {
  const schema = method === 'intake' ? looseIntake : hubContract[method].input;
  const input = schema.safeParse(JSON.parse(body));
  if (!input.success) throw new FaultError('bad-request');
  return input.data;
};

const faultOf = (thrown: unknown): FaultError =>
  thrown instanceof SqlError
    ? new FaultError('storage-failed', thrown.message)
    : asFaultError(thrown);

type AnyHandler = (input: unknown, caller: Caller) => unknown;

/** Who signs a request is for the tests of the hub's HTTP side. */
const callerNamed = (kioskId: string): Caller => ({
  kioskId,
  formerNames: [],
  keyId: kioskId,
  address: '',
  clockAheadMs: 0,
});

/** A fault of the hub that only some people's data show: it fails with all that came along. */
const breakingOnSome = (
  handlers: HubHandlers,
  { people, breaksOnSome }: Pick<HubNodeParts, 'people' | 'breaksOnSome'>,
): HubHandlers => ({
  ...handlers,
  intake: async (input, caller) => {
    const isFatal = ({ identity }: (typeof input.events)[number]): boolean =>
      personOf(people, identity)?.trouble === 'breaks-hub';
    if (breaksOnSome() && input.events.some(isFatal)) throw new FaultError('internal');
    return handlers.intake(input, caller);
  },
});

/** The hub's log, as far as it tells how deliveries go. */
const logInto = (history: History, process: SimulatedProcess): Logger =>
  pino(
    { base: null, timestamp: false },
    {
      write: line => {
        const { level: _level, msg, ...more } = JSON.parse(line) as Record<string, unknown>;
        if (process.alive()) history.note(process.name, String(msg), more);
      },
    },
  );

export const startHub = (parts: HubNodeParts): HubNode => {
  const { process, his: hospital, history, mutation } = parts;
  const { name, clock, ids, random } = process;
  const database: Database = mutation.database(parts.database.connect(process, parts.trouble));
  const his = mutation.his(hospital.connectFrom(process));
  const client = parts.portal?.connectFrom(process);
  const portal = client === undefined ? undefined : mutation.portal(client);
  const config = portal === undefined ? CONFIG : CONFIG_WITH_PORTAL;
  const works = assembleWorks({
    hubId: name,
    version: 'simulated',
    config,
    database,
    his,
    portal,
    patients: patientAliases(PATIENT_KEY),
    clock,
    ids,
    random,
    log: logInto(history, process),
    front: () => ({ url: 'http://hub.invalid', pins: [] }),
  });
  const { worker, catalogue } = works;
  const handlers = mutation.handlers(breakingOnSome(works.handlers, parts), process);
  let isListening = false;

  const keepHouse = (): void => {
    removeOldPersonalData(database, clock.now(), config.retention).catch(() => undefined);
    clock.after(HOUSEKEEPING_MS, keepHouse);
  };

  const boot = async (): Promise<void> => {
    try {
      await hubIdentity(database, ids, clock);
      await catalogue.start();
    } catch (error) {
      process.end(`could not start: ${faultOf(error).code}`);
      return;
    }
    worker.start();
    works.rechecks?.start();
    keepHouse();
    isListening = true;
    history.note(name, 'listens');
  };
  void boot();

  const perform = async ({ kioskId, method, body }: HubRequest): Promise<HubReply> => {
    try {
      if (!parts.admits(kioskId)) throw new FaultError('hub-unauthorised');
      const handler = handlers[method] as AnyHandler;
      const output = await handler(inputOf(method, body), callerNamed(kioskId));
      const checked = hubContract[method].output.safeParse(output);
      if (!checked.success) throw new FaultError('internal', `${method}: a wrong answer`);
      return { ok: true, value: checked.data };
    } catch (error) {
      const fault = faultOf(error);
      return { ok: false, error: fault.toFault(ids.uuid()) };
    }
  };

  return {
    process,
    receive: (request, answer) => {
      if (!isListening || !process.alive()) return false;
      void perform(request).then(reply => {
        if (process.alive()) answer(reply);
      });
      return true;
    },
    retryDeadLetters: async () => {
      const count = await retryDeliveries(database, 'all', new Date(clock.now()).toISOString());
      works.wake();
      return count;
    },
  };
};
