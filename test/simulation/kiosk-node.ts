import type { Client, Input, Output } from '../../core/contract/contract.ts';
import { asFaultError, FaultError } from '../../core/contract/errors.ts';
import { type HubContract, hubContract } from '../../core/contract/hub.ts';
import { SYNTHETIC_COUNTER_ID } from '../../core/identity/synthetic-hospital.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import type { VisitServices } from '../../core/visit/visit-context.ts';
import { createCheckIn } from '../../electron/host/check-in.ts';
import type { Log } from '../../electron/host/host-interface.ts';
import { createLookUp } from '../../electron/host/look-up.ts';
import { createSlipCheck } from '../../electron/host/slip-check.ts';
import { keepRetention } from '../../electron/host/retention-keeper.ts';
import { CALL_LIMITS } from '../../electron/hub-client/call-limits.ts';
import { createCatalogueKeeper } from '../../electron/hub-client/catalogue-keeper.ts';
import { createHubTime } from '../../electron/hub-client/hub-time.ts';
import { createLeaseKeeper } from '../../electron/hub-client/lease-keeper.ts';
import { createReachability } from '../../electron/hub-client/reachability.ts';
import { createOutboxDrain } from '../../electron/outbox/outbox-drain.ts';
import { createMemorySecrets } from '../../electron/secrets/memory-secrets.ts';
import type { KioskStore } from '../../electron/storage/kiosk-store.ts';
import { storeIn } from '../../electron/storage/open-store.ts';
import type { History } from './history.ts';
import type { HubReply, HubRequest } from './hub-node.ts';
import type { KioskDisk } from './kiosk-disk.ts';
import type { KioskMutation } from './mutations.ts';
import type { Link } from './network.ts';
import type { SimulatedProcess } from './simulated-process.ts';

/** One kiosk process: the product's own parts, put together as its composition root does. */
export interface KioskNode {
  readonly process: SimulatedProcess;
  /** Undefined until it is open, and where its disk did not let it open. */
  store(): KioskStore | undefined;
  /** Undefined until patients can be served. */
  services(): KioskServices | undefined;
}

export type KioskServices = Pick<VisitServices, 'lookUp' | 'checkSlip' | 'issue' | 'refer'>;

export interface KioskNodeParts {
  readonly process: SimulatedProcess;
  readonly disk: KioskDisk;
  readonly link: Link;
  /** The hub behind the link; false where none listens. */
  readonly hub: (request: HubRequest, answer: (reply: HubReply) => void) => boolean;
  readonly history: History;
  readonly mutation: KioskMutation;
}

type Method = keyof HubContract;

const RETENTION_DAYS = 2;
const CATALOGUE_SECONDS = 30;
const MASTER_KEY = Buffer.alloc(32, 7);

/** The wire of the hub client: time limits and failures as it has them, messages as text. */
const clientOver = ({
  process,
  link,
  hub,
}: Pick<KioskNodeParts, 'process' | 'link' | 'hub'>): Client<HubContract> => {
  const { clock, name } = process;

  const valueOf = <M extends Method>(method: M, reply: HubReply): Output<HubContract, M> => {
    if (!reply.ok) throw new FaultError(reply.error.code, method, { cause: reply.error });
    const value = hubContract[method].output.safeParse(reply.value);
    if (!value.success) throw new FaultError('hub-refused', `${method}: another shape`);
    return value.data as Output<HubContract, M>;
  };

  const call =
    <M extends Method>(method: M) =>
    async (input: Input<HubContract, M>): Promise<Output<HubContract, M>> => {
      await process.pointOrSilence(`before ${method}`);
      const request = { kioskId: name, method, body: JSON.stringify(input) };
      const reply = await new Promise<HubReply>((resolve, reject) => {
        const cancel = clock.after(CALL_LIMITS[method], () =>
          reject(new FaultError('hub-timeout')),
        );
        link.carry<string>(
          answer =>
            hub(request, told => answer(JSON.stringify(told))) ? 'served' : 'nobody listens',
          outcome =>
            clock.after(0, () => {
              cancel();
              if (outcome === 'refused') reject(new FaultError('hub-unreachable'));
              else if (outcome === 'silence') reject(new FaultError('hub-timeout'));
              else resolve(JSON.parse(outcome.answer) as HubReply);
            }),
        );
      });
      return valueOf(method, reply);
    };

  const methods = Object.keys(hubContract) as Method[];
  return Object.fromEntries(
    methods.map(method => [method, call(method)]),
  ) as unknown as Client<HubContract>;
};

const logOf = ({ process, history }: Pick<KioskNodeParts, 'process' | 'history'>): Log => {
  const say = (fields: object, message: string): void => {
    if (process.alive()) history.note(process.name, message, { ...fields });
  };
  return { info: say, warn: say, error: say };
};

export const startKiosk = (parts: KioskNodeParts): KioskNode => {
  const { process, disk, history, mutation } = parts;
  const { name, clock, ids, random } = process;
  const log = logOf(parts);
  let store: KioskStore | undefined;
  let services: KioskServices | undefined;

  const open = async (): Promise<void> => {
    const secrets = createMemorySecrets({ 'kiosk-master-key': MASTER_KEY });
    const options = { directory: '', clock, ids, secrets };
    const opened = await storeIn(options, disk.openFor(process), () => undefined);
    store = opened;
    const hubTime = createHubTime(clock, process.monotonic);
    const reachable = createReachability({
      hub: clientOver(parts),
      kioskId: () => name,
      version: 'simulated',
      clock,
      random,
      log,
      onHello: hello => {
        opened.caches.saveHello(hello);
        hubTime.heard(Date.parse(hello.now));
      },
    });
    const { hub } = reachable;
    const catalogue = createCatalogueKeeper({
      hub,
      reachable,
      caches: opened.caches,
      clock,
      everySeconds: CATALOGUE_SECONDS,
      log,
    });
    const servicePoints = () => catalogue.current()?.servicePoints ?? [];
    const leases = createLeaseKeeper({
      hub,
      reachable,
      leases: opened.leases,
      servicePoints,
      clock: hubTime.clock,
      log,
    });
    const drain = createOutboxDrain({
      outbox: mutation.outbox(opened.outbox),
      hub,
      reachable,
      clock,
      random,
      log,
    });
    keepRetention({ store: opened, days: RETENTION_DAYS, clock, log });
    const day = () => businessDayOf(hubTime.clock.now());
    const hubReachable = reachable.current;
    const lookUp = createLookUp({
      hub,
      hubReachable,
      visits: opened.visits,
      day,
      now: () => new Date(hubTime.clock.now()).toISOString(),
    });
    const checkIn = createCheckIn({
      kioskId: () => name,
      counterId: () => SYNTHETIC_COUNTER_ID,
      hub,
      hubReachable,
      visits: opened.visits,
      servicePoint: id => servicePoints().find(point => point.id === id),
      day,
      clock: hubTime.clock,
      ids,
    });
    reachable.start();
    catalogue.start();
    leases.start();
    drain.start();
    services = { lookUp, checkSlip: createSlipCheck({ hub, hubReachable, day }), ...checkIn };
    history.note(name, 'is open');
  };

  open().catch((error: unknown) => {
    if (process.alive()) process.end(`could not open: ${asFaultError(error).code}`);
  });

  return { process, store: () => store, services: () => services };
};
