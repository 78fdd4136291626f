import { type SerialLineSettings } from '../../contract/serial-line.ts';

/** Bytes a second at best: every byte travels with a start bit, its parity and its stop bits. */
export const bytesPerSecond = ({
  baudRate = 9600,
  dataBits = 8,
  parity = 'none',
  stopBits = 1,
}: Omit<SerialLineSettings, 'port'>): number =>
  baudRate / (1 + dataBits + (parity === 'none' ? 0 : 1) + stopBits);
