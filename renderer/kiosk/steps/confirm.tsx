import type { IdentityFlag } from '../../../core/contract/identity.ts';
import type { PriorityGroup } from '../../../core/contract/hub.ts';
import type { PersonRow } from '../../../core/contract/kiosk.ts';
import { genderSchema } from '../../../core/contract/primitives.ts';
import { ageOn } from '../../../core/identity/partial-date.ts';
import { ChoiceRow, OutlineButton, PrimaryButton } from '../../ui/controls/buttons.tsx';
import { calendarDate, stateName } from '../../ui/format.ts';
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

type View = StepProps<'confirm'>['view'];

/** Nothing that a clerk would ask the patient about. */
const QUIET_FLAGS: ReadonlySet<IdentityFlag> = new Set<IdentityFlag>([
  'extra-fields',
  'birth-date-partial',
  'name-not-decoded',
]);

const isDoubtful = ({ flags }: PersonRow): boolean => flags.some(flag => !QUIET_FLAGS.has(flag));

const shownValue = ({ field, value }: PersonRow, { say, language }: Words, day: string): string => {
  if (field === 'gender') {
    const gender = genderSchema.safeParse(value);
    return say(`confirm.genders.${gender.success ? gender.data : 'unknown'}`);
  }
  if (field === 'nationality') return stateName(value, language);
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
        <Note tone="attention" pictogram="info" isSpare={view.relative !== undefined}>
          {say('confirm.clerkChecks')}
        </Note>
      )}
    </>
  );
};

/** Who came along: plainly apart from the patient, and plainly not the patient. */
const Relative = ({ relative }: { readonly relative: NonNullable<View['relative']> }) => {
  const { say } = useWords();
  return (
    <div className="companion">
      <Pictogram name="person" />
      <p>
        <span className="companion-role">{say('confirm.relative')}</span>
        <span className="companion-name">{relative.name ?? say('confirm.relativeUnnamed')}</span>
        <span className="companion-role spare">
          {say(`relationship.relatives.${relative.relationship}`)}
        </span>
      </p>
    </div>
  );
};

/** Yes, this is the patient; or not, or the other one is. */
const AnswersFor = ({ swappable }: { readonly swappable: boolean }) => {
  const { say } = useWords();
  const send = useSend();
  return (
    <>
      <PrimaryButton
        pictogram="check"
        label={say('confirm.yesFor')}
        onPress={() => send({ type: 'confirmIdentity' })}
      />
      <div className={swappable ? 'side-by-side' : undefined}>
        <OutlineButton
          label={say('confirm.noFor')}
          onPress={() => send({ type: 'rejectIdentity' })}
        />
        {swappable && (
          <OutlineButton
            pictogram="swap"
            label={say('confirm.swap')}
            onPress={() => send({ type: 'swapPersons' })}
          />
        )}
      </div>
    </>
  );
};

/** Yes, this is me; or not, or I am here for them. */
const AnswersOwn = () => {
  const { say } = useWords();
  const send = useSend();
  return (
    <>
      <PrimaryButton
        pictogram="check"
        label={say('confirm.yes')}
        onPress={() => send({ type: 'confirmIdentity' })}
      />
      <div className="side-by-side">
        <OutlineButton label={say('confirm.no')} onPress={() => send({ type: 'rejectIdentity' })} />
        <OutlineButton label={say('confirm.actFor')} onPress={() => send({ type: 'actFor' })} />
      </div>
    </>
  );
};

/** Who the hospital believes to have before it, where it knows that from, and one yes or no. */
export const Confirm = ({ view }: StepProps<'confirm'>) => {
  const { say } = useWords();
  const send = useSend();
  const { relative } = view;
  const pages = usePagesThatFit(view.rows, MOST_ROWS);
  return (
    <Page
      isDense
      title={say(relative === undefined ? 'confirm.title' : 'confirm.titleFor')}
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
          {relative === undefined ? <AnswersOwn /> : <AnswersFor swappable={relative.swappable} />}
        </>
      }
    >
      <Notes view={view} />
      {relative !== undefined && (
        <h2 className="patient-role spare">
          <Pictogram name="patient" />
          <span>{say('confirm.patient')}</span>
        </h2>
      )}
      <ul className={`person${relative === undefined ? '' : ' person-patient'}`} ref={pages.ref}>
        {pages.shown.map((row, index) => (
          <Row
            key={row.field}
            row={row}
            priorityGroup={view.priorityGroup}
            saysSource={pages.shown[index - 1]?.source !== row.source}
          />
        ))}
      </ul>
      {relative !== undefined && <Relative relative={relative} />}
    </Page>
  );
};
