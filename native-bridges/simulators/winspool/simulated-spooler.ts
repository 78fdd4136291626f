import { type SimulatorAction } from '../../../core/contract/device.ts';
import { FaultError } from '../../../core/contract/errors.ts';
import { type Clock } from '../../../core/ports/ports.ts';
import { type PrintSpooler } from '../../contract/print-spooler.ts';
import { type SimulatedHardware } from '../../contract/driver.ts';
import { type Bitmap } from '../../imaging/bitmap.ts';
import { createPrinterMachine, type PrinterTraits } from '../escpos/printer-machine.ts';

export interface SimulatedSpooler {
  readonly spooler: PrintSpooler;
  readonly hardware: SimulatedHardware;
  /** Off: what the printer held is lost, what stands in the queue is not. */
  power(on: boolean): void;
  /** Documents in the queue, oldest first. */
  readonly queue: () => readonly string[];
}

/** What goes over the cable at once, and what the printer holds: more than one picture. */
const PACKET_BYTES = 2_048;
const BUFFER_BYTES = 16_384;
const PACKET_MS = 5;

const STATUS = { paperOut: 0x10, doorOpen: 0x40_0000, jam: 0x8 };
const WORK_OFFLINE = 0x400;
const JOB_PRINTING = 0x10;
const JOB_PAPER_OUT = 0x40;
const JOB_OFFLINE = 0x20;

interface QueuedJob {
  readonly id: number;
  readonly document: string;
  readonly bytes: Uint8Array;
  at: number;
}

/**
 * A spooler as Windows has one: it keeps what the printer cannot take, however long that lasts, and
 * prints it when it can; its word that a job is gone says only that the printer has the bytes.
 */
export const createSimulatedSpooler = (
  traits: PrinterTraits,
  clock: Clock,
  onSheet: (sheet: Bitmap) => void,
): SimulatedSpooler => {
  const makeMachine = () =>
    createPrinterMachine({ traits, clock, transmit: () => undefined, onSheet });
  let machine = makeMachine();
  let queue: QueuedJob[] = [];
  let lastId = 0;
  let connected = true;
  let paper: 'ok' | 'near-end' | 'end' = 'ok';
  let coverOpen = false;
  let jammed = false;
  let working = false;

  const canPrint = (): boolean => connected && paper !== 'end' && !coverOpen && !jammed;

  const work = (): void => {
    const [job] = queue;
    if (working || job === undefined || !canPrint()) return;
    working = true;
    clock.after(PACKET_MS, () => {
      working = false;
      if (queue[0] === job && canPrint() && machine.backlog() < BUFFER_BYTES) {
        machine.receive(job.bytes.subarray(job.at, job.at + PACKET_BYTES));
        job.at += PACKET_BYTES;
        if (job.at >= job.bytes.length) queue = queue.slice(1);
      }
      work();
    });
  };

  const jobStatus = (): number => {
    if (!connected) return JOB_OFFLINE;
    return canPrint() ? JOB_PRINTING : JOB_PAPER_OUT;
  };

  const spooler: PrintSpooler = {
    look: () =>
      Promise.resolve({
        status:
          (paper === 'end' ? STATUS.paperOut : 0) |
          (coverOpen ? STATUS.doorOpen : 0) |
          (jammed ? STATUS.jam : 0),
        attributes: connected ? 0 : WORK_OFFLINE,
      }),
    submit: (_printer, document, bytes) => {
      lastId += 1;
      queue = [...queue, { id: lastId, document, bytes, at: 0 }];
      work();
      return Promise.resolve(lastId);
    },
    job: (_printer, id) =>
      Promise.resolve(queue.some(job => job.id === id) ? jobStatus() : undefined),
    cancel: (_printer, id) => {
      queue = queue.filter(job => job.id !== id);
      return Promise.resolve();
    },
    sweep: (_printer, prefix) => {
      queue = queue.filter(({ document }) => !document.startsWith(prefix));
      return Promise.resolve();
    },
    stop: () => undefined,
  };

  const act = (action: SimulatorAction): void => {
    switch (action.action) {
      case 'paper':
        paper = action.state;
        machine.sense({ paper });
        break;
      case 'cover':
        coverOpen = action.open;
        machine.sense({ coverOpen });
        break;
      case 'jam':
        jammed = action.jammed;
        machine.sense({ jammed });
        break;
      case 'plug':
        connected = action.connected;
        break;
      default:
        throw new FaultError('bad-request', `a printer cannot take ${action.action}`);
    }
    work();
  };

  return {
    spooler,
    hardware: { act },
    power: on => {
      if (!on) machine = makeMachine();
      act({ action: 'plug', connected: on });
    },
    queue: () => queue.map(({ document }) => document),
  };
};
