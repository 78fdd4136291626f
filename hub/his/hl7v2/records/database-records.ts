import { z } from 'zod';
import { knownVisitSchema } from '../../../../core/contract/hub.ts';
import { idSchema, instantSchema } from '../../../../core/contract/primitives.ts';
import { bookingKindSchema } from '../../../../core/contract/scheduling.ts';
import { businessDayOf } from '../../../../core/scheduling/business-day.ts';
import { type Database, type Queryable } from '../../../storage/database.ts';
import { type Hl7Charge } from '../segments/charge-segments.ts';
import { type TicketState } from '../../ticket-state.ts';
import {
  BOOKING_STATES,
  type Hl7Booking,
  type Hl7Records,
  type RecordChange,
  bookingAfter,
} from './records.ts';

const bookingSchema = z.object({
  id: idSchema,
  placer: z.string(),
  filler: z.string(),
  code: z.string().optional(),
  kind: bookingKindSchema,
  place: z.string(),
  start: instantSchema,
  minutes: z.number().optional(),
  practitioner: z.string().optional(),
  state: z.enum(BOOKING_STATES),
  patientNumber: z.string(),
  changedAt: instantSchema,
  foreign: z.array(z.string()),
});

/** jsonb cannot hold U+0000, which no booking needs. */
const json = (value: unknown): string => JSON.stringify(value).replaceAll('\\u0000', '');

interface StateRow {
  readonly visitId: string;
  readonly state: TicketState;
}

interface ContentRow {
  readonly content: unknown;
}

const bookingIn = ({ content }: ContentRow): readonly Hl7Booking[] => {
  const { data } = bookingSchema.safeParse(content);
  return data === undefined
    ? []
    : [{ ...data, code: data.code, minutes: data.minutes, practitioner: data.practitioner }];
};

/** Everybody who was merged into a number, or into whom it was: one person to us. */
const SAME_PATIENT = `
  with recursive upward (number, hops) as (
    select $1::text, 0
    union select merge.surviving, hops + 1 from upward
    join hl7_merge merge on merge.prior = upward.number where hops < 50
  ), survivor as (select number from upward order by hops desc limit 1),
  same (number, hops) as (
    select number, 0 from survivor
    union select merge.prior, hops + 1 from same
    join hl7_merge merge on merge.surviving = same.number where hops < 50
  )`;

