import { useState } from 'react';
import { ChangeNews } from './change-news.tsx';
import { OutlineButton, PrimaryButton } from '../ui/controls/buttons.tsx';
import { Note } from '../kiosk/frame/note.tsx';
import { Page } from '../kiosk/frame/page.tsx';
import { useStaff, useStaffState } from './staff-context.ts';
import { useStaffWords } from './staff-words.ts';

const STEP = 10;
const MOST = 500;

/** How many tickets fit after the printer's near-end mark, which depends on the model. */
export const PaperPage = () => {
  const say = useStaffWords();
  const { call, refresh } = useStaff();
  const overview = useStaffState(state => state.overview);
  const [tickets, setTickets] = useState(overview?.paperLowTickets ?? 0);
  const [result, setResult] = useState<'idle' | 'changed' | 'refused'>('idle');
  const canConfigure = overview?.canConfigure === true;
  const change = (by: number): void => {
    setResult('idle');
    setTickets(Math.min(MOST, Math.max(0, tickets + by)));
  };
  const save = async (): Promise<void> => {
    const answer = await call('staffSetPaperLow', { tickets });
    setResult(answer.ok ? answer.value.result : 'refused');
    await refresh();
  };
  return (
    <Page
      isDense
      title={say('paper.title')}
      lead={say('paper.lead')}
      actions={
        <>
          <div className="staff-pair">
            <OutlineButton
              label={say('paper.fewer')}
              isDisabled={!canConfigure || tickets === 0}
              onPress={() => change(-STEP)}
            />
            <OutlineButton
              label={say('paper.more')}
              isDisabled={!canConfigure || tickets === MOST}
              onPress={() => change(STEP)}
            />
          </div>
          <PrimaryButton
            label={say('paper.save')}
            isDisabled={!canConfigure || tickets === overview.paperLowTickets}
            onPress={() => void save()}
          />
        </>
      }
    >
      <p className="staff-count" role="status">
        {say('paper.count', { count: tickets })}
      </p>
      <ChangeNews result={result} done="paper.saved">
        {!canConfigure && (
          <Note tone="plain" pictogram="info">
            {say('device.noFile')}
          </Note>
        )}
      </ChangeNews>
    </Page>
  );
};
