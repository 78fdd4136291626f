import { type JournalDefect } from '../billing/journal-verification.ts';
import { type ExitCode, type Output } from './output.ts';
import { withRegister } from './register.ts';
import { type Settings } from './settings.ts';

const DEFECTS = {
  'entry-missing': 'the entry is missing',
  'chain-broken': 'the entry does not follow the one before it',
  'entry-changed': 'the entry or one of its postings was changed, added or removed',
  'not-balanced': 'the entry does not add up to nothing',
  'end-missing': 'entries at the end are missing',
} as const satisfies Record<JournalDefect, string>;

/** @returns 1 where the journal is not as it was written. */
export const verifyingJournal = (settings: Settings, output: Output): Promise<ExitCode> =>
  withRegister(settings, async register => {
    const verdict = await register.verifyJournal({});
    if (output.json) output.value(verdict);
    else if (verdict.intact) {
      output.line(`${verdict.entries} entries, all as they were written`);
      output.line(`the last one's hash: ${verdict.hash}`);
    } else {
      output.line(`entry ${verdict.entryNo}: ${DEFECTS[verdict.defect]}`);
      output.line(
        'keep the database as it is, stop closing days, and call who audits the hospital',
      );
    }
    return verdict.intact ? 0 : 1;
  });
