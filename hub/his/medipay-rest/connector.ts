import { type Clock } from '../../../core/ports/ports.ts';
import { type His, type HisServicePoint } from '../his.ts';
import { type PatientKeyHash } from '../patient-keys.ts';
import { type SentTickets } from '../sent-tickets.ts';
import { addDays } from '../../../core/scheduling/business-day.ts';
import { type BusinessDay } from '../../../core/contract/primitives.ts';
import {
  type ServiceAnswer,
  listOf,
  registrationAnswerSchema,
  serviceAnswerSchema,
} from './answers.ts';
import { billsDue } from './bills.ts';
import { dateStampOf } from './decision-4750.ts';
import { deliver } from './delivery.ts';
import { examinationOf } from './examination.ts';
import { createTurns } from './in-turn.ts';
import { lookUp } from './lookup.ts';
import { type MedipayClient } from './medipay-client.ts';
import { deliverReceipt } from './payments.ts';
import { type MedipayRestSettings } from './settings.ts';
import { findSlip } from './slips.ts';

export interface MedipayHisOptions {
  /** Asks while a patient waits. */
  readonly client: MedipayClient;
  /** Delivers; may wait longer. */
  readonly deliveryClient: MedipayClient;
  readonly settings: MedipayRestSettings;
  /** 5-digit code of this hospital. */
  readonly facilityCode: string;
  readonly tickets: SentTickets;
  readonly keyed: PatientKeyHash;
  readonly clock: Clock;
}

/** How long tickets are kept after their day. */
const KEPT_DAYS = 2;
/** How often the HIS is asked what became of the tickets. */
const STATES_EVERY_MS = 15_000;

const wholeNumber = (value: unknown): number | undefined => {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0
    ? number
    : undefined;
};

/** A HIS that answers the REST contract of the national kiosk programme. */
export const createMedipayHis = (options: MedipayHisOptions): His => {
  const { client, deliveryClient, settings, facilityCode, tickets, keyed, clock } = options;
  const inTurn = createTurns();
  let pruned: BusinessDay | undefined;
  let statesReadAt = Number.NEGATIVE_INFINITY;

  const prune = async (day: BusinessDay): Promise<void> => {
    if (pruned === day) return;
    await tickets.forgetBefore(addDays(day, -KEPT_DAYS));
    pruned = day;
  };

  const probe = async (): Promise<void> => {
    await client.get('visitTypes');
  };

  /** What the settings say of a point, with what its service says today. */
  const pointOf = (
    [id, { kind, name, serviceId }]: [string, MedipayRestSettings['servicePoints'][string]],
    services: readonly ServiceAnswer[],
    waiting: ReadonlyMap<string, number>,
  ): HisServicePoint => {
    const fields = settings.serviceFields;
    const service = services.find(one => one.ID_DICH_VU === serviceId);
    const price = wholeNumber(service?.[fields.price]);
    const room = service?.[fields.room];
    return {
      id,
      kind,
      name,
      // A service the HIS has taken off its list cannot be registered for.
      state: serviceId === undefined || service !== undefined ? 'open' : 'closed',
      waiting: wholeNumber(service?.[fields.waiting]) ?? waiting.get(id) ?? 0,
      ...(price === undefined ? {} : { price }),
      ...(typeof room === 'string' && room !== '' ? { room: room.slice(0, 20) } : {}),
    };
  };

  /** Registrations of the day whose state the settings know, by the ids they were sent with. */
  const readStates = async (day: BusinessDay): Promise<void> => {
    if (settings.paths.registrations === null || Object.keys(settings.ticketStates).length === 0) {
      return;
    }
    if (clock.now() < statesReadAt + STATES_EVERY_MS) return;
    statesReadAt = clock.now();
    const data = await client.get('registrations', { NGAY_VAO: dateStampOf(day) });
    const open = new Map((await tickets.openTickets(day)).map(one => [one.reference, one]));
    for (const { ID_LK, TRANG_THAI_LK } of listOf(data, registrationAnswerSchema)) {
      const ticket = open.get(ID_LK);
      const state = settings.ticketStates[TRANG_THAI_LK ?? ''];
      if (ticket !== undefined && state !== undefined && state !== ticket.state) {
        await tickets.ticketTold(ticket.visitId, state);
      }
    }
  };

  return {
    probe,
    lookup: (claim, day) => lookUp({ client, settings, facilityCode, tickets, keyed }, claim, day),
    async catalogue(day) {
      const services = listOf(await client.get('services'), serviceAnswerSchema);
      await prune(day);
      const waiting = await tickets.waiting(day);
      return {
        servicePoints: Object.entries(settings.servicePoints).map(one =>
          pointOf(one, services, waiting),
        ),
      };
    },
    deliver: delivery =>
      deliver(delivery, { client: deliveryClient, settings, facilityCode, tickets, keyed, inTurn }),
    ...(settings.paths.slips === null
      ? {}
      : { slip: question => findSlip(client, settings, question) }),
    ...(settings.paths.bills === null
      ? {}
      : { billsDue: (patient, day) => billsDue(client, settings, patient, day) }),
    ...(settings.paths.payment === null
      ? {}
      : { deliverReceipt: one => deliverReceipt(one, { client: deliveryClient, settings }) }),
    examination: examinationOf(client, settings, facilityCode),
    async ticketStates(day) {
      await readStates(day);
      return tickets.ticketStates(day);
    },
  };
};
