import type { DeskShiftReport } from '../../../core/contract/desk-shifts.ts';
import { DESK_FILE_FORMATS } from '../../../core/contract/desk-file.ts';
import { Section } from '../controls.tsx';
import { useDesk } from '../desk-context.ts';
import { dayAndTime, say } from '../desk-words.ts';
import { Downloads } from '../downloads.tsx';
import { Amount, Table } from '../table.tsx';

const nameOf = ({ kind, reportNo }: DeskShiftReport): string =>
  say('shifts.reports.label', { kind, number: reportNo });

const amountOr = (amount: number | undefined) =>
  amount === undefined ? say('none') : <Amount of={amount} />;

/** X and Z reports of a shift, to take away. */
export const ShiftReports = ({ reports }: { readonly reports: readonly DeskShiftReport[] }) => {
  const call = useDesk(state => state.call);
  return (
    <Section title={say('shifts.reports.title')}>
      <Table
        caption={say('shifts.reports.title')}
        rows={reports}
        keyOf={nameOf}
        empty={say('shifts.reports.empty')}
        columns={[
          { head: say('shifts.reports.name'), cell: nameOf },
          { head: say('shifts.reports.at'), cell: ({ content }) => dayAndTime(content.madeAt) },
          {
            head: say('shifts.reports.by'),
            cell: ({ content }) => content.madeBy,
            isLong: true,
          },
          {
            head: say('shifts.reports.expected'),
            cell: ({ content }) => <Amount of={content.expected} />,
            isMoney: true,
          },
          {
            head: say('shifts.reports.counted'),
            cell: ({ content }) => amountOr(content.countedAmount),
            isMoney: true,
          },
          {
            head: say('shifts.reports.difference'),
            cell: ({ content }) => amountOr(content.difference),
            isMoney: true,
          },
          {
            head: say('shifts.reports.files'),
            cell: report => (
              <Downloads
                about={nameOf(report)}
                formats={DESK_FILE_FORMATS}
                load={format =>
                  call('shiftReportFile', { kind: report.kind, reportNo: report.reportNo, format })
                }
              />
            ),
          },
        ]}
      />
    </Section>
  );
};