const changeBooking = async (tx: Queryable, told: Hl7Booking): Promise<void> => {
  // Two messages about one booking take turns, also on two connections of the HIS.
  await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 5))`, [told.id]);
  const { rows } = await tx.query<ContentRow>(
    `select content from hl7_booking where booking_id = $1`,
    [told.id],
  );
  const [known] = rows.flatMap(bookingIn);
  if (known !== undefined && known.changedAt > told.changedAt) return;
  const booking = bookingAfter(known, told);
  await tx.query(
    `insert into hl7_booking (booking_id, patient_number, code, day, changed_at, content)
     values ($1, $2, $3, $4, $5, $6::jsonb)
     on conflict (booking_id) do update set patient_number = excluded.patient_number,
       code = excluded.code, day = excluded.day, changed_at = excluded.changed_at,
       content = excluded.content`,
    [
      booking.id,
      booking.patientNumber,
      booking.code ?? null,
      businessDayOf(booking.start),
      booking.changedAt,
      json(booking),
    ],
  );
};

const changeCharge = async (tx: Queryable, told: Hl7Charge): Promise<void> => {
  await tx.query(
    `insert into hl7_charge (account, transaction, patient_number, day, kind, name, quantity, amount,
       insurer_pays, told_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (account, transaction) do update set patient_number = excluded.patient_number,
       day = excluded.day, kind = excluded.kind, name = excluded.name,
       quantity = excluded.quantity, amount = excluded.amount,
       insurer_pays = excluded.insurer_pays, told_at = excluded.told_at
     where hl7_charge.told_at <= excluded.told_at`,
    [
      told.account,
      told.transaction,
      told.patientNumber,
      told.day,
      told.kind,
      told.name.replaceAll('\u0000', ''),
      told.quantity,
      told.amount,
      told.insurerPays,
      told.toldAt,
    ],
  );
};

const tellTicket = async (tx: Queryable, visitId: string, state: TicketState): Promise<void> => {
  // PV1-19 of a visit that is not from a kiosk is whatever the HIS numbers it by.
  if (!z.uuid().safeParse(visitId).success) return;
  await tx.query(`update hl7_ticket set state = $2 where visit_id = $1`, [visitId, state]);
};

const applyChange = async (tx: Queryable, change: RecordChange, at: string): Promise<void> => {
  switch (change.type) {
    case 'booking':
      await changeBooking(tx, change.booking);
      return;
    case 'merge':
      await tx.query(
        `insert into hl7_merge (prior, surviving, merged_at) values ($1, $2, $3)
         on conflict (prior) do update set surviving = excluded.surviving, merged_at = excluded.merged_at`,
        [change.prior, change.surviving, at],
      );
      return;
    case 'charge':
      await changeCharge(tx, change.charge);
      return;
    case 'ticket':
      await tellTicket(tx, change.visitId, change.state);
  }
};

/** Longest that an unpaid bill is remembered. */
const CHARGE_DAYS = 730;

/** Records in the hub's database, the same for every process of the hub. */
export const databaseRecords = (database: Database): Hl7Records => ({
  apply: ({ sender, controlId, at }, changes) =>
    database.transaction(async tx => {
      const { affected } = await tx.query(
        `insert into hl7_message (sender, control_id, received_at) values ($1, $2, $3)
         on conflict do nothing`,
        [sender, controlId, at],
      );
      if (affected === 0) return 'repeated';
      for (const change of changes) await applyChange(tx, change, at);
      return 'applied';
    }),
  async bookingsOfPatient(patientNumber, day) {
    const { rows } = await database.query<ContentRow>(
      `${SAME_PATIENT} select content from hl7_booking
       where day = $2 and patient_number in (select number from same)`,
      [patientNumber, day],
    );
    return rows.flatMap(bookingIn);
  },
  async bookingsWithCode(code, day) {
    const { rows } = await database.query<ContentRow>(
      `select content from hl7_booking where code = $1 and day = $2`,
      [code, day],
    );
    return rows.flatMap(bookingIn);
  },
  async booking(id) {
    const { rows } = await database.query<ContentRow>(
      `select content from hl7_booking where booking_id = $1`,
      [id],
    );
    return rows.flatMap(bookingIn)[0];
  },
  async chargesOf(patientNumber) {
    const { rows } = await database.query<Hl7Charge>(
      `${SAME_PATIENT} select account, transaction, patient_number as "patientNumber", day, kind, name,
         quantity, amount, insurer_pays as "insurerPays", told_at as "toldAt" from hl7_charge
       where patient_number in (select number from same) order by day, account, transaction`,
      [patientNumber],
    );
    return rows;
  },
  async paymentTold(charge) {
    await changeCharge(database, charge);
  },
  async survivorOf(patientNumber) {
    const { rows } = await database.query<{ readonly number: string }>(
      `${SAME_PATIENT} select number from survivor`,
      [patientNumber],
    );
    return rows[0]?.number ?? patientNumber;
  },
  ticketSent: ({ visit, state, patientKeys, reference }) =>
    database.transaction(async tx => {
      await tx.query(
        `insert into hl7_ticket (visit_id, service_point_id, day, state, content)
         values ($1::uuid, $2, $3, $4, $5::jsonb) on conflict do nothing`,
        [
          visit.visitId,
          visit.servicePointId,
          visit.number.day,
          state,
          json({ ...visit, reference }),
        ],
      );
      await tx.query(
        `insert into hl7_ticket_patient (patient_key, visit_id, is_keyed)
         select key, $2::uuid, true from jsonb_array_elements_text($1::jsonb) as key
         on conflict do nothing`,
        [json(patientKeys), visit.visitId],
      );
    }),
  async ticketsOf(patientKeys, day) {
    const { rows } = await database.query<ContentRow>(
      `select content from hl7_ticket
       where day = $2 and state not in ('duplicate', 'cancelled') and visit_id in (
         select visit_id from hl7_ticket_patient where patient_key in (
           select key from jsonb_array_elements_text($1::jsonb) as key))
       order by visit_id`,
      [json(patientKeys), day],
    );
    return rows.flatMap(({ content }) => knownVisitSchema.safeParse(content).data ?? []);
  },
  async ticketTold(visitId, state) {
    await tellTicket(database, visitId, state);
  },
  async openTickets(day) {
    const { rows } = await database.query<StateRow & { readonly reference: string | null }>(
      `select visit_id as "visitId", state, content ->> 'reference' as reference from hl7_ticket
       where day = $1 and state not in ('done', 'duplicate', 'cancelled')`,
      [day],
    );
    return rows.map(row => ({ ...row, reference: row.reference ?? undefined }));
  },
  async ticketStates(day) {
    const { rows } = await database.query<StateRow>(
      `select visit_id as "visitId", state from hl7_ticket where day = $1 and state <> 'waiting'`,
      [day],
    );
    return rows;
  },
  async waiting(day) {
    const { rows } = await database.query<{
      readonly service_point_id: string;
      readonly count: number;
    }>(
      `select service_point_id, count(*)::int as count from hl7_ticket
       where day = $1 and state = 'waiting' group by service_point_id`,
      [day],
    );
    return new Map(rows.map(row => [row.service_point_id, row.count]));
  },
  async forgetBefore(day) {
    await database.transaction(async tx => {
      await tx.query(`delete from hl7_booking where day < $1`, [day]);
      await tx.query(`delete from hl7_ticket where day < $1`, [day]);
      // What is paid has no more to say; what nobody paid is written off in its own time.
      await tx.query(
        `delete from hl7_charge where account in (
           select account from hl7_charge group by account
           having max(day) < $1 and sum(case kind
             when 'PY' then -amount when 'CD' then -abs(amount) else amount - insurer_pays end) <= 0
             or max(day) < $1::date - ${CHARGE_DAYS})`,
        [day],
      );
      await tx.query(`delete from hl7_message where received_at < $1::date - interval '30 days'`, [
        day,
      ]);
    });
  },
});
