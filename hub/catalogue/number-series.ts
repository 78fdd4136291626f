import { type NumberClass, numberClassSchema } from '../../core/contract/catalogue.ts';
import { type Database, type Queryable } from '../storage/database.ts';

export type Series = Readonly<Record<NumberClass, string>>;

export interface SeriesWish {
  readonly servicePointId: string;
  /** Letters the HIS or the configuration asks for. */
  readonly wanted?: Series | undefined;
}

/** Letters that are not read as digits or heard as each other. */
const LETTERS = 'A B C D E G H K L M N P Q R S T U V X Y'.split(' ');

function* candidates(numberClass: NumberClass): Generator<string> {
  if (numberClass === 'normal') yield* LETTERS;
  for (const first of numberClass === 'normal' ? LETTERS : ['U', ...LETTERS]) {
    for (const second of LETTERS) yield `${first}${second}`;
  }
}

interface SeriesRow {
  readonly service_point_id: string;
  readonly number_class: NumberClass;
  readonly series: string;
}

const allRows = async (queryable: Queryable): Promise<readonly SeriesRow[]> =>
  (
    await queryable.query<SeriesRow>(
      'select service_point_id, number_class, series from number_series',
    )
  ).rows;

const allotOne = async (
  tx: Queryable,
  wish: SeriesWish,
  numberClass: NumberClass,
  taken: Set<string>,
): Promise<void> => {
  const wanted = wish.wanted?.[numberClass];
  const free = [...(wanted === undefined ? [] : [wanted]), ...candidates(numberClass)].find(
    series => !taken.has(series),
  );
  if (free === undefined) return;
  taken.add(free);
  await tx.query(
    'insert into number_series (service_point_id, number_class, series) values ($1, $2, $3)',
    [wish.servicePointId, numberClass, free],
  );
};

/**
 * The letters of every service point: those wished for where they are free, else the next free
 * ones; once allotted they stay, so that a label never changes its meaning during a day.
 */
export const allotSeries = (
  database: Database,
  wishes: readonly SeriesWish[],
): Promise<ReadonlyMap<string, Series>> =>
  database.transaction(async tx => {
    const missing = (rows: readonly SeriesRow[]) =>
      wishes.filter(wish => !rows.some(row => row.service_point_id === wish.servicePointId));
    let rows = await allRows(tx);
    if (missing(rows).length > 0) {
      await tx.query('lock table number_series in exclusive mode');
      rows = await allRows(tx);
      const taken = new Set(rows.map(row => row.series));
      const inOrder = missing(rows).sort(
        (a, b) => Number(b.wanted !== undefined) - Number(a.wanted !== undefined),
      );
      for (const wish of inOrder) {
        for (const numberClass of numberClassSchema.options) {
          await allotOne(tx, wish, numberClass, taken);
        }
      }
      rows = await allRows(tx);
    }
    const letters = (id: string, numberClass: NumberClass): string =>
      rows.find(row => row.service_point_id === id && row.number_class === numberClass)?.series ??
      '';
    return new Map(
      [...new Set(rows.map(row => row.service_point_id))].map(id => [
        id,
        { normal: letters(id, 'normal'), priority: letters(id, 'priority') },
      ]),
    );
  });
