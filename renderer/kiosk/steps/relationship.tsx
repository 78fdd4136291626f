import { Button } from 'react-aria-components/Button';
import type { Relationship as Kind } from '../../../core/contract/related-person.ts';
import { Illustration } from '../../ui/pictograms/illustration.tsx';
import { Pictogram, type PictogramName } from '../../ui/pictograms/pictogram.tsx';
import { Page } from '../frame/page.tsx';
import { useSend, useWords } from '../screen-context.ts';
import './relationship.css';

/** By what the relative is to the patient; the words say what the patient is to the relative. */
const PATIENTS: readonly { readonly relationship: Kind; readonly pictogram: PictogramName }[] = [
  { relationship: 'parent', pictogram: 'family' },
  { relationship: 'grandparent', pictogram: 'grandchild' },
  { relationship: 'child', pictogram: 'elder' },
  { relationship: 'spouse', pictogram: 'couple' },
  { relationship: 'sibling', pictogram: 'siblings' },
  { relationship: 'other', pictogram: 'person' },
];

/** Who is ill: six pictures, one touch. */
export const Relationship = () => {
  const { say } = useWords();
  const send = useSend();
  return (
    <Page
      isList
      title={say('relationship.title')}
      lead={say('relationship.lead')}
      actions={
        <ul className="relations">
          {PATIENTS.map(({ relationship, pictogram }) => (
            <li key={relationship}>
              <Button
                className="relation"
                onPress={() => send({ type: 'chooseRelationship', relationship })}
              >
                <span className="choice-picture">
                  <Pictogram name={pictogram} />
                </span>
                <span className="relation-words">
                  {say(`relationship.patients.${relationship}`)}
                </span>
              </Button>
            </li>
          ))}
        </ul>
      }
    >
      <div className="page-picture page-picture-beside">
        <Illustration scene="desk" />
      </div>
    </Page>
  );
};
