import { describe, expect, it } from 'vitest';
import { type SimulatorAction } from '../../core/contract/device.ts';
import { createManualClock } from '../conformance/manual-clock.ts';
import { PRINTER_PROFILES } from '../drivers/receipt-printer/profiles.ts';
import { isBlack, type Bitmap } from '../imaging/bitmap.ts';
import { type PrinterTraits } from './escpos/printer-machine.ts';
import { createSimulatedReceiptPrinter } from './receipt-printer.ts';

const rig = async (traits: PrinterTraits = PRINTER_PROFILES['epson-tm-80mm']) => {
  const clock = createManualClock();
  const sheets: Bitmap[] = [];
  const heard: number[] = [];
  const { open, hardware } = createSimulatedReceiptPrinter(traits, clock, sheet =>
    sheets.push(sheet),
  );
  const connect = async () => {
    const channel = await open();
    channel.onData(chunk => heard.push(...chunk));
    return channel;
  };
  const channel = await connect();
  return {
    clock,
    sheets,
    connect,
    channel,
    act: (action: SimulatorAction) => hardware.act(action),
    send: (...bytes: number[]) => channel.write(Uint8Array.from(bytes)),
    /** What was heard since the last time. */
    heard: () => heard.splice(0),
  };
};

const CUT = [0x1d, 0x56, 66, 0];
const raster = (rows: number, fill = 0xff, bytesPerRow = 72): number[] => [
  ...[0x1d, 0x76, 0x30, 0, bytesPerRow, 0, rows & 0xff, rows >> 8],
  ...Array.from({ length: rows * bytesPerRow }, () => fill),
];

