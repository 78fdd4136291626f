import { ChoiceRow, OutlineButton, PrimaryButton } from '../../ui/controls/buttons.tsx';
import { Illustration, type Scene } from '../../ui/pictograms/illustration.tsx';
import { FaultNotice } from '../frame/note.tsx';
import { Page } from '../frame/page.tsx';
import { useSend, useSnapshot, useWords } from '../screen-context.ts';
import { CARD_ENDS, dateParts, longestDate, readDateEntry } from './date-entry.ts';
import { Keypad } from './keypad.tsx';
import { groupedNumber } from './number-entry.ts';
import type { StepProps } from './step-props.ts';
import { BLANK, DateBoxes, HintLine, useDigits } from './typed-digits.tsx';

type View = StepProps<'card-key'>['view'];

const Picture = ({ scene }: { readonly scene: Scene }) => (
  <div className="page-picture">
    <Illustration scene={scene} />
  </div>
);

/** The way on for whoever finds nothing of all this on the card. */
const Skip = () => {
  const { say } = useWords();
  const send = useSend();
  return <OutlineButton label={say('cardKey.skip')} onPress={() => send({ type: 'skipChip' })} />;
};

/** The code of the card says nearly all of the key; what else opens the chip is listed here. */
const Ways = ({ view }: { readonly view: View }) => {
  const { say } = useWords();
  const send = useSend();
  const scans = useSnapshot(snapshot => snapshot.service.codeScanner === 'ready');
  return (
    <Page
      title={say(scans ? 'cardKey.titleCode' : 'cardKey.titleWays')}
      lead={
        view.notice === undefined ? say(scans ? 'cardKey.leadCode' : 'cardKey.leadWays') : undefined
      }
      actions={
        <>
          {view.expiryHelps && (
            <ChoiceRow
              pictogram="calendar"
              title={say('cardKey.expiry')}
              hint={say('cardKey.expiryHint')}
              isHintSpare
              onPress={() => send({ type: 'chooseKeyWay', way: 'expiry' })}
            />
          )}
          <ChoiceRow
            pictogram="keypad"
            title={say('cardKey.number')}
            hint={say('cardKey.numberHint')}
            isHintSpare
            onPress={() => send({ type: 'chooseKeyWay', way: 'can' })}
          />
          <Skip />
        </>
      }
    >
      <FaultNotice code={view.notice} />
      <Picture
        scene={scans ? 'cardAtScanner' : view.expiryHelps ? 'expiryOnCard' : 'numberOnCard'}
      />
    </Page>
  );
};

const Expiry = ({ view }: { readonly view: View }) => {
  const { say } = useWords();
  const send = useSend();
  const { digits, keys } = useDigits(longestDate('day'));
  const { date, hint } = readDateEntry(digits, 'day', CARD_ENDS);
  const notice = digits === '' ? view.notice : undefined;
  return (
    <Page
      isDense
      title={say('cardKey.titleExpiry')}
      lead={view.notice === undefined ? say('cardKey.leadExpiry') : undefined}
      actions={
        <>
          <Keypad {...keys} />
          <PrimaryButton
            label={say('cardKey.open')}
            isDisabled={date === undefined}
            onPress={() => {
              if (date !== undefined) send({ type: 'submitCardExpiry', expiryDate: date });
            }}
          />
          <div className="side-by-side">
            <OutlineButton
              label={say('cardKey.noEnd')}
              onPress={() => send({ type: 'submitCardExpiry', expiryDate: null })}
            />
            <OutlineButton
              label={say('cardKey.skipShort')}
              onPress={() => send({ type: 'skipChip' })}
            />
          </div>
        </>
      }
    >
      <FaultNotice code={notice} />
      <Picture scene="expiryOnCard" />
      <div className="typed">
        <DateBoxes parts={dateParts(digits, 'day')} label={say('cardKey.expiryTyped')} />
        {notice === undefined && <HintLine hint={hint} isComplete={date !== undefined} />}
      </div>
    </Page>
  );
};

/** The card access number has six digits (ICAO 9303-11, 4.4). */
const CARD_NUMBER_DIGITS = 6;

const CardNumber = ({ view }: { readonly view: View }) => {
  const { say } = useWords();
  const send = useSend();
  const { digits, keys } = useDigits(CARD_NUMBER_DIGITS);
  const missing = CARD_NUMBER_DIGITS - digits.length;
  return (
    <Page
      isDense
      title={say('cardKey.titleNumber')}
      lead={view.notice === undefined ? say('cardKey.leadNumber') : undefined}
      actions={
        <>
          <Keypad {...keys} />
          <PrimaryButton
            label={say('cardKey.open')}
            isDisabled={missing > 0}
            onPress={() => send({ type: 'submitCardNumber', number: digits })}
          />
          <Skip />
        </>
      }
    >
      <FaultNotice code={digits === '' ? view.notice : undefined} />
      <Picture scene="numberOnCard" />
      <div className="typed">
        <div className="typed-box" role="group" aria-label={say('cardKey.numberTyped')}>
          {digits === '' ? (
            <span className="typed-empty" aria-hidden="true">
              {BLANK.repeat(CARD_NUMBER_DIGITS)}
            </span>
          ) : (
            groupedNumber(digits)
          )}
        </div>
        <HintLine
          hint={
            missing === 0
              ? { key: 'cardKey.numberComplete' }
              : { key: 'typeNumber.missing', values: { count: missing } }
          }
          isComplete={missing === 0}
        />
      </div>
    </Page>
  );
};

const WAYS = { code: Ways, expiry: Expiry, can: CardNumber } as const;

/** The chip wants a key that stands on its card. Digits live in this page alone. */
export const CardKey = ({ view }: StepProps<'card-key'>) => {
  const Way = WAYS[view.way];
  return <Way view={view} />;
};
