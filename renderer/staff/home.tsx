import { useState } from 'react';
import { ChoiceRow, OutlineButton } from '../ui/controls/buttons.tsx';
import { Note } from '../kiosk/frame/note.tsx';
import { Page } from '../kiosk/frame/page.tsx';
import { useStaff, useStaffState } from './staff-context.ts';
import { useStaffWords } from './staff-words.ts';

/** Everything there is for staff. */
export const Home = () => {
  const say = useStaffWords();
  const { open, leave, call, refresh } = useStaff();
  const overview = useStaffState(state => state.overview);
  const [restartWord, setRestartWord] = useState<'restart' | 'restarting' | 'restarted'>('restart');
  if (overview === null) return null;
  const { devices, hub, paperLowTickets } = overview;
  const bad = devices.filter(({ status }) => status.state === 'unavailable').length;
  const restart = async (): Promise<void> => {
    setRestartWord('restarting');
    const { ok } = await call('staffRestartDevices', {});
    await refresh();
    setRestartWord(ok ? 'restarted' : 'restart');
  };
  return (
    <Page
      isDense
      title={say('home.title')}
      lead={say('home.lead', { kiosk: overview.kioskId, version: overview.version })}
      actions={
        <>
          <ul className="staff-choices staff-choices-paired">
            <li>
              <ChoiceRow
                isCompact
                pictogram="check"
                title={say('home.selfTest')}
                onPress={() => open({ page: 'self-test' })}
              />
            </li>
            <li>
              <ChoiceRow
                isCompact
                pictogram="printer"
                title={say('home.devices')}
                hint={bad === 0 ? say('home.allFine') : say('home.needSomebody', { count: bad })}
                isHintSpare
                tone={bad === 0 ? 'plain' : 'attention'}
                onPress={() => open({ page: 'devices' })}
              />
            </li>
            <li>
              <ChoiceRow
                isCompact
                pictogram="hourglass"
                title={say('home.paper')}
                hint={say('home.paperNow', { count: paperLowTickets })}
                isHintSpare
                onPress={() => open({ page: 'paper' })}
              />
            </li>
            <li>
              <ChoiceRow
                isCompact
                pictogram="networkAway"
                title={say('home.outbox')}
                onPress={() => open({ page: 'outbox' })}
              />
            </li>
            <li>
              <ChoiceRow
                isCompact
                pictogram="repeat"
                title={say(`home.${restartWord}`)}
                isDisabled={restartWord === 'restarting'}
                onPress={() => void restart()}
              />
            </li>
          </ul>
          <OutlineButton pictogram="back" label={say('home.leave')} onPress={leave} />
        </>
      }
    >
      <Note
        tone={hub === 'reachable' ? 'ok' : 'attention'}
        pictogram={hub === 'reachable' ? 'check' : 'networkAway'}
      >
        {say(hub === 'reachable' ? 'home.hubReachable' : 'home.hubAway')}
      </Note>
    </Page>
  );
};
