import { describe, expect, it } from 'vitest';
import { FaultError } from '../../core/contract/errors.ts';
import { createSimulatedLine } from '../simulators/simulated-line.ts';
import { visitChannel } from './visited-channel.ts';

const rig = () => {
  const told: string[] = [];
  const received: number[] = [];
  let opened = 0;
  const line = createSimulatedLine(bytes => received.push(...bytes));
  const channel = visitChannel({
    open: () => {
      opened += 1;
      return line.open();
    },
    onOpen: () => told.push('open'),
    onData: chunk => told.push(`data ${[...chunk].join(' ')}`),
    onLost: fault => told.push(fault.code),
  });
  return { line, channel, told, received, opened: () => opened };
};

describe('a line that is visited', () => {
  it('is open while it is held and closed after', async () => {
    const { channel, received } = rig();
    expect(channel.isOpen()).toBe(false);
    const release = await channel.hold();
    expect(channel.isOpen()).toBe(true);
    await channel.write(Uint8Array.of(1, 2));
    release();
    expect(channel.isOpen()).toBe(false);
    expect(received).toEqual([1, 2]);
  });

  it('is opened once for all who hold it at the same time, and closed after the last', async () => {
    const { channel, opened } = rig();
    const [first, second] = await Promise.all([channel.hold(), channel.hold()]);
    expect(opened()).toBe(1);
    first();
    // Letting go twice is letting go once.
    first();
    expect(channel.isOpen()).toBe(true);
    second();
    expect(channel.isOpen()).toBe(false);
  });

  it('keeps nothing for later: what is written while nobody holds it is refused', async () => {
    const { channel, received } = rig();
    const refused: unknown = await channel
      .write(Uint8Array.of(1))
      .catch((thrown: unknown) => thrown);
    expect(refused).toBeInstanceOf(FaultError);
    const release = await channel.hold();
    expect(received).toEqual([]);
    release();
  });

  it('says once that it cannot be opened, and again after it could', async () => {
    const { channel, line, told } = rig();
    line.plug(false);
    for (let time = 0; time < 3; time += 1) (await channel.hold())();
    expect(told).toEqual(['device-absent']);
    line.plug(true);
    (await channel.hold())();
    line.plug(false);
    (await channel.hold())();
    expect(told).toEqual(['device-absent', 'open', 'device-absent']);
  });

  it('stays lost for who held it when it went, and is new for the next', async () => {
    const { channel, line, told, opened } = rig();
    const release = await channel.hold();
    line.plug(false);
    line.plug(true);
    expect(channel.isOpen()).toBe(false);
    expect(told).toEqual(['open', 'device-absent']);
    release();
    const again = await channel.hold();
    expect(channel.isOpen()).toBe(true);
    expect(opened()).toBe(2);
    again();
  });

  it('says nothing of the close it made itself', async () => {
    const { channel, told } = rig();
    (await channel.hold())();
    expect(told).toEqual(['open']);
  });

  it('gives up what is under way, where the line can', async () => {
    const done: string[] = [];
    const channel = visitChannel({
      open: () =>
        Promise.resolve({
          isOpen: true,
          write: () => Promise.resolve(),
          onData: () => undefined,
          onClose: () => undefined,
          close: () => done.push('close'),
          abandon: () => done.push('abandon'),
        }),
      onOpen: () => undefined,
      onData: () => undefined,
      onLost: () => done.push('lost'),
    });
    const release = await channel.hold();
    channel.abandon();
    release();
    expect(done).toEqual(['abandon']);
  });
});
