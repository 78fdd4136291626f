import { type SimulatorAction } from '../../core/contract/device.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type OpenByteChannel } from '../contract/byte-channel.ts';
import { type SimulatedHardware } from '../contract/driver.ts';
import { type Bitmap } from '../imaging/bitmap.ts';
import { createPrinterMachine, type PrinterTraits } from './escpos/printer-machine.ts';
import { createSimulatedLine } from './simulated-line.ts';

export interface SimulatedReceiptPrinter {
  readonly open: OpenByteChannel;
  readonly hardware: SimulatedHardware;
}

/** A printer on a cable that a person can pull. */
export const createSimulatedReceiptPrinter = (
  traits: PrinterTraits,
  clock: Clock,
  onSheet: (sheet: Bitmap) => void,
): SimulatedReceiptPrinter => {
  const line = createSimulatedLine(bytes => machine.receive(bytes));
  const machine = createPrinterMachine({
    traits,
    clock,
    transmit: bytes => line.transmit(bytes),
    onSheet,
  });

  const act = (action: SimulatorAction): void => {
    switch (action.action) {
      case 'paper': {
        machine.sense({ paper: action.state });
        return;
      }
      case 'cover': {
        machine.sense({ coverOpen: action.open });
        return;
      }
      case 'jam': {
        machine.sense({ jammed: action.jammed });
        return;
      }
      case 'plug': {
        line.plug(action.connected);
        return;
      }
      default:
        throw new FaultError('bad-request', `a printer cannot take ${action.action}`);
    }
  };

  return { open: line.open, hardware: { act } };
};
