import type { StaffDevice } from '../../core/contract/staff.ts';
import { OutlineButton, PrimaryButton } from '../ui/controls/buttons.tsx';
import { clockTime, weekdayAndDate } from '../ui/format.ts';
import { Note } from '../kiosk/frame/note.tsx';
import { Page } from '../kiosk/frame/page.tsx';
import { useSnapshot } from '../kiosk/screen-context.ts';
import { useStaff, useStaffState } from './staff-context.ts';
import { adviceFor, adviceOfDevice, useStaffWords } from './staff-words.ts';

export const useDevice = (deviceId: string): StaffDevice | undefined =>
  useStaffState(({ overview }) =>
    overview?.devices.find(({ status }) => status.deviceId === deviceId),
  );

/** Drivers it can get, with or without an address that is typed. */
export const driversOf = ({ drivers, typed }: StaffDevice['choice']): readonly string[] => [
  ...new Set([...drivers, ...typed.map(({ driver }) => driver)]),
];

const Facts = ({ device }: { readonly device: StaffDevice }) => {
  const say = useStaffWords();
  const language = useSnapshot(snapshot => snapshot.language);
  const { status, since, choice, ticketsLeft, simulated } = device;
  const moment = (at: string): string =>
    `${clockTime(Date.parse(at))}, ${weekdayAndDate(Date.parse(at), language)}`;
  const rows: readonly (readonly [name: string, value: string])[] = [
    [say('device.driver'), choice.driver],
    ...(choice.profile === undefined ? [] : [[say('device.profile'), choice.profile] as const]),
    ...(since === undefined ? [] : [[say('device.since'), moment(since)] as const]),
    ...(ticketsLeft === undefined
      ? []
      : [['', say('device.ticketsLeft', { count: ticketsLeft })] as const]),
    ...(simulated ? [['', say('device.simulated')] as const] : []),
    ...(status.stage === undefined || status.stage === 'ready'
      ? []
      : [[say('device.stage'), say(`stages.${status.stage}`)] as const]),
  ];
  return (
    <dl className="staff-facts">
      {rows.map(([name, value]) => (
        <div key={`${name} ${value}`}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
};

const SHOWN_FAULTS = 2;

const LastFaults = ({ device }: { readonly device: StaffDevice }) => {
  const say = useStaffWords();
  const language = useSnapshot(snapshot => snapshot.language);
  // A fault that comes again and again is said once, with the time it came last.
  const faults = device.faults
    .filter(({ code }, at, all) => all.findIndex(other => other.code === code) === at)
    .slice(0, SHOWN_FAULTS);
  if (faults.length === 0) return <p className="staff-small spare">{say('device.noFaults')}</p>;
  return (
    <section className="spare">
      <h2 className="staff-small">{say('device.lastFaults')}</h2>
      <ul>
        {faults.map(({ at, code }) => (
          <li key={`${at} ${code}`} className="staff-small">
            {`${clockTime(Date.parse(at))}, ${weekdayAndDate(Date.parse(at), language)}: ${adviceFor(say, code)}`}
          </li>
        ))}
      </ul>
    </section>
  );
};

/** One device: how it is, what was wrong, what can be done. */
export const DevicePage = ({ deviceId }: { readonly deviceId: string }) => {
  const say = useStaffWords();
  const { open } = useStaff();
  const canConfigure = useStaffState(state => state.overview?.canConfigure === true);
  const device = useDevice(deviceId);
  if (device === undefined) return <Page title={say('devices.none')} />;
  const { status, choice } = device;
  const advice = adviceOfDevice(say, status);
  return (
    <Page
      isDense
      title={say(`kinds.${status.kind}`)}
      lead={deviceId}
      actions={
        <>
          <PrimaryButton
            label={say('device.test')}
            onPress={() => open({ page: 'test', deviceId })}
          />
          {canConfigure && choice.typed.some(({ driver }) => driver === choice.driver) && (
            <OutlineButton
              label={say('device.changeAddress')}
              onPress={() => open({ page: 'settings', deviceId, driver: choice.driver })}
            />
          )}
          {canConfigure && driversOf(choice).length > 1 && (
            <OutlineButton
              label={say('device.changeDriver')}
              onPress={() => open({ page: 'driver', deviceId })}
            />
          )}
          {canConfigure && choice.profiles.length > 1 && (
            <OutlineButton
              label={say('device.changeProfile')}
              onPress={() => open({ page: 'profile', deviceId })}
            />
          )}
        </>
      }
    >
      <Note
        tone={status.state === 'ready' ? 'ok' : 'attention'}
        pictogram={status.state === 'ready' ? 'check' : 'attention'}
      >
        <span className="note-title">{say(`states.${status.state}`)}</span>
        {advice}
      </Note>
      <Facts device={device} />
      <LastFaults device={device} />
      {!canConfigure && <p className="staff-small spare">{say('device.noFile')}</p>}
    </Page>
  );
};
