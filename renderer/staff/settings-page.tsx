import { useMemo, useState } from 'react';
import { problemOfSetting, type SettingProblem } from '../../core/configuration/typed-setting.ts';
import type { StaffDevice, TypedSetting } from '../../core/contract/staff.ts';
import { Note } from '../kiosk/frame/note.tsx';
import { Page } from '../kiosk/frame/page.tsx';
import { Keypad } from '../kiosk/steps/keypad.tsx';
import { PrimaryButton } from '../ui/controls/buttons.tsx';
import { AddressKeyboard } from './address-keyboard.tsx';
import { useDevice } from './device-page.tsx';
import { useStaff } from './staff-context.ts';
import { type Say, type StaffKey, useStaffWords } from './staff-words.ts';

interface SettingsPageProps {
  readonly deviceId: string;
  readonly driver: string;
}

const NAMES: Readonly<Record<string, StaffKey>> = {
  host: 'setting.name.host',
  port: 'setting.name.port',
  'port.path': 'setting.name.path',
  baudRate: 'setting.name.baudRate',
  url: 'setting.name.url',
  topic: 'setting.name.topic',
  serialNumber: 'setting.name.serialNumber',
};

const nameOf = (say: Say, { name }: TypedSetting): string => {
  const key = NAMES[name];
  return key === undefined ? name : say(key);
};

const LONGEST = 200;

/** What stands there before anybody has typed: a URL always begins with its scheme. */
const startOf = ({ type, value, schemes }: TypedSetting): string =>
  type === 'url' && value === '' && schemes[0] !== undefined ? `${schemes[0]}://` : value;

/** A URL of nothing but its scheme is none. */
const givenOf = (setting: TypedSetting, text: string): string =>
  setting.type === 'url' && setting.schemes.some(scheme => text === `${scheme}://`) ? '' : text;

/** The line that says what is asked for: an example, and what holds without. */
const hintOf = (say: Say, { name, type, schemes, otherwise }: TypedSetting): string => {
  const example =
    type === 'url'
      ? say('setting.example.url', { scheme: schemes[0] ?? '' })
      : name === 'baudRate'
        ? say('setting.example.baudRate')
        : say(`setting.example.${type}`);
  return otherwise === undefined
    ? example
    : `${example} ${say('setting.otherwise', { value: otherwise })}`;
};

const wrongLine = (say: Say, problem: SettingProblem, setting: TypedSetting): string =>
  say(`setting.wrong.${problem}`, {
    schemes: setting.schemes.map(scheme => `${scheme}://`).join(', '),
    least: setting.least ?? 0,
    most: setting.most ?? '',
  });

type Result = SettingProblem | 'idle' | 'busy' | 'changed' | 'refused' | 'lost';

const TypedBox = ({ label, text }: { readonly label: string; readonly text: string }) => (
  <div className="typed">
    <div className="typed-box staff-typed" role="group" aria-label={label}>
      <span className={text === '' ? 'typed-empty' : undefined} role="status">
        {text === '' ? '…' : text}
      </span>
    </div>
  </div>
);

const News = ({ result, setting }: { readonly result: Result; readonly setting: TypedSetting }) => {
  const say = useStaffWords();
  switch (result) {
    case 'idle':
    case 'busy':
      return <p className="staff-small">{hintOf(say, setting)}</p>;
    case 'changed':
      return (
        <Note tone="ok" pictogram="check">
          {say('device.changed')}
        </Note>
      );
    case 'refused':
    case 'lost':
      return (
        <Note tone="attention" pictogram="attention">
          {say(result === 'lost' ? 'lost' : 'device.refused')}
        </Note>
      );
    default:
      return (
        <Note tone="attention" pictogram="attention">
          {wrongLine(say, result, setting)}
        </Note>
      );
  }
};

interface SettingsFormProps extends SettingsPageProps {
  readonly settings: readonly TypedSetting[];
  readonly choice: StaffDevice['choice'];
}

const SettingsForm = ({ deviceId, driver, settings, choice }: SettingsFormProps) => {
  const say = useStaffWords();
  const { call, refresh } = useStaff();
  const [position, setPosition] = useState(0);
  const [texts, setTexts] = useState(() =>
    Object.fromEntries(settings.map(one => [one.name, startOf(one)])),
  );
  const [result, setResult] = useState<Result>('idle');
  const setting = settings[position];
  const name = setting?.name ?? '';
  const keys = useMemo(() => {
    const change = (next: (text: string) => string): void => {
      setResult('idle');
      setTexts(all => ({ ...all, [name]: next(all[name] ?? '') }));
    };
    const add = (character: string): void =>
      change(text => (text.length < LONGEST ? text + character : text));
    return {
      onCharacter: add,
      onDigit: add,
      onErase: () => change(text => text.slice(0, -1)),
      onClear: () => change(() => ''),
    };
  }, [name]);
  if (setting === undefined) return null;
  const text = texts[name] ?? '';
  const isLast = position === settings.length - 1;

  const save = async (): Promise<void> => {
    setResult('busy');
    const answer = await call('staffChangeDevice', {
      deviceId,
      driver,
      ...(choice.profile === undefined ? {} : { profile: choice.profile }),
      settings: Object.fromEntries(
        settings.map(one => [one.name, givenOf(one, texts[one.name] ?? '')]),
      ),
    });
    if (!answer.ok) {
      setResult('lost');
      return;
    }
    const wrong = settings.findIndex(one => one.name === answer.value.wrong);
    if (wrong >= 0) setPosition(wrong);
    setResult(wrong >= 0 ? (settings[wrong]?.type ?? 'refused') : answer.value.result);
    await refresh();
  };
  const goOn = (): void => {
    const problem = problemOfSetting(setting, givenOf(setting, text));
    if (problem !== undefined) setResult(problem);
    else if (isLast) void save();
    else setPosition(position + 1);
  };
  return (
    <Page
      isDense
      part={name}
      title={nameOf(say, setting)}
      lead={`${driver}. ${say('setting.step', { step: position + 1, steps: settings.length })}`}
      actions={
        <>
          {setting.type === 'number' ? <Keypad {...keys} /> : <AddressKeyboard {...keys} />}
          <PrimaryButton
            label={say(
              result === 'busy' ? 'setting.saving' : isLast ? 'setting.save' : 'setting.next',
            )}
            isDisabled={result === 'busy' || result === 'changed'}
            onPress={goOn}
          />
        </>
      }
    >
      <TypedBox label={nameOf(say, setting)} text={text} />
      <div className="news" role="status">
        <News result={result} setting={setting} />
      </div>
    </Page>
  );
};

/** Where a device is: typed one setting after the other, written as a whole. */
export const SettingsPage = ({ deviceId, driver }: SettingsPageProps) => {
  const say = useStaffWords();
  const device = useDevice(deviceId);
  // As it was when the page was opened: what is saved meanwhile must not take the page away.
  const [opened] = useState(device);
  const settings = opened?.choice.typed.find(form => form.driver === driver)?.settings;
  if (opened === undefined || settings === undefined) return <Page title={say('devices.none')} />;
  return (
    <SettingsForm deviceId={deviceId} driver={driver} settings={settings} choice={opened.choice} />
  );
};
