import { type Handlers } from '../../core/contract/contract.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type Clock, type Ids } from '../../core/ports/ports.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { importStatement } from '../bank-statements/statement-import.ts';
import { verifyJournal } from '../billing/journal-verification.ts';
import { brokenReport } from '../cashier/shift-reports.ts';
import { brokenDay, dayStatus } from '../day-close/day-close.ts';
import { readProposals } from '../reconciliation/open-proposals.ts';
import { cashlessShare } from '../reports/cashless-share.ts';
import { devicesNow, lastDeviceChanges } from '../devices/device-register.ts';
import {
  countDeliveries,
  exportUndelivered,
  listDeliveries,
  listRefused,
  refusedContent,
  retryDeliveries,
  showDelivery,
} from '../his/delivery/delivery-register.ts';
import { makeEnrolmentCode } from '../enrolment/enrolment-codes.ts';
import { listKiosks, renameKiosk, revokeKiosk, showKiosk } from '../enrolment/kiosk-register.ts';
import { type Database } from '../storage/database.ts';
import { type HubFront } from '../tls/hub-front.ts';
import { numbersOfDay } from '../queueing/number-gaps.ts';
import { countsOfDay, failuresOfDay, raisedAlarms } from '../insurance/look-up-records.ts';
import { lookUpStateOf } from '../insurance/look-up-state.ts';
import { unverifiedOfDay } from '../insurance/recheck-store.ts';
import { listVisits } from '../visits/visit-list.ts';
import { type Intake, type ReceivedEvent } from '../intake/intake.ts';
import { createDeskAdminHandlers } from '../desk/desk-admin.ts';
import { type AdminContract } from './admin-contract.ts';

export interface AdminParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly intake: Intake;
  /** Something new waits for delivery. */
  readonly onQueued: () => void;
  readonly front: () => HubFront;
  /** Milliseconds until the insurer's portal is asked again; absent where nobody asks it. */
  readonly portalRestMs?: (() => number) | undefined;
}

const ALL_REFUSED = 10_000;

/** Gives refused events to intake once more, as their kiosks sent them. @returns how many it took. */
const takeRefused = async (
  { database, intake }: Pick<AdminParts, 'database' | 'intake'>,
  eventIds: readonly string[],
): Promise<number> => {
  let taken = 0;
  for (const eventId of eventIds) {
    const kept = await refusedContent(database, eventId);
    if (kept === undefined) continue;
    const results = await intake.receive(kept.kioskId, [kept.content as ReceivedEvent]);
    taken += results.filter(({ outcome }) => outcome === 'accepted').length;
  }
  return taken;
};

/** The same answers in the hub and, where the database can be reached, in the command itself. */
export const createAdminHandlers = ({
  database,
  clock,
  ids,
  intake,
  onQueued,
  front,
  portalRestMs,
}: AdminParts): Handlers<AdminContract> => ({
  counts: () => countDeliveries(database),
  list: async ({ states, limit }) => ({
    deliveries: await listDeliveries(database, states, limit),
  }),
  show: async ({ eventId }) => (await showDelivery(database, eventId)) ?? null,
  async retry({ eventIds }) {
    if (eventIds.length === 0) throw new FaultError('bad-request', 'no event was named');
    const now = new Date(clock.now()).toISOString();
    const queued = await retryDeliveries(database, eventIds, now);
    const refused =
      eventIds === 'all'
        ? (await listRefused(database, ALL_REFUSED)).map(({ eventId }) => eventId)
        : eventIds;
    const taken = await takeRefused({ database, intake }, refused);
    onQueued();
    return { queued: queued + taken };
  },
  numbers: async ({ day }) => ({
    lines: (await numbersOfDay(database, day)).map(line => ({ ...line, gaps: [...line.gaps] })),
  }),
  exported: async ({ after, limit }) => ({
    events: await exportUndelivered(database, after, limit),
  }),
  visits: async ({ day, noted, limit }) => ({
    visits: await listVisits(database, day, noted, limit),
  }),
  refused: async ({ limit }) => ({ refused: await listRefused(database, limit) }),
  async insuranceState() {
    const state = await lookUpStateOf(database, businessDayOf(clock.now()));
    return {
      ...state,
      alarms: [...state.alarms],
      ...(portalRestMs === undefined ? {} : { restMs: portalRestMs() }),
    };
  },
  insuranceDay: async ({ day, limit }) => ({
    counts: [...(await countsOfDay(database, day))],
    failures: [...(await failuresOfDay(database, day, limit))],
    unverified: [...(await unverifiedOfDay(database, day, limit))],
    alarms: [...(await raisedAlarms(database))],
  }),
  newEnrolmentCode: wish => makeEnrolmentCode(database, front(), wish, clock.now()),
  kiosks: async ({ all }) => ({ kiosks: [...(await listKiosks(database, all))] }),
  kiosk: async ({ kioskId }) => ({ machines: [...(await showKiosk(database, kioskId))] }),
  revokeKiosk: async ({ kioskId }) => ({
    revoked: await revokeKiosk(database, kioskId, new Date(clock.now()).toISOString()),
  }),
  renameKiosk: async ({ kioskId, to }) => ({
    renamed: await renameKiosk(database, kioskId, to),
  }),
  copyData: async () => {
    if (database.copyAside === undefined) {
      throw new FaultError('bad-request', 'a database on a server is copied by itself');
    }
    return { directory: await database.copyAside() };
  },
  devices: async ({ kioskId, changes }) => ({
    devices: await devicesNow(database, kioskId),
    changes: changes === 0 ? [] : await lastDeviceChanges(database, kioskId, changes),
  }),
  dayBooks: async ({ day }) => {
    const status = await dayStatus(database, day);
    const { matches, refunds } = await readProposals(database);
    const broken = {
      X: await brokenReport(database, 'X'),
      Z: await brokenReport(database, 'Z'),
      day: await brokenDay(database),
    };
    return {
      status: { ...status, accounts: [...status.accounts], differences: [...status.differences] },
      proposals: matches.length + refunds.length,
      broken: Object.fromEntries(Object.entries(broken).filter(([, at]) => at !== undefined)),
    };
  },
  cashlessShare: async ({ from, to }) => {
    const share = await cashlessShare(database, from, to);
    return { ...share, rows: [...share.rows] };
  },
  verifyJournal: () => verifyJournal(database),
  importStatement: async ({ content, bank, account, isTrial }) => {
    const file = {
      content: Buffer.from(content, 'base64'),
      bank,
      ...(account === undefined ? {} : { account }),
    };
    return importStatement({ database, clock, ids }, file, 'command-line', { isTrial });
  },
  ...createDeskAdminHandlers({ database, clock, ids }),
});
