import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { systemClock } from '../ports/system-clock.ts';
import { type InsuranceDay } from '../server/admin-contract.ts';
import { lookUpWords, recheckWords } from './look-up-words.ts';
import { type Output } from './output.ts';
import { withRegister } from './register.ts';
import { type Settings } from './settings.ts';

export interface DayOptions {
  /** Today where none is given. */
  readonly day?: string;
  readonly limit?: number;
}

const LIMIT = 1_000;

const ofDay = (
  settings: Settings,
  { day = businessDayOf(systemClock.now()), limit = LIMIT }: DayOptions,
): Promise<InsuranceDay & { readonly day: string }> =>
  withRegister(settings, async register => ({
    day,
    ...(await register.insuranceDay({ day, limit })),
  }));

/** Look-ups of a day by how patients said who they are and what came of it. */
export const counters = async (
  settings: Settings,
  output: Output,
  options: DayOptions,
): Promise<void> => {
  const { day, counts, alarms } = await ofDay(settings, options);
  const total = counts.reduce((sum, { number }) => sum + number, 0);
  if (output.json) {
    output.value({ day, total, counts, alarms });
    return;
  }
  for (const { method, purpose, result, number } of counts) {
    output.line(
      [
        String(number).padStart(6),
        method.padEnd(14),
        purpose.padEnd(8),
        result.padEnd(12),
        lookUpWords(result),
      ].join('  '),
    );
  }
  for (const { alarm, firstAt, number } of alarms) {
    output.line(`ALARM  ${alarm} since ${firstAt}, ${number} times: npm run hub -- insurance test`);
  }
  output.line(`${total} ${total === 1 ? 'look-up' : 'look-ups'} on ${day}`);
};

/** Evidence that the portal could not be asked: when, what, how long, for which visit. */
export const failures = async (
  settings: Settings,
  output: Output,
  options: DayOptions,
): Promise<void> => {
  const { day, failures: found } = await ofDay(settings, options);
  if (output.json) {
    output.value({ day, failures: found });
    return;
  }
  for (const { failedAt, what, tookMs, purpose, visitId } of found) {
    const took = `${tookMs} ms`;
    output.line(
      [
        failedAt,
        purpose.padEnd(8),
        took.padStart(8),
        what.padEnd(12),
        lookUpWords(what).padEnd(28),
        visitId ?? '-',
      ].join('  '),
    );
  }
  output.line(`${found.length} ${found.length === 1 ? 'failure' : 'failures'} on ${day}`);
};

/** Visits whose card nobody could verify yet, for the clerk and the insurer. */
export const unverified = async (
  settings: Settings,
  output: Output,
  options: DayOptions,
): Promise<void> => {
  const { day, unverified: found } = await ofDay(settings, options);
  if (output.json) {
    output.value({ day, unverified: found });
    return;
  }
  for (const { visitId, label, state, attempts, result } of found) {
    output.line(
      [
        label.padEnd(8),
        recheckWords(state).padEnd(26),
        `${attempts}×`.padEnd(4),
        lookUpWords(result ?? '').padEnd(28),
        visitId,
      ].join('  '),
    );
  }
  output.line(`${found.length} unverified on ${day}`);
};
