import { type SimulatorAction } from '../../core/contract/device.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type OpenByteChannel } from '../contract/byte-channel.ts';
import { type SimulatedHardware } from '../contract/driver.ts';
import { SCANNED_DATA_DESCRIPTOR, scannedDataReports } from './scanned-data-reports.ts';
import { createSimulatedLine } from './simulated-line.ts';

export interface SimulatedCodeScanner {
  readonly open: OpenByteChannel;
  readonly hardware: SimulatedHardware;
}

/**
 * A scanner: on a serial line it puts bytes in whatever pieces one likes, as a HID device the
 * reports of a whole code.
 */
export const createSimulatedCodeScanner = (
  plugged: 'serial' | 'hid-pos' = 'serial',
): SimulatedCodeScanner => {
  // A scanner on a line takes no commands in normal use.
  const line = createSimulatedLine(() => undefined);

  const scan = (bytes: Uint8Array, chunks: readonly number[]): void => {
    if (plugged === 'hid-pos') {
      for (const report of scannedDataReports(bytes)) line.transmit(report);
      return;
    }
    let at = 0;
    for (const size of chunks) {
      if (at >= bytes.length) return;
      line.transmit(bytes.subarray(at, at + size));
      at += size;
    }
    if (at < bytes.length) line.transmit(bytes.subarray(at));
  };

  const act = (action: SimulatorAction): void => {
    switch (action.action) {
      case 'scan': {
        scan(Buffer.from(action.bytes, 'base64'), action.chunks ?? []);
        return;
      }
      case 'plug': {
        line.plug(action.connected);
        return;
      }
      default:
        throw new FaultError('bad-request', `a scanner cannot take ${action.action}`);
    }
  };

  const openHid: OpenByteChannel = async () =>
    Object.assign(await line.open(), { descriptor: SCANNED_DATA_DESCRIPTOR });

  return { open: plugged === 'hid-pos' ? openHid : line.open, hardware: { act } };
};
