import { type Clock } from '../../../core/ports/ports.ts';
import { type PrinterProfile } from '../../drivers/receipt-printer/profiles.ts';
import { type Bitmap } from '../../imaging/bitmap.ts';
import { readCommand, type ReceivedCommand } from './command-reader.ts';
import { createPaperRoll } from './paper-roll.ts';
import {
  automaticStatus,
  isOffline,
  NOTHING_WRONG,
  paperSensorStatus,
  realTimeStatus,
  type PrinterSensors,
} from './printer-status.ts';
import { watchRealTime } from './real-time.ts';

/** About 250 mm a second, in steps. */
const STEP = { rows: 24, ms: 12 };
const LINE_DOTS = 30;
/** A person tears the paper off a printer without cutter once it stands still. */
const TEAR_MS = 400;

export type PrinterTraits = Pick<
  PrinterProfile,
  'widthDots' | 'answers' | 'automaticStatus' | 'confirms' | 'clearsBuffers' | 'cut'
>;

/** A printer without its plug: bytes in, bytes out, and the hands of a person. */
export interface PrinterMachine {
  receive(bytes: Uint8Array): void;
  sense(seen: Partial<PrinterSensors>): void;
  /** Bytes received and not yet obeyed. */
  backlog(): number;
  /** Off and on: whatever it held is gone; the paper below the head stays. */
  powerCycle(): void;
}

export interface PrinterMachineOptions {
  readonly traits: PrinterTraits;
  readonly clock: Clock;
  readonly transmit: (bytes: Uint8Array) => void;
  readonly onSheet: (sheet: Bitmap) => void;
}

/**
 * A printer that does with bytes what the Epson command reference says: commands wait in a buffer
 * for a head that takes its time and stops dead at the end of the paper; real-time commands do not
 * wait. It keeps its power and its buffer when the cable is pulled.
 */
export const createPrinterMachine = ({
  traits,
  clock,
  transmit,
  onSheet,
}: PrinterMachineOptions): PrinterMachine => {
  const roll = createPaperRoll(traits.widthDots);
  let sensors: PrinterSensors = NOTHING_WRONG;
  let buffer: Uint8Array = new Uint8Array();
  /** Rows of the raster command under the head. */
  let printing: Uint8Array[] = [];
  let automatic = false;
  let moving = false;
  let cancelTear: (() => void) | undefined;

  const answer = (...bytes: number[]): void => {
    if (traits.answers) transmit(Uint8Array.from(bytes));
  };

  let watch = watchRealTime();

  const receive = (bytes: Uint8Array): void => {
    let kept = bytes;
    bytes.forEach((byte, at) => {
      const command = watch(byte);
      if (command === undefined) return;
      if (command.kind === 'status') {
        answer(realTimeStatus(command.n, sensors));
        return;
      }
      if (!traits.clearsBuffers) return;
      buffer = new Uint8Array();
      printing = [];
      kept = bytes.subarray(at + 1);
      answer(0x37, 0x25, 0x00);
    });
    // A status request between commands is answered and gone: it takes no room in the buffer.
    if (!isStatusRequest(kept)) buffer = Buffer.concat([buffer, kept]);
    work();
  };

  /** Goes on until the head is busy, the buffer has no whole command, or the printer stops. */
  const work = (): void => {
    while (!moving && !isOffline(sensors)) {
      if (printing.length > 0) {
        printSome();
        return;
      }
      const read = readCommand(buffer);
      if (read === undefined) {
        awaitTear();
        return;
      }
      buffer = buffer.subarray(read.length);
      execute(read.command);
    }
  };

  const printSome = (): void => {
    for (const row of printing.splice(0, STEP.rows)) roll.printRow(row);
    moving = true;
    clock.after(STEP.ms, () => {
      moving = false;
      work();
    });
  };

  const execute = (command: ReceivedCommand): void => {
    switch (command.kind) {
      case 'initialise':
        automatic = false;
        return;
      case 'raster':
        printing = rowsOf(command);
        return;
      case 'feed-dots': {
        roll.feed(command.dots);
        return;
      }
      case 'feed-lines': {
        roll.feed(command.lines * LINE_DOTS);
        return;
      }
      case 'cut':
        roll.feed(command.feedDots);
        {
          if (traits.cut === 'partial') takeSheet();
          return;
        }
      case 'automatic-status':
        automatic = traits.automaticStatus && command.mask !== 0;
        if (automatic) answer(...automaticStatus(sensors));
        return;
      case 'transmit-status': {
        answer(paperSensorStatus(sensors));
        return;
      }
      case 'process-id':
        if (traits.confirms === 'process-id') answer(0x37, 0x22, ...command.id, 0x00);
        return;
      case 'character': {
        roll.printCharacter();
        return;
      }
      case 'ignored':
    }
  };

  const takeSheet = (): void => {
    const sheet = roll.cut();
    if (sheet !== undefined) onSheet(sheet);
  };

  const awaitTear = (): void => {
    cancelTear?.();
    if (traits.cut === 'partial' || roll.rows === 0) return;
    cancelTear = clock.after(TEAR_MS, takeSheet);
  };

  const sense = (seen: Partial<PrinterSensors>): void => {
    sensors = { ...sensors, ...seen };
    if (automatic) answer(...automaticStatus(sensors));
    work();
  };

  const powerCycle = (): void => {
    buffer = new Uint8Array();
    printing = [];
    automatic = false;
    watch = watchRealTime();
  };

  return { receive, sense, powerCycle, backlog: () => buffer.length };
};

const isStatusRequest = (bytes: Uint8Array): boolean =>
  bytes.length === 3 && bytes[0] === 0x10 && bytes[1] === 0x04;

const rowsOf = (raster: Extract<ReceivedCommand, { kind: 'raster' }>): Uint8Array[] => {
  const { bytesPerRow, data } = raster;
  if (bytesPerRow === 0) return [];
  return Array.from({ length: data.length / bytesPerRow }, (_, row) =>
    data.subarray(row * bytesPerRow, (row + 1) * bytesPerRow),
  );
};
