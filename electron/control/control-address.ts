import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** sun_path holds 108 bytes on Linux and 104 on macOS, the end mark included. */
const LONGEST_SOCKET_PATH = 100;

/** Where the running kiosk of this data directory listens for its command line. */
export const controlAddress = (dataDirectory: string): string => {
  const name = createHash('sha256').update(dataDirectory).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\tiep-don-${name}`;
  const inside = join(dataDirectory, 'control.sock');
  return Buffer.byteLength(inside) <= LONGEST_SOCKET_PATH
    ? inside
    : join(tmpdir(), `tiep-don-${name}.sock`);
};
