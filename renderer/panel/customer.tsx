import { customerPaysSchema } from '../../core/contract/panel.ts';
import { formatDong } from '../../core/document/format.ts';
import { PanelButton } from './panel-button.tsx';
import { usePanel, useSay } from './panel-context.ts';

/** The patient's banking app: pays the code shown last, rightly or wrongly. */
export const Customer = () => {
  const say = useSay();
  const hasCustomer = usePanel(view => view.state?.hasCustomer) === true;
  const paid = usePanel(view => view.paid);
  const pay = usePanel(view => view.payAsCustomer);
  if (!hasCustomer) return null;
  return (
    <section className="panel-section">
      <h2>{say('customer.title')}</h2>
      <p role="status">
        {paid === undefined
          ? say('customer.lead')
          : paid === null
            ? say('customer.nothing')
            : say('customer.paid', { amount: formatDong(paid) })}
      </p>
      <div className="panel-tools">
        {customerPaysSchema.options.map(way => (
          <PanelButton key={way} label={say(`customer.ways.${way}`)} onPress={() => pay(way)} />
        ))}
      </div>
    </section>
  );
};
