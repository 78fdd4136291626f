import { describe, expect, it } from 'vitest';
import { FaultError } from '../../core/contract/errors.ts';
import { createManualClock, settleWith } from '../conformance/manual-clock.ts';
import { type OpenByteChannel } from '../contract/byte-channel.ts';
import { createSimulatedLine } from '../simulators/simulated-line.ts';
import { visitChannel } from './visited-channel.ts';

const rig = (openOn: (open: OpenByteChannel) => OpenByteChannel = open => open) => {
  const clock = createManualClock();
  const told: string[] = [];
  const received: number[] = [];
  let opened = 0;
  const line = createSimulatedLine(bytes => received.push(...bytes));
  const channel = visitChannel({
    open: openOn(() => {
      opened += 1;
      return line.open();
    }),
    clock,
    onOpen: () => told.push('open'),
    onData: chunk => told.push(`data ${[...chunk].join(' ')}`),
    onLost: fault => told.push(fault.code),
  });
  const hold = () => settleWith(clock, channel.hold(), 10);
  return { line, clock, channel, hold, told, received, opened: () => opened };
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
    const { hold, line, told } = rig();
    line.plug(false);
    for (let time = 0; time < 3; time += 1) (await hold())();
    expect(told).toEqual(['device-absent']);
    line.plug(true);
    (await hold())();
    line.plug(false);
    (await hold())();
    expect(told).toEqual(['device-absent', 'open', 'device-absent']);
  });

  it('stays lost for who held it when it went, and is new for the next', async () => {
    const { channel, hold, line, told, opened } = rig();
    const release = await channel.hold();
    line.plug(false);
    line.plug(true);
    expect(channel.isOpen()).toBe(false);
    expect(told).toEqual(['open', 'device-absent']);
    release();
    const again = await hold();
    expect(channel.isOpen()).toBe(true);
    expect(opened()).toBe(2);
    again();
  });

  it.each(['refuses', 'closes at once'])(
    'is tried again while the device has not seen that the visit before is over: it %s',
    async how => {
      let freeAt = 0;
      const { clock, hold, channel, told, received } = rig(open => async () => {
        const taken = clock.now() < freeAt;
        if (taken && how === 'refuses') throw new FaultError('device-absent', 'taken');
        const line = await open();
        if (taken) clock.after(5, () => line.close());
        return line;
      });
      const release = await hold();
      release();
      freeAt = clock.now() + 300;
      await hold();
      await channel.write(Uint8Array.of(7));
      expect(received).toEqual([7]);
      expect(told).toEqual(['open', 'open']);
      expect(clock.now() - freeAt).toBeLessThan(200);
    },
  );

  it('is not tried again for longer than a device needs for that, nor when nobody was there', async () => {
    const { clock, hold, line, told, opened } = rig();
    (await hold())();
    line.plug(false);
    const before = { at: clock.now(), opened: opened() };
    (await hold())();
    expect(told).toEqual(['open', 'device-absent']);
    expect(clock.now() - before.at).toBeLessThanOrEqual(600);
    expect(opened() - before.opened).toBeLessThanOrEqual(6);

    await clock.advance(800);
    const later = { at: clock.now(), opened: opened() };
    (await hold())();
    expect(opened() - later.opened).toBe(1);
    expect(clock.now() - later.at).toBeLessThanOrEqual(10);
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
      clock: createManualClock(),
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
