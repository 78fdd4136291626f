import {
  type Catalogue,
  catalogueSchema,
  type ServicePoint,
} from '../../core/contract/catalogue.ts';
import { FaultError, asFaultError, type FaultCode } from '../../core/contract/errors.ts';
import { type BusinessDay } from '../../core/contract/primitives.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { type HubConfig } from '../configuration/hub-config.ts';
import { type His } from '../his/his.ts';
import { type Database } from '../storage/database.ts';
import { type Series, allotSeries } from './number-series.ts';
import { type ServicePointConfig, servicePointOf } from './service-points.ts';

export interface CatalogueKeeperOptions {
  readonly database: Database;
  readonly his: Pick<His, 'catalogue'>;
  readonly clock: Clock;
  readonly config: ServicePointConfig & Pick<HubConfig, 'hospital' | 'his'>;
  /** Told whenever the HIS goes away (with the fault) or comes back. */
  readonly onHis: (fault: FaultCode | undefined) => void;
  /** What else is read of the HIS at the same pace; never rejects. */
  readonly onRead?: (day: BusinessDay) => Promise<void>;
}

export interface CatalogueKeeper {
  /** Reads the last copy, then keeps reading the HIS until stopped. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** @throws FaultError `his-unreachable` where the HIS was never reached yet. */
  catalogue(): Promise<Catalogue>;
  point(id: string): ServicePoint | undefined;
  /** Asks the HIS now. @returns false where it is away. */
  refresh(): Promise<boolean>;
}

/** Who has a number the HIS has not heard of yet waits all the same. */
const undelivered = async (database: Database): Promise<ReadonlyMap<string, number>> => {
  const { rows } = await database.query<{ service_point_id: string; people: number }>(
    `select service_point_id, count(*) as people from delivery
     where state in ('queued', 'in-flight') group by service_point_id`,
  );
  return new Map(rows.map(row => [row.service_point_id, row.people]));
};

/** As last heard from the HIS; undefined where it never was. */
export const storedCopy = async (database: Database): Promise<Catalogue | undefined> => {
  const { rows } = await database.query<{ content: unknown }>('select content from catalogue_copy');
  return catalogueSchema.safeParse(rows[0]?.content).data;
};

/** So long the HIS's word on who waits is told: nobody heard of those who were called since. */
const LOAD_GOOD_MS = 5 * 60_000;
const ROUNDS_MISSED = 3;

/** The clinics, prices and people waiting, as last heard from the HIS. */
export const createCatalogueKeeper = (options: CatalogueKeeperOptions): CatalogueKeeper => {
  const { database, his, clock, config, onHis } = options;
  const goodFor = Math.max(LOAD_GOOD_MS, ROUNDS_MISSED * config.his.refreshMs);
  let copy: Catalogue | undefined;
  let cancelNext: () => void = () => undefined;
  let stopped = false;
  let reading: Promise<boolean> | undefined;

  const read = async (): Promise<Catalogue> => {
    const day = businessDayOf(clock.now());
    const { servicePoints, hospital } = await his.catalogue(day);
    const series: ReadonlyMap<string, Series> = await allotSeries(
      database,
      servicePoints.map(({ id, series: own }) => ({
        servicePointId: id,
        wanted: config.servicePoints[id]?.series ?? own,
      })),
    );
    return {
      day,
      asOf: new Date(clock.now()).toISOString(),
      hospital: { ...config.hospital, ...(hospital === undefined ? {} : { name: hospital.name }) },
      servicePoints: servicePoints
        .flatMap(point => {
          const own = series.get(point.id);
          return (own === undefined ? undefined : servicePointOf(point, own, config)) ?? [];
        })
        .slice(0, 200),
    };
  };

  const keep = async (catalogue: Catalogue): Promise<void> => {
    copy = catalogue;
    await database.query(
      `insert into catalogue_copy (content, as_of) values ($1::jsonb, $2)
       on conflict (only_row) do update set content = excluded.content, as_of = excluded.as_of`,
      [JSON.stringify(catalogue), catalogue.asOf],
    );
  };

  const refreshOnce = async (): Promise<boolean> => {
    try {
      const catalogue = await read();
      await keep(catalogue);
      onHis(undefined);
      await options.onRead?.(catalogue.day);
      return true;
    } catch (error) {
      const { code } = asFaultError(error);
      // A database that is away says nothing about the HIS.
      if (code !== 'storage-failed') onHis(code);
      return false;
    }
  };

  const refresh = (): Promise<boolean> =>
    (reading ??= refreshOnce().finally(() => {
      reading = undefined;
    }));

  const loop = (): void => {
    cancelNext = clock.after(config.his.refreshMs, () => {
      void refresh().then(() => {
        if (!stopped) loop();
      });
    });
  };

  return {
    refresh,
    async start() {
      copy = await storedCopy(database);
      await refresh();
      loop();
    },
    async stop() {
      stopped = true;
      cancelNext();
      await reading;
    },
    async catalogue() {
      if (copy === undefined) {
        throw new FaultError('his-unreachable', 'the HIS was never reached: no clinics are known');
      }
      const more = await undelivered(database);
      const isOld = clock.now() - Date.parse(copy.asOf) > goodFor;
      return {
        ...copy,
        day: businessDayOf(clock.now()),
        servicePoints: copy.servicePoints.map(point => ({
          ...point,
          waiting: point.waiting + (more.get(point.id) ?? 0),
          ...(isOld ? { load: 'old' as const } : {}),
        })),
      };
    },
    point: id => copy?.servicePoints.find(point => point.id === id),
  };
};
