import { type Bitmap } from '../../imaging/bitmap.ts';
import { bandsOf } from './bands.ts';
import { type PrinterProfile } from './profiles.ts';

/** n of DLE EOT: 1 printer, 2 cause of being offline, 3 cause of an error, 4 paper. */
export type StatusRequest = 1 | 2 | 3 | 4;

/** The commands of the Epson ESC/POS set a ticket needs, as values. */
export type EscPosCommand =
  /** ESC @ */
  | { readonly command: 'initialise' }
  /** GS v 0, normal density. */
  | {
      readonly command: 'raster';
      readonly bytesPerRow: number;
      readonly rows: number;
      readonly data: Uint8Array;
    }
  /** ESC J, at most 255 dots. */
  | { readonly command: 'feed'; readonly dots: number }
  /** GS V 66: feed to the cutter and `dots` more, then cut leaving one point. */
  | { readonly command: 'partial-cut'; readonly dots: number }
  /** DLE EOT n */
  | { readonly command: 'request-status'; readonly request: StatusRequest }
  /** GS a: all kinds of automatic status, or none. */
  | { readonly command: 'automatic-status'; readonly on: boolean }
  /** GS r 1: paper sensor status, answered in its turn. */
  | { readonly command: 'transmit-paper-status' }
  /** GS ( H function 48: four characters sent back once everything before is printed. */
  | { readonly command: 'process-id'; readonly id: string }
  /** DLE DC4 function 8 */
  | { readonly command: 'clear-buffers' };

const DLE = 0x10;
const ESC = 0x1b;
const GS = 0x1d;
const EOT = 0x04;
const DC4 = 0x14;

const low = (value: number): number => value & 0xff;
const high = (value: number): number => (value >> 8) & 0xff;

/** The bytes of one command. */
export const encodeCommand = (value: EscPosCommand): Uint8Array => {
  switch (value.command) {
    case 'initialise':
      return Uint8Array.of(ESC, 0x40);
    case 'raster': {
      const { bytesPerRow: x, rows: y, data } = value;
      const header = [GS, 0x76, 0x30, 0x00, low(x), high(x), low(y), high(y)];
      const bytes = new Uint8Array(header.length + data.length);
      bytes.set(header);
      bytes.set(data, header.length);
      return bytes;
    }
    case 'feed':
      return Uint8Array.of(ESC, 0x4a, Math.min(value.dots, 255));
    case 'partial-cut':
      return Uint8Array.of(GS, 0x56, 66, Math.min(value.dots, 255));
    case 'request-status':
      return Uint8Array.of(DLE, EOT, value.request);
    case 'automatic-status':
      return Uint8Array.of(GS, 0x61, value.on ? 0xff : 0x00);
    case 'transmit-paper-status':
      return Uint8Array.of(GS, 0x72, 0x01);
    case 'process-id':
      return Uint8Array.of(GS, 0x28, 0x48, 6, 0, 48, 48, ...asciiBytes(value.id));
    case 'clear-buffers':
      return Uint8Array.of(DLE, DC4, 8, 1, 3, 20, 1, 6, 2, 8);
  }
};

const asciiBytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Everything that moves paper for one ticket: set up, the picture in bands, feed and cut. */
export const ticketCommands = (
  bitmap: Bitmap,
  profile: Pick<PrinterProfile, 'bandRows' | 'cut' | 'feedMm' | 'dotsPerMm'>,
): readonly EscPosCommand[] => {
  const commands: EscPosCommand[] = [{ command: 'initialise' }];
  for (const band of bandsOf(bitmap, profile.bandRows))
    commands.push({ command: 'raster', ...band });
  const dots = Math.round(profile.feedMm * profile.dotsPerMm);
  commands.push(
    profile.cut === 'partial' ? { command: 'partial-cut', dots } : { command: 'feed', dots },
  );
  return commands;
};
