import { useEffect, useRef, useState } from 'react';
import type { DeviceTest, StaffDevice } from '../../core/contract/staff.ts';
import { Illustration } from '../ui/pictograms/illustration.tsx';
import { Note } from '../kiosk/frame/note.tsx';
import { SCENE_OF } from './device-pictures.ts';
import { useStaff } from './staff-context.ts';
import { adviceFor, useStaffWords } from './staff-words.ts';

export type TestRun = 'idle' | 'running' | 'no-answer' | DeviceTest;

/** The page's link gives a call ten seconds: who waits for a hand asks again. */
const SECONDS_EACH = 8;
const ROUNDS = 3;

/** One try of a device, and what came of it. */
export const useDeviceTest = (
  deviceId: string,
  onDone: (test: DeviceTest) => void = () => undefined,
): { readonly run: TestRun; readonly begin: () => void } => {
  const { call, refresh } = useStaff();
  const [run, setRun] = useState<TestRun>('idle');
  const isHere = useRef(true);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  const begin = async (): Promise<void> => {
    setRun('running');
    for (let round = 1; round <= ROUNDS; round += 1) {
      const answer = await call('staffTestDevice', { deviceId, seconds: SECONDS_EACH });
      if (!isHere.current) return;
      if (!answer.ok) {
        setRun('no-answer');
        return;
      }
      if (answer.value.result === 'nothing-came' && round < ROUNDS) continue;
      setRun(answer.value);
      onDone(answer.value);
      await refresh();
      return;
    }
  };
  return { run, begin: () => void begin() };
};

interface TestPictureProps {
  readonly device: StaffDevice;
  readonly run: TestRun;
}

/** The picture of what to do, and below it what came of it. */
export const TestPicture = ({ device, run }: TestPictureProps) => (
  <>
    <div className="page-picture">
      <Illustration scene={SCENE_OF[device.status.kind]} />
    </div>
    <div className="news" role="status">
      <TestResult run={run} />
    </div>
  </>
);

const TestResult = ({ run }: { readonly run: TestRun }) => {
  const say = useStaffWords();
  if (run === 'idle') return null;
  if (run === 'running') {
    return (
      <Note tone="plain" pictogram="hourglass">
        {say('test.running')}
      </Note>
    );
  }
  if (run === 'no-answer') {
    return (
      <Note tone="attention" pictogram="attention">
        {say('lost')}
      </Note>
    );
  }
  if (run.result === 'passed') {
    return (
      <Note tone="ok" pictogram="check">
        {say('test.passed', { seconds: (run.milliseconds / 1000).toFixed(1) })}
      </Note>
    );
  }
  return (
    <Note tone="attention" pictogram="attention">
      <span className="note-title">
        {say(run.result === 'failed' ? 'test.failed' : 'test.nothingCame')}
      </span>
      {run.fault === undefined ? null : adviceFor(say, run.fault)}
    </Note>
  );
};
