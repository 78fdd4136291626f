import { useState } from 'react';
import { DESK_FILE_FORMATS } from '../../../core/contract/desk-file.ts';
import type { BusinessDay } from '../../../core/contract/primitives.ts';
import { businessDayOf } from '../../../core/scheduling/business-day.ts';
import { Choice, Facts, Field, Form, Section, Submit } from '../controls.tsx';
import { useDesk, useLoaded } from '../desk-context.ts';
import { dayIn, dayText, digits, say } from '../desk-words.ts';
import { Downloads } from '../downloads.tsx';
import { Loading, PageFrame } from '../page-frame.tsx';
import { CASHLESS_GROUPS, type CashlessGroup } from './cashless-groups.ts';
import { CashlessGroups, CashlessRows, percentWords } from './cashless-table.tsx';

interface Period {
  readonly from: BusinessDay;
  readonly to: BusinessDay;
}

/** From the first of the month until today. */
const thisMonth = (): Period => {
  const to = businessDayOf(Date.now());
  return { from: `${to.slice(0, 8)}01`, to };
};

const ChoosePeriod = ({
  period,
  onChoose,
}: {
  readonly period: Period;
  readonly onChoose: (period: Period) => void;
}) => {
  const [texts, setTexts] = useState({ from: dayText(period.from), to: dayText(period.to) });
  const [wrong, setWrong] = useState<{ from?: string; to?: string }>({});
  const choose = (): void => {
    const [from, to] = [dayIn(texts.from), dayIn(texts.to)];
    const order =
      from !== undefined && to !== undefined && from > to ? say('reports.wrongOrder') : undefined;
    const day = say('reports.wrongDay');
    setWrong({
      ...(from === undefined ? { from: day } : {}),
      ...(to === undefined ? { to: day } : order === undefined ? {} : { to: order }),
    });
    if (from !== undefined && to !== undefined && order === undefined) onChoose({ from, to });
  };
  return (
    <Form label={say('pages.reports')} onSubmit={choose}>
      {(['from', 'to'] as const).map(end => (
        <Field
          key={end}
          id={`report-${end}`}
          label={say(`reports.${end}`)}
          hint={say('reports.dayHint')}
          value={texts[end]}
          onChange={text => setTexts({ ...texts, [end]: text })}
          wrong={wrong[end]}
        />
      ))}
      <Submit label={say('reports.go')} />
    </Form>
  );
};

const shareWords = (share: number | null): string =>
  share === null ? say('none') : percentWords(share);

const takenWords = ({ number, amount }: { number: number; amount: number }): string =>
  say('reports.cashless.taken', { count: digits(number), amount: digits(amount) });

/** The figures that health departments ask for. */
const Cashless = ({ period }: { readonly period: Period }) => {
  const call = useDesk(state => state.call);
  const { value, fault, reload } = useLoaded('cashless', period);
  const [by, setBy] = useState<CashlessGroup | 'all'>('day');
  const title = say('reports.cashless.title');
  return (
    <Section title={title}>
      {fault !== undefined && (
        <p className="desk-banner" role="alert">
          {fault}
        </p>
      )}
      {value === undefined ? (
        <Loading fault={fault} reload={reload} />
      ) : (
        <>
          <Facts
            facts={[
              [say('reports.cashless.shareByNumber'), shareWords(value.shareByNumber)],
              [say('reports.cashless.shareByAmount'), shareWords(value.shareByAmount)],
              [say('reports.cashless.cashless'), takenWords(value.cashless)],
              [say('reports.cashless.total'), takenWords(value.total)],
            ]}
          />
          <div className="desk-actions">
            <Choice
              id="cashless-by"
              label={say('reports.cashless.group')}
              value={by}
              options={[...CASHLESS_GROUPS, 'all' as const].map(name => ({
                value: name,
                label: say(`reports.cashless.groups.${name}`),
              }))}
              onChange={setBy}
            />
            <div className="desk-files">
              <span>{say('reports.cashless.files')}:</span>
              <Downloads
                about={title}
                formats={DESK_FILE_FORMATS}
                load={format => call('cashlessFile', { ...period, format })}
              />
            </div>
          </div>
          {by === 'all' ? (
            <CashlessRows rows={value.rows} />
          ) : (
            <CashlessGroups rows={value.rows} by={by} />
          )}
        </>
      )}
    </Section>
  );
};

/** Figures of a period, and files of them to take away. */
export const ReportsPage = () => {
  const call = useDesk(state => state.call);
  const [period, setPeriod] = useState(thisMonth);
  return (
    <PageFrame title={say('pages.reports')}>
      <ChoosePeriod period={period} onChoose={setPeriod} />
      <p className="desk-lead">
        {say('reports.cashless.period', { from: dayText(period.from), to: dayText(period.to) })}
      </p>
      <Cashless key={`${period.from} ${period.to}`} period={period} />
      <Section title={say('reports.payments.title')}>
        <p className="desk-lead">{say('reports.payments.lead')}</p>
        <div className="desk-files">
          <span>{say('reports.payments.files')}:</span>
          <Downloads
            about={say('reports.payments.title')}
            formats={['xlsx', 'csv']}
            load={format => call('paymentsFile', { ...period, format })}
          />
        </div>
      </Section>
    </PageFrame>
  );
};
