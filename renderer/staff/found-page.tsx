import { useState } from 'react';
import { ChangeNews } from './change-news.tsx';
import { Page } from '../kiosk/frame/page.tsx';
import { PrimaryButton } from '../ui/controls/buttons.tsx';
import { useStaff, useStaffState } from './staff-context.ts';
import { useStaffWords } from './staff-words.ts';

interface FoundPageProps {
  readonly usbPort: string;
  readonly driver: string;
}

/** Something that is plugged in and not used: what it is taken for, and whether to use it. */
export const FoundPage = ({ usbPort, driver }: FoundPageProps) => {
  const say = useStaffWords();
  const { call, refresh } = useStaff();
  const canConfigure = useStaffState(state => state.overview?.canConfigure === true);
  const now = useStaffState(({ overview }) =>
    overview?.found.find(one => one.usbPort === usbPort && one.driver === driver),
  );
  // Once it is used it is found no more, and the page has still to say so.
  const [found] = useState(now);
  const [result, setResult] = useState<'idle' | 'busy' | 'changed' | 'refused'>('idle');
  if (found === undefined) return <Page title={say('found.gone')} />;
  const use = async (): Promise<void> => {
    setResult('busy');
    const answer = await call('staffUseFound', { usbPort, driver });
    setResult(answer.ok ? answer.value.result : 'refused');
    await refresh();
  };
  const rows: readonly (readonly [name: string, value: string])[] = [
    [say('found.as'), say(`kinds.${found.kind}`)],
    [say('device.driver'), found.driver],
    ...(found.profile === undefined ? [] : [[say('device.profile'), found.profile] as const]),
    [say('found.socket'), found.usbPort],
    [
      say('found.then'),
      found.replaces === undefined
        ? say('found.isAdded')
        : say('found.replaces', { device: found.replaces }),
    ],
  ];
  return (
    <Page
      isDense
      title={found.name}
      lead={say(found.certain ? 'found.certain' : 'found.perhaps')}
      actions={
        <PrimaryButton
          label={say(result === 'busy' ? 'setting.saving' : 'found.use')}
          isDisabled={!canConfigure || result === 'busy' || result === 'changed'}
          onPress={() => void use()}
        />
      }
    >
      <dl className="staff-facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {!canConfigure && <p className="staff-small">{say('device.noFile')}</p>}
      <ChangeNews result={result} done="device.changed" />
    </Page>
  );
};
