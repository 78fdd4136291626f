import { useCallback, useEffect, useState } from 'react';
import type { StaffOutbox } from '../../core/contract/staff.ts';
import { ChoiceRow, PrimaryButton } from '../ui/controls/buttons.tsx';
import { Note } from '../kiosk/frame/note.tsx';
import { Page } from '../kiosk/frame/page.tsx';
import { useStaff } from './staff-context.ts';
import { adviceFor, type Say, useStaffWords } from './staff-words.ts';

const LOOK_EVERY_MS = 5000;
const HOUR_MINUTES = 60;
/** Few enough for large letters; the rest is in the exported file. */
const SHOWN = 1;

/** `3 giờ 20 phút`: how long the oldest has waited. */
const ageOf = (say: Say, since: string): string => {
  const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(since)) / 60_000));
  return minutes < HOUR_MINUTES
    ? say('outbox.minutes', { count: minutes })
    : say('outbox.hours', {
        hours: Math.floor(minutes / HOUR_MINUTES),
        minutes: minutes % HOUR_MINUTES,
      });
};

const DeadLetters = ({ dead, deadCount }: Pick<StaffOutbox, 'dead' | 'deadCount'>) => {
  const say = useStaffWords();
  return (
    <ul className="staff-steps">
      {dead.slice(0, SHOWN).map(({ eventId, label, fault }) => (
        <li key={eventId}>
          <Note tone="attention" pictogram="attention">
            {`${label ?? eventId.slice(0, 8)}: ${adviceFor(say, fault)}`}
          </Note>
        </li>
      ))}
      {deadCount > SHOWN && (
        <li>
          <Note tone="plain" pictogram="info">
            {say('outbox.more', { count: deadCount - SHOWN })}
          </Note>
        </li>
      )}
    </ul>
  );
};

/** What of this kiosk the hub does not have. Numbers and reasons only: nobody is named. */
export const OutboxPage = () => {
  const say = useStaffWords();
  const { call } = useStaff();
  const [seen, setSeen] = useState<StaffOutbox | null>(null);
  const [news, setNews] = useState<string | null>(null);
  const [isLost, setLost] = useState(false);
  const look = useCallback(async (): Promise<void> => {
    const answer = await call('staffOutbox', {});
    if (answer.ok) setSeen(answer.value);
    setLost(!answer.ok);
  }, [call]);
  useEffect(() => {
    void look();
    const timer = setInterval(() => void look(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [look]);

  const retry = async (): Promise<void> => {
    const answer = await call('staffRetryOutbox', {});
    setNews(answer.ok ? say('outbox.retried', { count: answer.value.retried }) : say('lost'));
    await look();
  };
  const exportTo = async (place: string): Promise<void> => {
    const answer = await call('staffExportOutbox', { place });
    if (!answer.ok) setNews(say('lost'));
    else if (answer.value.result === 'refused') {
      setNews(say('outbox.notExported', { code: answer.value.fault }));
    } else {
      const { exported, file } = answer.value;
      setNews(say('outbox.exported', { count: exported, file }));
    }
  };

  if (seen === null) {
    return <Page isDense title={say('outbox.title')} lead={isLost ? say('lost') : undefined} />;
  }
  const { step, waiting, oldest, dead, deadCount, places } = seen;
  const hasNothing = waiting + deadCount === 0;
  return (
    <Page
      isDense
      title={say('outbox.title')}
      lead={
        hasNothing
          ? say('outbox.none')
          : [
              say('outbox.waiting', { count: waiting }),
              ...(oldest === undefined ? [] : [say('outbox.oldest', { age: ageOf(say, oldest) })]),
            ].join(' ')
      }
      actions={
        <>
          <ul className="staff-choices">
            {places.map(place => (
              <li key={place}>
                <ChoiceRow
                  isCompact
                  pictogram="forward"
                  title={say('outbox.export', { place })}
                  hint={say('outbox.exportHint')}
                  isHintSpare
                  isDisabled={hasNothing}
                  onPress={() => void exportTo(place)}
                />
              </li>
            ))}
          </ul>
          <PrimaryButton
            label={say('outbox.retry')}
            isDisabled={deadCount === 0}
            onPress={() => void retry()}
          />
        </>
      }
    >
      <Note
        tone={step === 'ample' ? 'ok' : 'attention'}
        pictogram={step === 'ample' ? 'check' : 'attention'}
      >
        {say(`outbox.steps.${step}`)}
      </Note>
      <DeadLetters dead={dead} deadCount={deadCount} />
      <div className="news" role="status">
        {(isLost || news !== null) && (
          <Note tone="plain" pictogram="info">
            {isLost ? say('lost') : news}
          </Note>
        )}
        {places.length === 0 && !hasNothing && (
          <Note tone="plain" pictogram="info">
            {say('outbox.noPlace')}
          </Note>
        )}
      </div>
    </Page>
  );
};
