import { type Clock } from '../../../core/ports/ports.ts';
import { type OpenByteChannel } from '../../contract/byte-channel.ts';
import { type DriverName } from '../../contract/driver-table.ts';
import { type PrinterProfileId } from '../../contract/printer-profile-id.ts';
import { createCodeScanner } from '../../drivers/code-scanner/driver.ts';
import { createHidPosScanner } from '../../drivers/code-scanner/hid-pos.ts';
import { createReceiptPrinter } from '../../drivers/receipt-printer/driver.ts';
import { PRINTER_PROFILES } from '../../drivers/receipt-printer/profiles.ts';
import { createSimulatedCodeScanner } from '../../simulators/code-scanner.ts';
import { createSimulatedReceiptPrinter } from '../../simulators/receipt-printer.ts';
import { type LineUse } from '../../transports/held-line.ts';
import { rubbish, type MakeDevice, type TroubledDevice } from './troubled-device.ts';
import { createTroubledLine, type TroubledLine } from './troubled-line.ts';

const BABBLE_BYTES = 700;

/** What can happen to anything on a line of bytes. */
const troublesOf = (
  line: TroubledLine,
): Pick<TroubledDevice, 'plug' | 'hang' | 'slow' | 'babble' | 'orphaned'> => ({
  plug: line.plug,
  hang: line.hang,
  slow: line.slow,
  babble: () => line.babble(rubbish(BABBLE_BYTES)),
  orphaned: line.drop,
});

export const scannerOn =
  (driver: DriverName, plugged: 'serial' | 'hid-pos'): MakeDevice =>
  ({ clock }) => {
    const scanner = createSimulatedCodeScanner(plugged);
    const line = createTroubledLine(scanner.open, clock);
    return {
      ...troublesOf(line),
      power: line.plug,
      act: action => scanner.hardware.act(action),
      install: context => {
        const options = { driver, open: line.open };
        const made =
          plugged === 'hid-pos'
            ? createHidPosScanner(options, context)
            : createCodeScanner({ ...options, prefix: '', terminator: 'any' }, context);
        return Promise.resolve({ driver: made });
      },
    };
  };

/** A printer that loses what it held, paper sticking out of it included, with its power. */
const powered = (profile: PrinterProfileId, clock: Clock, sheets: number[]) => {
  const make = () =>
    createSimulatedReceiptPrinter(PRINTER_PROFILES[profile], clock, ({ heightDots }) =>
      sheets.push(heightDots),
    );
  let printer = make();
  const open: OpenByteChannel = () => printer.open();
  return {
    open,
    act: (action: Parameters<TroubledDevice['act']>[0]) => printer.hardware.act(action),
    renew: () => {
      printer.hardware.act({ action: 'plug', connected: false });
      printer = make();
    },
  };
};

export const printerOn =
  (
    driver: DriverName,
    profile: PrinterProfileId,
    how: { readonly use?: LineUse; readonly bytesPerSecond?: number } = {},
  ): MakeDevice =>
  ({ clock }) => {
    const sheets: number[] = [];
    const printer = powered(profile, clock, sheets);
    const line = createTroubledLine(printer.open, clock);
    return {
      ...troublesOf(line),
      sheets,
      act: printer.act,
      power: on => {
        line.plug(on);
        if (on) return;
        printer.renew();
      },
      install: context =>
        Promise.resolve({
          driver: createReceiptPrinter(
            { driver, open: line.open, profile: PRINTER_PROFILES[profile], ...how },
            context,
          ),
        }),
    };
  };
