import type { PriorityGroup } from '../../../core/contract/hub.ts';
import { ChoiceRow, OutlineButton } from '../../ui/controls/buttons.tsx';
import type { PictogramName } from '../../ui/pictograms/pictogram.tsx';
import { Illustration } from '../../ui/pictograms/illustration.tsx';
import { Page } from '../frame/page.tsx';
import { useSend, useWords } from '../screen-context.ts';
import type { StepProps } from './step-props.ts';

/** The groups that no card shows (Law 2023, Art. 3(2)); age groups follow from the birth date. */
const DECLARED: readonly { readonly group: PriorityGroup; readonly pictogram: PictogramName }[] = [
  { group: 'pregnant', pictogram: 'mother' },
  { group: 'severe-disability', pictogram: 'wheelchair' },
  { group: 'person-with-merit', pictogram: 'medal' },
];

export const Priority = ({ view }: StepProps<'priority'>) => {
  const { say } = useWords();
  const send = useSend();
  return (
    <Page
      isList
      title={say('priority.title')}
      lead={say('priority.lead')}
      actions={
        <>
          <ul className="choices">
            {DECLARED.map(({ group, pictogram }) => (
              <li key={group}>
                <ChoiceRow
                  pictogram={pictogram}
                  title={say(`priority.groups.${group}`)}
                  hint={view.declared === group ? say('priority.chosen') : undefined}
                  tone={view.declared === group ? 'chosen' : 'plain'}
                  onPress={() => send({ type: 'declarePriority', group })}
                />
              </li>
            ))}
          </ul>
          <OutlineButton
            label={say('priority.none')}
            onPress={() => send({ type: 'declarePriority', group: null })}
          />
        </>
      }
    >
      <div className="page-picture page-picture-beside">
        <Illustration scene="desk" />
      </div>
    </Page>
  );
};
