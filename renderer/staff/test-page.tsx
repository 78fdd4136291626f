import { PrimaryButton } from '../ui/controls/buttons.tsx';
import { Page } from '../kiosk/frame/page.tsx';
import { useDevice } from './device-page.tsx';
import { TestPicture, useDeviceTest } from './device-test.tsx';
import { useStaffWords } from './staff-words.ts';

/** Tries one device. */
export const TestPage = ({ deviceId }: { readonly deviceId: string }) => {
  const say = useStaffWords();
  const device = useDevice(deviceId);
  const { run, begin } = useDeviceTest(deviceId);
  if (device === undefined) return <Page title={say('devices.none')} />;
  const { kind } = device.status;
  return (
    <Page
      isDense
      title={say(`test.ask.${kind}`)}
      lead={say(`test.lead.${kind}`)}
      actions={
        <PrimaryButton
          label={say(
            run === 'running' ? 'test.running' : run === 'idle' ? 'test.begin' : 'test.again',
          )}
          isDisabled={run === 'running'}
          onPress={begin}
        />
      }
    >
      <TestPicture device={device} run={run} />
    </Page>
  );
};
