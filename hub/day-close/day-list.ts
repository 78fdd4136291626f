import type { BusinessDay } from '../../core/contract/primitives.ts';
import { type Queryable } from '../storage/database.ts';
import { type DaySignature } from './day-close.ts';

/** A day in the list of them. */
export interface ListedDay {
  readonly day: BusinessDay;
  /** Whole đồng that bills were paid with, less what was taken back. */
  readonly bills: number;
  readonly signature: DaySignature | null;
  /** The signed day with whose books these went. */
  readonly lockedWith: BusinessDay | null;
}

/** Walks from day to day by the index, so that a journal of years is not read for a page. */
const DAYS = `
  with recursive booked as (
    select max(booked_on) as day from journal_entry where booked_on <= $1
    union all
    select (select max(booked_on) from journal_entry where booked_on < booked.day) from booked
    where day is not null
  ),
  listed as (
    select day from (table booked limit $2 + 1) as walked where day is not null
    union select day from day_close union select $1::date
    order by day desc limit $2
  )
  select listed.day, coalesce(paid.bills, 0) as bills,
    (select min(day) from day_close later where later.day > listed.day) as later,
    close.close_no, close.signed_by, close.signed_at, close.hash
  from listed left join day_close close using (day)
  left join (
    select booked_on as day, -sum(amount) as bills
    from journal_entry join journal_posting using (entry_no)
    where account = 'receivable' and kind in ('allocated', 'allocation-reversed')
      and booked_on >= (select min(day) from listed)
    group by booked_on) as paid using (day)
  order by day desc`;

interface Row {
  readonly day: BusinessDay;
  readonly bills: number;
  readonly later: BusinessDay | null;
  readonly close_no: number | null;
  readonly signed_by: string | null;
  readonly signed_at: string | null;
  readonly hash: string | null;
}

const signatureOf = ({ close_no, signed_by, signed_at, hash }: Row): DaySignature | null =>
  close_no === null || signed_by === null || signed_at === null || hash === null
    ? null
    : { closeNo: close_no, by: signed_by, at: signed_at, hash };

/** Today, and days with money or a signature before it; the latest first. */
export const listDays = async (
  tx: Queryable,
  today: BusinessDay,
  limit: number,
): Promise<readonly ListedDay[]> => {
  const { rows } = await tx.query<Row>(DAYS, [today, limit]);
  return rows.map(row => {
    const signature = signatureOf(row);
    return {
      day: row.day,
      bills: row.bills,
      signature,
      lockedWith: signature === null ? row.later : null,
    };
  });
};
