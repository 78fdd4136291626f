import { useState } from 'react';
import { DESK_FILE_FORMATS } from '../../../core/contract/desk-file.ts';
import type { BusinessDay } from '../../../core/contract/primitives.ts';
import { Field, Form, News, Submit } from '../controls.tsx';
import { useDesk, useLoaded } from '../desk-context.ts';
import { dayIn, dayText, say } from '../desk-words.ts';
import { Downloads } from '../downloads.tsx';
import { Loading, PageFrame } from '../page-frame.tsx';
import type { Said } from '../said.ts';
import { BankBooks, OtherBooks, ThreeSides } from './day-books.tsx';
import { DayDifferences } from './day-differences.tsx';
import { DaysTable } from './days-table.tsx';
import { DayLock, SignDay } from './sign-day.tsx';

/** Differences of each kind that the page lists. */
const MOST = 30;

const ChooseDay = ({ day }: { readonly day: BusinessDay }) => {
  const open = useDesk(state => state.open);
  const [text, setText] = useState(dayText(day));
  const [wrong, setWrong] = useState<string>();
  const choose = (): void => {
    const chosen = dayIn(text);
    setWrong(chosen === undefined ? say('day.wrongDay') : undefined);
    if (chosen !== undefined) open({ page: 'day', day: chosen });
  };
  return (
    <Form label={say('day.choose')} onSubmit={choose}>
      <Field id="day" label={say('day.choose')} value={text} onChange={setText} wrong={wrong} />
      <Submit label={say('day.show')} />
    </Form>
  );
};

/** The books of a day: the three sides, every account, what differs, and the signature. */
export const DayPage = ({ day }: { readonly day: BusinessDay }) => {
  const call = useDesk(state => state.call);
  const { value, fault, reload } = useLoaded('day', { day, limit: MOST });
  const [news, setNews] = useState<Said>();
  const onSaid = (said: Said): void => {
    setNews(said);
    void reload();
  };
  const title = say('day.title', { day: dayText(day) });
  return (
    <PageFrame title={title} fault={fault} tools={<ChooseDay day={day} />}>
      <News words={news?.words} tone={news?.tone} />
      {value === undefined ? (
        <Loading fault={fault} reload={reload} />
      ) : (
        <>
          <DayLock day={value} />
          <div className="desk-files">
            <span>{say('day.files')}:</span>
            <Downloads
              about={title}
              formats={DESK_FILE_FORMATS}
              load={format => call('dayFile', { day, format })}
            />
          </div>
          <ThreeSides sides={value.sides} />
          <BankBooks accounts={value.accounts} />
          <DayDifferences day={value} onSaid={onSaid} />
          {value.signature === null && value.lockedWith === null && (
            <SignDay key={value.unexplained} day={value} onSaid={onSaid} />
          )}
          <OtherBooks accounts={value.accounts} />
          <DaysTable key={value.signature?.hash ?? 'open'} />
        </>
      )}
    </PageFrame>
  );
};
