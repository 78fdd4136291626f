import type { TicketView } from '../../../core/contract/kiosk.ts';
import { OutlineButton } from '../../ui/controls/buttons.tsx';
import { useSend, useSnapshot } from '../screen-context.ts';

/** Whether a slip could come out now; else nobody is offered one. */
export const usePrinterThere = (): boolean =>
  useSnapshot(({ service }) => service.printer !== 'unavailable');

interface ReprintButtonProps {
  readonly ticket: TicketView;
  readonly label: string;
  readonly large?: boolean;
}

/** The slip once more, as long as there is a printer for it. */
export const ReprintButton = ({ ticket, label, large = false }: ReprintButtonProps) => {
  const send = useSend();
  if (!usePrinterThere()) return null;
  return (
    <OutlineButton
      pictogram="printer"
      label={label}
      isDisabled={ticket.print === 'printing'}
      onPress={() => send({ type: 'reprint', large, label: ticket.label })}
    />
  );
};
