import { describe, it } from 'vitest';
import { DRIVER_TABLE } from '../../contract/driver-table.ts';
import { pseudoTerminalsAbsent } from '../pseudo-terminals.ts';
import { runCell, type Pace } from './cell.ts';
import { openRealRig } from './real-rig.ts';
import {
  httpDisplay,
  ippPrinter,
  mqttDisplay,
  printerAtTerminal,
  serialScanner,
  spooledPrinter,
  tcpPrinter,
  type RealLine,
} from './real-lines.ts';
import { STATED, type Family, type FaultName } from './stated.ts';
import { WORK } from './work.ts';

/** Real time on a machine that may have other things to do: how long is held elsewhere. */
const PACE: Pace = {
  middleMs: 40,
  lastsMs: 600,
  saidWithinMs: 20_000,
  recoveryMs: 20_000,
  quietMs: 500,
};
const PATIENCE_MS = 240_000;

interface Row {
  readonly line: string;
  readonly family: Family;
  readonly open: () => Promise<RealLine>;
  readonly faults: readonly FaultName[];
}

const PRINTER_FAULTS = [
  'unplug',
  'replug',
  'hang mid-job',
  'garbage',
  'slow',
  'paper out mid-job',
  'cover open',
  'power cycle',
] as const satisfies readonly FaultName[];
const TERMINAL_FAULTS = ['unplug', 'hang mid-job', 'garbage', 'power cycle'] as const;

const ROWS: readonly Row[] = [
  {
    line: 'TCP',
    family: 'receipt-printer',
    open: tcpPrinter,
    faults: [...PRINTER_FAULTS, 'process abort', 'process hang'],
  },
  {
    line: 'IPP',
    family: 'document-printer',
    open: ippPrinter,
    faults: ['unplug', 'hang', 'garbage', 'paper out mid-job', 'cover open'],
  },
  {
    line: 'MQTT',
    family: 'display',
    open: mqttDisplay,
    faults: ['unplug', 'replug', 'power cycle'],
  },
  {
    line: 'HTTP',
    family: 'display',
    open: httpDisplay,
    faults: ['unplug', 'replug', 'power cycle'],
  },
  {
    line: 'the queue of Windows',
    family: 'spooled-printer',
    open: spooledPrinter,
    faults: ['unplug', 'replug', 'hang mid-job', 'paper out mid-job', 'cover open'],
  },
];

const AT_TERMINALS: readonly Row[] = [
  {
    line: 'a serial port (printer)',
    family: 'receipt-printer',
    open: () => printerAtTerminal('serial-receipt-printer'),
    faults: TERMINAL_FAULTS,
  },
  {
    line: 'the file of a USB printer',
    family: 'receipt-printer',
    open: () => printerAtTerminal('usblp-receipt-printer'),
    faults: TERMINAL_FAULTS,
  },
  {
    line: 'a serial port (scanner)',
    family: 'scanner',
    open: serialScanner,
    faults: ['unplug', 'replug', 'garbage', 'power cycle'],
  },
];

/** One device and one bridge go through all faults, one after the other. */
const suffer = async ({ family, open, faults }: Row): Promise<void> => {
  const line = await open();
  const rig = await openRealRig(line.config, line.hardware);
  const work = WORK[DRIVER_TABLE[line.config.driver].kind];
  try {
    for (const [index, fault] of faults.entries()) {
      const stated = STATED[family][fault];
      if (stated === undefined) throw new Error(`${fault} cannot happen there`);
      await runCell(rig, { work, fault, stated }, PACE, 1 + 3 * index).catch((cause: unknown) => {
        throw new Error(fault, { cause });
      });
    }
  } finally {
    await rig.bridge.stop();
    await line.remove();
  }
};

describe.concurrent('every fault on a real line: said, over by itself, nothing twice, nothing late', () => {
  it.each(ROWS)('$line', suffer, PATIENCE_MS);
  const absent = pseudoTerminalsAbsent();
  const title = `$line${absent === undefined ? '' : ` (left out: ${absent})`}`;
  it.skipIf(absent !== undefined).each(AT_TERMINALS)(title, suffer, PATIENCE_MS);
});
