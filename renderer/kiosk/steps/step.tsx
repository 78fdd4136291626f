import type { ReactNode } from 'react';
import type { StepName, StepView } from '../../../core/contract/kiosk.ts';
import { Bills } from '../payment/bills.tsx';
import { ChargesPage } from '../payment/charges.tsx';
import { InvoicePage } from '../payment/invoice.tsx';
import { PaymentCodePage } from '../payment/payment-code-page.tsx';
import { PaymentResult } from '../payment/payment-result.tsx';
import { PaymentSlipPage } from '../payment/payment-slip.tsx';
import { PaymentWait } from '../payment/payment-wait.tsx';
import { TaxCodePage } from '../payment/tax-code.tsx';
import { AlreadyRegistered } from './already-registered.tsx';
import { CardKey } from './card-key.tsx';
import { Clinic } from './clinic.tsx';
import { Confirm } from './confirm.tsx';
import { Counter } from './counter.tsx';
import { Coverage } from './coverage.tsx';
import { Describe } from './describe.tsx';
import { Farewell } from './farewell.tsx';
import { Identify } from './identify.tsx';
import { Issuing } from './issuing.tsx';
import { LayCard } from './lay-card.tsx';
import { OtherWays } from './other-ways.tsx';
import { OutOfService } from './out-of-service.tsx';
import { Passport } from './passport.tsx';
import { Priority } from './priority.tsx';
import { Purpose } from './purpose.tsx';
import { Reading } from './reading.tsx';
import { Relationship } from './relationship.tsx';
import { Slip } from './slip.tsx';
import type { StepProps } from './step-props.ts';
import { Ticket } from './ticket.tsx';
import { TypeNumber } from './type-number.tsx';
import { TypePassport } from './type-passport.tsx';
import { TypeSlip } from './type-slip.tsx';
import { Welcome } from './welcome.tsx';

/** Every step has its page: a new step without one does not compile. */
const PAGES: { readonly [Name in StepName]: (props: StepProps<Name>) => ReactNode } = {
  welcome: Welcome,
  identify: Identify,
  'type-number': TypeNumber,
  'other-ways': OtherWays,
  relationship: Relationship,
  describe: Describe,
  passport: Passport,
  'type-passport': TypePassport,
  reading: Reading,
  'card-key': CardKey,
  'lay-card': LayCard,
  confirm: Confirm,
  priority: Priority,
  'already-registered': AlreadyRegistered,
  purpose: Purpose,
  clinic: Clinic,
  coverage: Coverage,
  slip: Slip,
  'type-slip': TypeSlip,
  issuing: Issuing,
  charges: ChargesPage,
  invoice: InvoicePage,
  'tax-code': TaxCodePage,
  'payment-wait': PaymentWait,
  'payment-code': PaymentCodePage,
  'payment-result': PaymentResult,
  'payment-slip': PaymentSlipPage,
  bills: Bills,
  ticket: Ticket,
  counter: Counter,
  farewell: Farewell,
  'out-of-service': OutOfService,
};

export const Step = ({ view }: { readonly view: StepView }) => {
  // One entry fits its own view; the type system cannot follow a union through a table.
  const StepPage = PAGES[view.name] as (props: { readonly view: StepView }) => ReactNode;
  return <StepPage view={view} />;
};
