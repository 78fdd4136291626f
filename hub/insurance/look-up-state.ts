import { type BusinessDay } from '../../core/contract/primitives.ts';
import { addDays } from '../../core/scheduling/business-day.ts';
import { type Queryable } from '../storage/database.ts';
import { type RaisedAlarm, raisedAlarms } from './look-up-records.ts';
import { countRechecks } from './recheck-store.ts';

/** How look-ups go just now, as far as the database tells. */
export interface LookUpState {
  /** Visits whose card is looked up again. */
  readonly waiting: number;
  /** Visits of yesterday whose card nobody could verify. */
  readonly leftYesterday: number;
  readonly alarms: readonly RaisedAlarm[];
}

export const lookUpStateOf = async (
  database: Queryable,
  today: BusinessDay,
): Promise<LookUpState> => {
  const { waiting, left } = await countRechecks(database, addDays(today, -1));
  return { waiting, leftYesterday: left, alarms: await raisedAlarms(database) };
};
