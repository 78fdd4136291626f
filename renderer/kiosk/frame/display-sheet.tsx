import type { Display } from '../../../core/contract/kiosk.ts';
import { PrimaryButton } from '../../ui/controls/buttons.tsx';
import { Segment } from '../../ui/controls/segment.tsx';
import { Pictogram, type PictogramName } from '../../ui/pictograms/pictogram.tsx';
import type { KioskKey } from '../../ui/words/kiosk-words.ts';
import { useScreen, useSend, useSnapshot, useWords } from '../screen-context.ts';
import { Overlay } from './overlay.tsx';

interface Setting {
  readonly name: KioskKey;
  readonly pictogram: PictogramName;
  readonly choices: readonly { readonly label: KioskKey; readonly display: Partial<Display> }[];
}

const SETTINGS: readonly Setting[] = [
  {
    name: 'display.textSize',
    pictogram: 'textSize',
    choices: [
      { label: 'display.textNormal', display: { textSize: 'normal' } },
      { label: 'display.textLarge', display: { textSize: 'large' } },
    ],
  },
  {
    name: 'display.contrast',
    pictogram: 'contrast',
    choices: [
      { label: 'display.contrastNormal', display: { contrast: 'normal' } },
      { label: 'display.contrastHigh', display: { contrast: 'high' } },
    ],
  },
  {
    name: 'display.reach',
    pictogram: 'wheelchair',
    choices: [
      { label: 'display.reachNormal', display: { reach: 'normal' } },
      { label: 'display.reachLow', display: { reach: 'low' } },
    ],
  },
  {
    name: 'display.pace',
    pictogram: 'hourglass',
    choices: [
      { label: 'display.paceNormal', display: { pace: 'normal' } },
      { label: 'display.paceSlow', display: { pace: 'slow' } },
    ],
  },
];

const isChosen = (display: Display, wanted: Partial<Display>): boolean =>
  Object.entries(wanted).every(([name, value]) => display[name as keyof Display] === value);

/** How the screen looks and how patient it is; every choice takes effect at once. */
export const DisplaySheet = () => {
  const { say } = useWords();
  const send = useSend();
  const { openDisplaySheet } = useScreen();
  const display = useSnapshot(snapshot => snapshot.display);
  return (
    <Overlay
      role="dialog"
      title={say('display.title')}
      actions={
        <>
          {SETTINGS.map(setting => (
            <div key={setting.name} className="setting" role="group" aria-label={say(setting.name)}>
              <span className="setting-name">
                <Pictogram name={setting.pictogram} />
                <span>{say(setting.name)}</span>
              </span>
              {setting.choices.map(choice => (
                <Segment
                  key={choice.label}
                  label={say(choice.label)}
                  isChosen={isChosen(display, choice.display)}
                  onPress={() => send({ type: 'setDisplay', display: choice.display })}
                />
              ))}
            </div>
          ))}
          <PrimaryButton label={say('display.close')} onPress={() => openDisplaySheet(false)} />
        </>
      }
    />
  );
};
