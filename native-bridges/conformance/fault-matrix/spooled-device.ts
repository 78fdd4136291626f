import { FaultError } from '../../../core/contract/errors.ts';
import { type PrintSpooler } from '../../contract/print-spooler.ts';
import { type DriverName } from '../../contract/driver-table.ts';
import { type PrinterProfileId } from '../../contract/printer-profile-id.ts';
import { pause } from '../../core/deadline.ts';
import { PRINTER_PROFILES } from '../../drivers/receipt-printer/profiles.ts';
import { createSpooledPrinter } from '../../drivers/receipt-printer/spooled-printer.ts';
import { createSimulatedSpooler } from '../../simulators/winspool/simulated-spooler.ts';
import { type MakeDevice } from './troubled-device.ts';

/** As long as the spooler of Windows is given for an answer. */
const ANSWER_MS = 900;

/** A printer behind the spooler of the system, which hangs and is slow as a whole. */
export const printerInQueue =
  (driver: DriverName, profileId: PrinterProfileId): MakeDevice =>
  ({ clock }) => {
    const sheets: number[] = [];
    const profile = PRINTER_PROFILES[profileId];
    const system = createSimulatedSpooler(profile, clock, ({ heightDots }) =>
      sheets.push(heightDots),
    );
    let hung = false;
    let delayMs = 0;
    const through = async <T>(ask: () => Promise<T>): Promise<T> => {
      await pause(clock, hung ? ANSWER_MS : delayMs);
      if (hung) throw new FaultError('printer-silent', 'the spooler does not answer');
      return ask();
    };
    const { spooler } = system;
    const troubled: PrintSpooler = {
      look: printer => through(() => spooler.look(printer)),
      submit: (...job) => through(() => spooler.submit(...job)),
      job: (...job) => through(() => spooler.job(...job)),
      cancel: (...job) => through(() => spooler.cancel(...job)),
      sweep: (...jobs) => through(() => spooler.sweep(...jobs)),
      stop: () => undefined,
    };
    return {
      sheets,
      plug: connected => system.hardware.act({ action: 'plug', connected }),
      power: on => system.power(on),
      hang: now => {
        hung = now;
      },
      slow: ms => {
        delayMs = ms;
      },
      act: action => system.hardware.act(action),
      orphaned: () => undefined,
      install: context => {
        const options = { driver, spooler: troubled, printer: 'Receipts', profile };
        return Promise.resolve({ driver: createSpooledPrinter(options, context) });
      },
    };
  };
