import { writeFileSync } from 'node:fs';
import { FaultError, familyOf } from '../../core/contract/errors.ts';
import type { Instant } from '../../core/contract/primitives.ts';
import type { KioskInspector, OutboxRow, OutboxState } from '../storage/kiosk-store.ts';
import { type Answer, columns } from './output.ts';

const DEAD: readonly OutboxState[] = ['rejected', 'failed'];
const UNDELIVERED: readonly OutboxState[] = ['queued', 'in-flight', 'rejected', 'failed'];

/** What each state means for the person who looks at it. */
const MEANING: Readonly<Record<OutboxState, string>> = {
  queued: 'waits for the hub, nothing to do',
  'in-flight': 'being sent',
  delivered: 'the hub has it',
  rejected: 'the hub refused it: see the fault, mend the cause, then `outbox retry`',
  failed: 'it cannot be sent: see the fault, then `outbox retry` or `outbox export`',
};

export interface OutboxListing {
  readonly state?: OutboxState;
  readonly limit: number;
}

export const outboxList = (kiosk: KioskInspector, { state, limit }: OutboxListing): Answer => {
  const rows = kiosk.outbox.list({ states: state === undefined ? UNDELIVERED : [state], limit });
  const counts = kiosk.outbox.counts();
  return {
    json: { counts, rows },
    lines: [
      Object.entries(counts)
        .map(([name, count]) => `${name} ${count}`)
        .join(', '),
      ...columns(rows.map(rowCells)),
    ],
    exitCode: counts.rejected + counts.failed > 0 ? 1 : 0,
  };
};

const rowCells = (row: OutboxRow): readonly string[] => [
  String(row.sequence),
  row.eventId,
  row.type,
  row.state,
  `${row.attempts} attempts`,
  row.fault ?? '',
];

const rowOf = (kiosk: KioskInspector, eventId: string): OutboxRow => {
  const row = kiosk.outbox.show(eventId);
  if (row === undefined) throw new FaultError('bad-request', `no event ${eventId} in the outbox`);
  return row;
};

export const outboxShow = (kiosk: KioskInspector, eventId: string): Answer => {
  const row = rowOf(kiosk, eventId);
  const cells = Object.entries(row).map(([name, value]) => [`  ${name}`, String(value)]);
  const family = row.fault === undefined ? [] : [['  family', familyOf(row.fault)]];
  return {
    json: row,
    lines: [...columns([...cells, ...family]), `  ${MEANING[row.state]}`],
    exitCode: DEAD.includes(row.state) ? 1 : 0,
  };
};

/** @throws FaultError `bad-request` for an id that is not there; then nothing is changed. */
export const outboxRetry = (kiosk: KioskInspector, eventIds: readonly string[]): Answer => {
  for (const eventId of eventIds) rowOf(kiosk, eventId);
  const retried = kiosk.outbox.retry(eventIds.length === 0 ? 'all-dead' : eventIds);
  return { json: { retried }, lines: [`${retried} will be sent again`] };
};

/** Clocks of kiosk and hub may differ, and a copy takes its time. */
const RESEND_MARGIN_MS = 10 * 60_000;

/** For a hub whose data were put back to an older copy; what it has, it recognises. */
export const outboxResend = (kiosk: KioskInspector, since: Instant): Answer => {
  const from = new Date(Date.parse(since) - RESEND_MARGIN_MS).toISOString();
  const resent = kiosk.outbox.resend(from);
  return {
    json: { resent, since: from },
    lines: [`${resent} events that the hub took since ${from} will be sent again`],
  };
};

/** Nothing is written over: an export may be the only copy of a visit. */
const writeNew = (file: string, text: string): void => {
  try {
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    const exists = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    const why = exists ? 'is there already; name a new file' : 'cannot be written';
    throw new FaultError('bad-request', `${file} ${why}`, { cause });
  }
};

/** Whole events with personal data: the file is for its owner's eyes only. */
export const outboxExport = (kiosk: KioskInspector, file: string): Answer => {
  const events = [...kiosk.outbox.export(UNDELIVERED)];
  const lines = events.map(event => `${JSON.stringify(event)}\n`);
  writeNew(file, lines.join(''));
  return {
    json: { exported: events.length, file },
    lines: [
      `${events.length} events in ${file}: personal data, keep it safe and delete it after use`,
    ],
  };
};
