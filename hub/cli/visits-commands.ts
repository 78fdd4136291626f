import { type VisitSummary } from '../server/admin-contract.ts';
import { type Output } from './output.ts';
import { withRegister } from './register.ts';
import { type Settings } from './settings.ts';

const noteText = ({ note, detail }: VisitSummary['notes'][number]): string =>
  detail === '' ? note : `${note} ${detail}`;

const rowOf = (visit: VisitSummary): string =>
  [
    visit.label.padEnd(8),
    visit.checkedInAt,
    visit.servicePointId.padEnd(22),
    (visit.ticket ?? '-').padEnd(9),
    (visit.delivery ?? '-').padEnd(9),
    [...visit.flags, ...visit.notes.map(noteText)].join(', '),
  ]
    .join('  ')
    .trimEnd();

/** The visits of a day with what became of their tickets and what a clerk should look at. */
export const listingVisits = (
  settings: Settings,
  output: Output,
  options: { readonly day: string; readonly noted: boolean; readonly limit: number },
): Promise<void> =>
  withRegister(settings, async register => {
    const { visits } = await register.visits(options);
    if (output.json) {
      output.value({ day: options.day, visits });
      return;
    }
    for (const visit of visits) output.line(rowOf(visit));
    output.line(`${visits.length} visits on ${options.day}`);
  });
