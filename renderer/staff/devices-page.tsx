import { ChoiceRow } from '../ui/controls/buttons.tsx';
import { Pager } from '../kiosk/frame/pager.tsx';
import { Page } from '../kiosk/frame/page.tsx';
import { usePagesThatFit } from '../kiosk/frame/pages-that-fit.ts';
import { PICTOGRAM_OF } from './device-pictures.ts';
import { useStaff, useStaffState } from './staff-context.ts';
import { adviceOfDevice, useStaffWords } from './staff-words.ts';

const MOST = 6;

/** Every device and how it is; what to do stands under its name. */
export const DevicesPage = () => {
  const say = useStaffWords();
  const { open } = useStaff();
  const devices = useStaffState(state => state.overview?.devices) ?? [];
  const pages = usePagesThatFit(devices, MOST);
  return (
    <Page
      isList
      isDense
      title={say('devices.title')}
      lead={devices.length === 0 ? say('devices.none') : undefined}
      actions={
        <>
          <ul className="choices" ref={pages.ref}>
            {pages.shown.map(({ status }) => (
              <li key={status.deviceId}>
                <ChoiceRow
                  isCompact
                  pictogram={PICTOGRAM_OF[status.kind]}
                  title={`${say(`kinds.${status.kind}`)}: ${say(`states.${status.state}`)}`}
                  hint={adviceOfDevice(say, status) ?? status.deviceId}
                  tone={status.state === 'unavailable' ? 'attention' : 'plain'}
                  onPress={() => open({ page: 'device', deviceId: status.deviceId })}
                />
              </li>
            ))}
          </ul>
          <Pager pages={pages} />
        </>
      }
    />
  );
};
