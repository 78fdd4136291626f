import { afterAll, describe } from 'vitest';
import { type SimulatorAction } from '../../core/contract/device.ts';
import { type DeviceConfig } from '../contract/bridge.ts';
import { PRINTER_PROFILES } from '../drivers/receipt-printer/profiles.ts';
import { systemClock } from '../process/system-clock.ts';
import {
  startTcpReceiptPrinter,
  type TcpReceiptPrinter,
} from '../simulators/tcp/tcp-receipt-printer.ts';
import { type DeviceHarness, openHarness } from './harness.ts';
import { openPrinterCable } from './printer-cable.ts';
import { pseudoTerminalsAbsent } from './pseudo-terminals.ts';
import { receiptPrinterSuite, type ReceiptPrinterRig } from './receipt-printer.suite.ts';

/** The suite over real sockets and real terminals: the printer alone is code, in real time. */
const PROFILE = 'generic-80mm';

const sense = (printer: TcpReceiptPrinter, action: SimulatorAction): void => {
  if (action.action === 'paper') printer.sense({ paper: action.state });
  else if (action.action === 'cover') printer.sense({ coverOpen: action.open });
  else if (action.action === 'jam') printer.sense({ jammed: action.jammed });
};

const cleanUps: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const sheets = new WeakMap<DeviceHarness, () => number>();

const startPrinter = async () => {
  let printed = 0;
  const printer = await startTcpReceiptPrinter({
    traits: PRINTER_PROFILES[PROFILE],
    clock: systemClock,
    onSheet: () => (printed += 1),
  });
  cleanUps.push(() => printer.close());
  return { printer, printed: () => printed };
};

const onNetwork = async (): Promise<DeviceHarness> => {
  const { printer, printed } = await startPrinter();
  const harness = await openHarness(
    {
      id: 'printer',
      driver: 'tcp-receipt-printer',
      host: '127.0.0.1',
      port: printer.port,
      profile: PROFILE,
    },
    {
      hand: action => {
        if (action.action === 'plug') void printer.power(action.connected);
        else sense(printer, action);
      },
    },
  );
  sheets.set(harness, printed);
  return harness;
};

const onCable = async (config: (path: string) => DeviceConfig): Promise<DeviceHarness> => {
  const { printer, printed } = await startPrinter();
  const cable = await openPrinterCable(printer.port);
  cleanUps.push(() => cable.remove());
  const harness = await openHarness(config(cable.path), {
    hand: action => {
      if (action.action === 'plug') void cable.plug(action.connected);
      else sense(printer, action);
    },
  });
  sheets.set(harness, printed);
  return harness;
};

const rig: Omit<ReceiptPrinterRig, 'open'> = {
  profile: PRINTER_PROFILES[PROFILE],
  simulated: false,
  printed: harness => sheets.get(harness)?.(),
  quietMs: 600,
};

// Each test has a printer and a line of its own.
describe.concurrent('over the network', () => {
  receiptPrinterSuite('over TCP', { ...rig, open: onNetwork });
});

const absent = pseudoTerminalsAbsent();
describe
  .skipIf(absent !== undefined)
  .concurrent(`over a terminal${absent === undefined ? '' : ` (left out: ${absent})`}`, () => {
    receiptPrinterSuite('on a serial port', {
      ...rig,
      open: () =>
        onCable(path => ({
          id: 'printer',
          driver: 'serial-receipt-printer',
          port: { path },
          baudRate: 115_200,
          profile: PROFILE,
        })),
    });

    // The file of `usblp` is read and written like a terminal: without waiting, until it is gone.
    receiptPrinterSuite('on the file of a USB printer', {
      ...rig,
      open: () =>
        onCable(path => ({
          id: 'printer',
          driver: 'usblp-receipt-printer',
          port: { path },
          profile: PROFILE,
        })),
    });
  });
