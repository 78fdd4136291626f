import { type GapReason } from '../queueing/number-gaps.ts';
import { type NumberLineSummary } from '../server/admin-contract.ts';
import { type Output } from './output.ts';
import { withRegister } from './register.ts';
import { type Settings } from './settings.ts';

/** What each reason means for the person who asks. */
const MEANING: Readonly<Record<GapReason, string>> = {
  'leased-unused': 'lies with this kiosk, not given out as far as is known here',
  'visit-to-come': 'given out by this kiosk; its visit has not arrived yet',
  returned: 'leased to this kiosk, not used, came back',
  cancelled: 'cancelled',
  'no-visit': 'asked for by this kiosk; no visit came (it stopped, or went on without it)',
  skipped: 'given to nobody: the counter was moved past it',
};

const sizeOf = ({ gaps }: NumberLineSummary): number =>
  gaps.reduce((sum, { first, last }) => sum + last - first + 1, 0);

const headOf = (line: NumberLineSummary): string => {
  const session = line.session === 'day' ? '' : `, ${line.session}`;
  return `${line.servicePointId}, ${line.numberClass}${session}: ${line.given} given, ${sizeOf(line)} missing`;
};

/** Every number of a day that nobody holds, with its reason. */
export const listingGaps = (settings: Settings, output: Output, day: string): Promise<void> =>
  withRegister(settings, async register => {
    const { lines } = await register.numbers({ day });
    if (output.json) {
      output.value({ day, lines });
      return;
    }
    if (lines.length === 0) output.line(`no number was given for ${day}`);
    for (const line of lines) {
      output.line(headOf(line));
      for (const { labels, why, heldBy, at } of line.gaps) {
        output.line(
          ['', labels.padEnd(16), why.padEnd(13), heldBy ?? '', at ?? '', MEANING[why]]
            .join('  ')
            .trimEnd(),
        );
      }
    }
  });
