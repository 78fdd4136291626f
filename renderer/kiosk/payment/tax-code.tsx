import { taxCodeOf } from '../../../core/billing/tax-code.ts';
import { PrimaryButton } from '../../ui/controls/buttons.tsx';
import { Note } from '../frame/note.tsx';
import { Page } from '../frame/page.tsx';
import { useSend, useSnapshot, useWords } from '../screen-context.ts';
import { Keypad } from '../steps/keypad.tsx';
import type { StepProps } from '../steps/step-props.ts';
import { BLANK, HintLine, useDigits } from '../steps/typed-digits.tsx';
import { LONGEST_TAX_CODE, shownTaxCode, taxCodeHint } from './tax-code-entry.ts';

const COMPANY_BLANKS = BLANK.repeat(10);

/** A company's tax code: typed on large keys, or held before the scanner at any time. */
export const TaxCodePage = ({ view }: StepProps<'tax-code'>) => {
  const { say } = useWords();
  const send = useSend();
  const scans = useSnapshot(({ service }) => service.codeScanner === 'ready');
  const { digits, keys } = useDigits(LONGEST_TAX_CODE);
  const taxCode = taxCodeOf(digits);
  return (
    <Page
      isDense
      title={say('pay.taxCode.title')}
      lead={scans && !view.isUnreadable ? say('pay.taxCode.scan') : undefined}
      actions={
        <>
          <Keypad {...keys} />
          <PrimaryButton
            label={say('pay.taxCode.use')}
            isDisabled={taxCode === undefined}
            onPress={() => {
              if (taxCode !== undefined) send({ type: 'submitTaxCode', taxCode });
            }}
          />
        </>
      }
    >
      <div className="news" role="status">
        {view.isUnreadable && digits === '' && (
          <Note tone="attention" pictogram="attention">
            {say('pay.taxCode.unreadable')}
          </Note>
        )}
      </div>
      <div className="typed">
        <div className="typed-box" role="group" aria-label={say('pay.taxCode.number')}>
          {digits === '' ? (
            <span className="typed-empty" aria-hidden="true">
              {COMPANY_BLANKS}
            </span>
          ) : (
            shownTaxCode(digits)
          )}
        </div>
        <HintLine hint={taxCodeHint(digits)} isComplete={taxCode !== undefined} />
      </div>
    </Page>
  );
};
