import { useState } from 'react';
import { ChangeNews } from './change-news.tsx';
import { ChoiceRow } from '../ui/controls/buttons.tsx';
import { Page } from '../kiosk/frame/page.tsx';
import { Pager } from '../kiosk/frame/pager.tsx';
import { usePagesThatFit } from '../kiosk/frame/pages-that-fit.ts';
import { PICTOGRAM_OF } from './device-pictures.ts';
import { driversOf, useDevice } from './device-page.tsx';
import { useStaff } from './staff-context.ts';
import { useStaffWords } from './staff-words.ts';

interface ChoosePageProps {
  readonly deviceId: string;
  readonly what: 'driver' | 'profile';
}

const MOST = 5;

/** Another driver or printer model for a device; in force at once. */
export const ChoosePage = ({ deviceId, what }: ChoosePageProps) => {
  const say = useStaffWords();
  const { call, refresh, open } = useStaff();
  const device = useDevice(deviceId);
  const [result, setResult] = useState<'idle' | 'busy' | 'changed' | 'refused'>('idle');
  const choice = device?.choice;
  const options = (what === 'driver' ? choice && driversOf(choice) : choice?.profiles) ?? [];
  const chosen = what === 'driver' ? choice?.driver : choice?.profile;
  const pages = usePagesThatFit(options, MOST);
  if (device === undefined || choice === undefined) return <Page title={say('devices.none')} />;

  /** A driver that has to be told where the device is. */
  const isTold = (option: string): boolean => what === 'driver' && !choice.drivers.includes(option);
  const choose = async (option: string): Promise<void> => {
    if (isTold(option)) {
      open({ page: 'settings', deviceId, driver: option });
      return;
    }
    setResult('busy');
    const profile = what === 'profile' ? option : choice.profile;
    const answer = await call('staffChangeDevice', {
      deviceId,
      driver: what === 'driver' ? option : choice.driver,
      ...(profile === undefined ? {} : { profile }),
    });
    setResult(answer.ok ? answer.value.result : 'refused');
    await refresh();
  };
  return (
    <Page
      isList
      isDense
      title={say(what === 'driver' ? 'device.chooseDriver' : 'device.chooseProfile')}
      lead={say('device.chooseLead')}
      actions={
        <>
          <ul className="choices" ref={pages.ref}>
            {pages.shown.map(option => (
              <li key={option}>
                <ChoiceRow
                  isCompact
                  pictogram={PICTOGRAM_OF[device.status.kind]}
                  title={option}
                  hint={isTold(option) ? say('device.needsAddress') : undefined}
                  isHintSpare
                  isPressed={option === chosen}
                  isDisabled={result === 'busy'}
                  tone={option === chosen ? 'chosen' : 'plain'}
                  onPress={() => {
                    if (option !== chosen) void choose(option);
                  }}
                />
              </li>
            ))}
          </ul>
          <Pager pages={pages} />
        </>
      }
    >
      <ChangeNews result={result} done="device.changed" />
    </Page>
  );
};
