import type { IdentityFlag } from '../../../core/contract/identity.ts';
import type { PriorityGroup } from '../../../core/contract/hub.ts';
import type { PersonRow } from '../../../core/contract/kiosk.ts';
import { genderSchema } from '../../../core/contract/primitives.ts';
import { ageOn } from '../../../core/identity/partial-date.ts';
import { ChoiceRow, OutlineButton, PrimaryButton } from '../../ui/controls/buttons.tsx';
import { calendarDate } from '../../ui/format.ts';
import { Pictogram } from '../../ui/pictograms/pictogram.tsx';
import type { Words } from '../../ui/words/kiosk-words.ts';
import { Note } from '../frame/note.tsx';
import { Page } from '../frame/page.tsx';
import { Pager } from '../frame/pager.tsx';
import { usePagesThatFit } from '../frame/pages-that-fit.ts';
import { useSend, useSnapshot, useWords } from '../screen-context.ts';
import type { StepProps } from './step-props.ts';
import './confirm.css';

const MOST_ROWS = 7;

/** Nothing that a clerk would ask the patient about. */
const QUIET_FLAGS: ReadonlySet<IdentityFlag> = new Set<IdentityFlag>([
  'extra-fields',
  'birth-date-partial',
  'name-not-decoded',
]);

const isDoubtful = ({ flags }: PersonRow): boolean => flags.some(flag => !QUIET_FLAGS.has(flag));

const shownValue = ({ field, value }: PersonRow, { say }: Words, day: string): string => {
  if (field === 'gender') {
    const gender = genderSchema.safeParse(value);
    return say(`confirm.genders.${gender.success ? gender.data : 'unknown'}`);
  }
  if (field !== 'birthDate') return value;
  const { min, max } = ageOn(value, day);
  const date = calendarDate(value);
  return min === max ? `${date} · ${say('confirm.age', { age: min })}` : date;
};

/** Groups that follow from the birth date are told beside it. */
const BY_AGE: ReadonlySet<PriorityGroup> = new Set<PriorityGroup>([
  'child-under-6',
  'aged-75-or-over',
]);

const prioritised = (group: PriorityGroup, { say }: Words): string =>
  say('confirm.prioritised', { group: say(`priority.groups.${group}`) });

interface RowProps {
  readonly row: PersonRow;
  readonly priorityGroup: PriorityGroup | undefined;
  /** The source is said once for neighbours that share it. */
  readonly saysSource: boolean;
}

const Row = ({ row, saysSource, priorityGroup }: RowProps) => {
  const words = useWords();
  const day = useSnapshot(snapshot => snapshot.day);
  const { say } = words;
  return (
    <li className="person-row">
      {saysSource && <p className="person-source">{say(`confirm.sources.${row.source}`)}</p>}
      <dl>
        <dt>{say(`confirm.fields.${row.field}`)}</dt>
        <dd>
          {shownValue(row, words, day)}
          {isDoubtful(row) && (
            <span className="person-doubt">
              <Pictogram name="info" />
              <span className="heard-only">{say('confirm.doubtful')}</span>
            </span>
          )}
        </dd>
        {row.field === 'birthDate' && priorityGroup !== undefined && BY_AGE.has(priorityGroup) && (
          <dd className="person-detail person-priority">
            <Pictogram name="check" />
            <span>{prioritised(priorityGroup, words)}</span>
          </dd>
        )}
      </dl>
    </li>
  );
};

const Notes = ({ view }: StepProps<'confirm'>) => {
  const words = useWords();
  const { say } = words;
  return (
    <>
      {view.authenticity === 'valid' && (
        <Note tone="ok" pictogram="check">
          {say('confirm.authentic')}
        </Note>
      )}
      {view.authenticity === 'invalid' && (
        <Note tone="attention" pictogram="info">
          {say('confirm.authenticityDoubt')}
        </Note>
      )}
      {view.record === 'his-away' && (
        <Note tone="plain" pictogram="networkAway" isSpare>
          {say('confirm.recordAway')}
        </Note>
      )}
      {view.record === 'unknown' && (
        <Note tone="plain" pictogram="newVisit" isSpare>
          {say('confirm.recordUnknown')}
        </Note>
      )}
      {view.priorityGroup !== undefined && !BY_AGE.has(view.priorityGroup) && (
        <Note tone="ok" pictogram="medal">
          {prioritised(view.priorityGroup, words)}
        </Note>
      )}
      {view.rows.some(isDoubtful) && (
        <Note tone="attention" pictogram="info">
          {say('confirm.clerkChecks')}
        </Note>
      )}
    </>
  );
};

/** Who the hospital believes to have before it, where it knows that from, and one yes or no. */
export const Confirm = ({ view }: StepProps<'confirm'>) => {
  const { say } = useWords();
  const send = useSend();
  const pages = usePagesThatFit(view.rows, MOST_ROWS);
  return (
    <Page
      isDense
      title={say('confirm.title')}
      actions={
        <>
          {view.method === 'card-chip' && (
            <p className="person-privacy spare">
              <Pictogram name="shield" />
              <span>{say(view.portrait ? 'reading.privacyPortrait' : 'reading.privacy')}</span>
            </p>
          )}
          <Pager pages={pages} />
          <ChoiceRow
            pictogram="medal"
            title={say('confirm.priority')}
            isCompact
            onPress={() => send({ type: 'openPriority' })}
          />
          <PrimaryButton
            pictogram="check"
            label={say('confirm.yes')}
            onPress={() => send({ type: 'confirmIdentity' })}
          />
          <OutlineButton
            label={say('confirm.no')}
            onPress={() => send({ type: 'rejectIdentity' })}
          />
        </>
      }
    >
      <Notes view={view} />
      <ul className="person" ref={pages.ref}>
        {pages.shown.map((row, index) => (
          <Row
            key={row.field}
            row={row}
            priorityGroup={view.priorityGroup}
            saysSource={pages.shown[index - 1]?.source !== row.source}
          />
        ))}
      </ul>
    </Page>
  );
};
