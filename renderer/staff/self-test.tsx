import { useEffect, useState } from 'react';
import type { SelfTestStep, StaffDevice } from '../../core/contract/staff.ts';
import { OutlineButton, PrimaryButton } from '../ui/controls/buttons.tsx';
import { Note } from '../kiosk/frame/note.tsx';
import { Page } from '../kiosk/frame/page.tsx';
import { TestPicture, useDeviceTest } from './device-test.tsx';
import { useStaff, useStaffState } from './staff-context.ts';
import { adviceFor, type Say, useStaffWords } from './staff-words.ts';

const nameOf = (say: Say, step: SelfTestStep, devices: readonly StaffDevice[]): string => {
  if (step.step !== 'device') return say(`selfTest.${step.step}`);
  const kind = devices.find(({ status }) => status.deviceId === step.deviceId)?.status.kind;
  return kind === undefined ? (step.deviceId ?? '') : say(`kinds.${kind}`);
};

const StepResults = ({
  steps,
  devices,
}: {
  readonly steps: readonly SelfTestStep[];
  readonly devices: readonly StaffDevice[];
}) => {
  const say = useStaffWords();
  const fine = steps.filter(({ result }) => result === 'fine');
  return (
    <ul className="staff-steps">
      {steps
        .filter(({ result }) => result === 'look')
        .map(step => (
          <li key={`${step.step} ${step.deviceId ?? ''}`}>
            <Note tone="attention" pictogram="attention">
              {`${nameOf(say, step, devices)}: `}
              {step.fault === undefined ? say('selfTest.look') : adviceFor(say, step.fault)}
            </Note>
          </li>
        ))}
      {fine.length > 0 && (
        <li>
          <Note tone="ok" pictogram="check">
            {`${fine.map(step => nameOf(say, step, devices)).join(', ')}: ${say('selfTest.fine')}.`}
          </Note>
        </li>
      )}
    </ul>
  );
};

interface HandStepProps {
  readonly device: StaffDevice;
  readonly position: string;
  readonly onNext: (passed: boolean) => void;
}

/** A step that needs a hand: a paper to look at, a card, a code. */
const HandStep = ({ device, position, onNext }: HandStepProps) => {
  const say = useStaffWords();
  const { kind, deviceId } = device.status;
  const { run, begin } = useDeviceTest(deviceId);
  const isOver = typeof run === 'object' || run === 'no-answer';
  const passed = typeof run === 'object' && run.result === 'passed';
  return (
    <Page
      isDense
      part={deviceId}
      title={say(`test.ask.${kind}`)}
      lead={`${position}. ${say(`test.lead.${kind}`)}`}
      actions={
        <>
          <PrimaryButton
            label={say(
              run === 'running'
                ? 'test.running'
                : passed
                  ? 'selfTest.next'
                  : isOver
                    ? 'test.again'
                    : 'test.begin',
            )}
            isDisabled={run === 'running'}
            onPress={passed ? () => onNext(true) : begin}
          />
          <OutlineButton
            label={say('selfTest.skip')}
            isDisabled={passed}
            onPress={() => onNext(false)}
          />
        </>
      }
    >
      <TestPicture device={device} run={run} />
    </Page>
  );
};

/** What the kiosk can see by itself, then every device by hand, one step at a time. */
export const SelfTest = () => {
  const say = useStaffWords();
  const { call, open } = useStaff();
  const devices = useStaffState(state => state.overview?.devices) ?? [];
  const [steps, setSteps] = useState<readonly SelfTestStep[] | 'looking' | 'no-answer'>('looking');
  /** 0: what it sees by itself. */
  const [position, setPosition] = useState(0);
  const [notPassed, setNotPassed] = useState(0);
  useEffect(() => {
    void call('staffSelfTest', {}).then(answer =>
      setSteps(answer.ok ? answer.value.steps : 'no-answer'),
    );
  }, [call]);

  const device = position > 0 ? devices[position - 1] : undefined;
  if (device !== undefined) {
    return (
      <HandStep
        key={device.status.deviceId}
        device={device}
        position={say('selfTest.step', { step: position + 1, steps: devices.length + 1 })}
        onNext={passed => {
          if (!passed) setNotPassed(count => count + 1);
          setPosition(position + 1);
        }}
      />
    );
  }
  if (position > 0) {
    const found = typeof steps === 'string' ? [] : steps.filter(({ result }) => result === 'look');
    const count = notPassed + found.filter(({ step }) => step !== 'device').length;
    return (
      <Page
        isDense
        part="done"
        title={say('selfTest.done')}
        actions={
          <PrimaryButton label={say('selfTest.finish')} onPress={() => open({ page: 'home' })} />
        }
      >
        <Note
          tone={count === 0 ? 'ok' : 'attention'}
          pictogram={count === 0 ? 'check' : 'attention'}
        >
          {count === 0 ? say('selfTest.allFine') : say('selfTest.someLook', { count })}
        </Note>
      </Page>
    );
  }
  return (
    <Page
      isDense
      title={say('selfTest.title')}
      lead={say(steps === 'looking' ? 'selfTest.looking' : 'selfTest.lead')}
      actions={
        <PrimaryButton
          label={say('selfTest.next')}
          isDisabled={steps === 'looking'}
          onPress={() => setPosition(1)}
        />
      }
    >
      {steps === 'no-answer' && (
        <Note tone="attention" pictogram="attention">
          {say('lost')}
        </Note>
      )}
      {typeof steps !== 'string' && <StepResults steps={steps} devices={devices} />}
    </Page>
  );
};
