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
  const found = useStaffState(state => state.overview?.found) ?? [];
  const pages = usePagesThatFit([...found, ...devices], MOST);
  return (
    <Page
      isList
      isDense
      title={say('devices.title')}
      lead={devices.length === 0 ? say('devices.none') : undefined}
      actions={
        <>
          <ul className="choices" ref={pages.ref}>
            {pages.shown.map(one =>
              'status' in one ? (
                <li key={one.status.deviceId}>
                  <ChoiceRow
                    isCompact
                    pictogram={PICTOGRAM_OF[one.status.kind]}
                    title={`${say(`kinds.${one.status.kind}`)}: ${say(`states.${one.status.state}`)}`}
                    hint={adviceOfDevice(say, one.status) ?? one.status.deviceId}
                    tone={one.status.state === 'unavailable' ? 'attention' : 'plain'}
                    onPress={() => open({ page: 'device', deviceId: one.status.deviceId })}
                  />
                </li>
              ) : (
                <li key={`${one.usbPort} ${one.driver}`}>
                  <ChoiceRow
                    isCompact
                    pictogram="info"
                    title={say('found.title', { name: one.name })}
                    hint={[one.driver, ...(one.profile === undefined ? [] : [one.profile])].join(
                      ', ',
                    )}
                    tone="chosen"
                    onPress={() =>
                      open({ page: 'found', usbPort: one.usbPort, driver: one.driver })
                    }
                  />
                </li>
              ),
            )}
          </ul>
          <Pager pages={pages} />
        </>
      }
    />
  );
};