describe('simulated receipt printer', () => {
  it('answers status requests with the bits of the reference', async () => {
    const { send, heard, act } = await rig();
    const status = async () => {
      for (const n of [1, 2, 3, 4]) await send(0x10, 0x04, n);
      return heard();
    };
    expect(await status()).toEqual([0x12, 0x12, 0x12, 0x12]);
    act({ action: 'paper', state: 'near-end' });
    expect(await status()).toEqual([0x12, 0x12, 0x12, 0x1e]);
    act({ action: 'paper', state: 'end' });
    expect(await status()).toEqual([0x1a, 0x32, 0x12, 0x7e]);
    act({ action: 'paper', state: 'ok' });
    act({ action: 'cover', open: true });
    expect(await status()).toEqual([0x1a, 0x16, 0x12, 0x12]);
    act({ action: 'cover', open: false });
    act({ action: 'jam', jammed: true });
    expect(await status()).toEqual([0x1a, 0x52, 0x1a, 0x12]);
  });

  it('sends its status by itself once asked to, until it is initialised', async () => {
    const { send, heard, act } = await rig();
    act({ action: 'cover', open: true });
    act({ action: 'cover', open: false });
    expect(heard()).toEqual([]);
    await send(0x1d, 0x61, 0xff);
    expect(heard()).toEqual([0x10, 0x00, 0x00, 0x00]);
    act({ action: 'paper', state: 'end' });
    expect(heard()).toEqual([0x18, 0x00, 0x0f, 0x00]);
    act({ action: 'paper', state: 'ok' });
    heard();
    await send(0x1b, 0x40);
    act({ action: 'cover', open: true });
    expect(heard()).toEqual([]);
  });

  it('puts dots where they were sent, and cuts', async () => {
    const { send, sheets, clock } = await rig();
    await send(0x1b, 0x40, ...raster(1, 0x80), ...raster(1, 0x01), 0x1b, 0x4a, 5, ...CUT);
    await clock.advance(1_000);
    const [sheet] = sheets;
    if (sheet === undefined) throw new Error('no sheet');
    expect([sheet.widthDots, sheet.heightDots]).toEqual([576, 7]);
    expect([isBlack(sheet, 0, 0), isBlack(sheet, 1, 0), isBlack(sheet, 8, 0)]).toEqual([
      true,
      false,
      true,
    ]);
    expect([isBlack(sheet, 7, 1), isBlack(sheet, 0, 1)]).toEqual([true, false]);
  });

  it('says that a ticket is out when it is, not before', async () => {
    const { send, heard, clock } = await rig();
    await send(...raster(480), ...CUT, 0x1d, 0x28, 0x48, 6, 0, 48, 48, 0x31, 0x33, 0x35, 0x37);
    await clock.advance(100);
    expect(heard()).toEqual([]);
    await clock.advance(400);
    expect(heard()).toEqual([0x37, 0x22, 0x31, 0x33, 0x35, 0x37, 0x00]);
  });

  it('stops at the end of the paper and goes on with a new roll', async () => {
    const { send, sheets, clock, act } = await rig();
    await send(...raster(480), ...CUT);
    await clock.advance(50);
    act({ action: 'paper', state: 'end' });
    await clock.advance(60_000);
    expect(sheets).toEqual([]);
    act({ action: 'paper', state: 'ok' });
    await clock.advance(1_000);
    expect(sheets.map(({ heightDots }) => heightDots)).toEqual([480]);
  });

  it('answers real-time requests while it prints, also in the middle of a picture', async () => {
    const { send, heard, sheets, clock } = await rig();
    await send(...raster(480), ...CUT);
    await clock.advance(20);
    await send(0x10, 0x04, 0x01);
    expect(heard()).toEqual([0x12]);
    await send(
      0x1d,
      0x76,
      0x30,
      0,
      72,
      0,
      1,
      0,
      0x10,
      0x04,
      0x04,
      ...Array<number>(69).fill(0),
      ...CUT,
    );
    expect(heard()).toEqual([0x12]);
    await clock.advance(1_000);
    expect(sheets.map(({ heightDots }) => heightDots)).toEqual([480, 1]);
  });

  it('forgets what it holds when it is told to', async () => {
    const { send, heard, sheets, clock } = await rig();
    await send(...raster(480), ...CUT);
    await clock.advance(20);
    await send(0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8);
    expect(heard()).toEqual([0x37, 0x25, 0x00]);
    await clock.advance(1_000);
    expect(sheets).toEqual([]);
    await send(...CUT);
    expect(sheets[0]?.heightDots).toBeLessThan(480);
  });

  it('keeps power and buffer when the cable is pulled', async () => {
    const { send, sheets, clock, act, connect, heard } = await rig();
    await send(...raster(48));
    act({ action: 'plug', connected: false });
    await expect(send(...CUT)).rejects.toMatchObject({ code: 'device-absent' });
    act({ action: 'plug', connected: true });
    const channel = await connect();
    await channel.write(Uint8Array.from([...CUT, 0x1d, 0x72, 0x01]));
    await clock.advance(1_000);
    expect(sheets.map(({ heightDots }) => heightDots)).toEqual([48]);
    expect(heard()).toEqual([0x00]);
  });

  it('shows bytes that were meant as text as boxes', async () => {
    const { send, sheets } = await rig();
    await send(...Buffer.from('Hello'), ...CUT);
    const [sheet] = sheets;
    expect(sheet?.data.some(byte => byte !== 0)).toBe(true);
  });

  it('has its paper torn off where it has no cutter', async () => {
    const { send, sheets, clock } = await rig(PRINTER_PROFILES['generic-58mm']);
    await send(...raster(40, 0xff, 48), 0x1b, 0x4a, 100);
    await clock.advance(2_000);
    expect(sheets.map(({ widthDots, heightDots }) => [widthDots, heightDots])).toEqual([
      [384, 140],
    ]);
  });

  it('never answers where the model does not', async () => {
    const { send, heard, clock } = await rig(PRINTER_PROFILES['silent-80mm']);
    await send(0x10, 0x04, 0x01, 0x1d, 0x72, 0x01, 0x1d, 0x61, 0xff);
    await clock.advance(1_000);
    expect(heard()).toEqual([]);
  });

  it('takes only what hands can do to a printer', async () => {
    const { act } = await rig();
    expect(() => act({ action: 'insert-card', card: 'x' })).toThrow(
      expect.objectContaining({ code: 'bad-request' }),
    );
  });
});
