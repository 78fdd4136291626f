import { describe, expect, it } from 'vitest';
import { FaultError } from '../../core/contract/errors.ts';
import { createManualClock } from '../conformance/manual-clock.ts';
import { createSimulatedLine } from '../simulators/simulated-line.ts';
import { keepChannel } from './kept-channel.ts';

const rig = () => {
  const clock = createManualClock();
  const received: number[] = [];
  const told: string[] = [];
  const line = createSimulatedLine(bytes => received.push(...bytes));
  let attempts = 0;
  const channel = keepChannel({
    open: () => {
      attempts += 1;
      return line.open();
    },
    clock,
    onOpen: () => told.push('open'),
    onData: chunk => told.push(`data ${chunk.length}`),
    onLost: ({ code }) => told.push(`lost ${code}`),
  });
  return { clock, received, told, line, channel, attempts: () => attempts };
};

describe('keepChannel', () => {
  it('passes bytes both ways', async () => {
    const { channel, line, received, told } = rig();
    await channel.start();
    await channel.write(Uint8Array.of(1, 2));
    line.transmit(Uint8Array.of(3));
    expect(received).toEqual([1, 2]);
    expect(told).toEqual(['open', 'data 1']);
  });

  it('keeps nothing of what is written while the line is away', async () => {
    const { channel, line, received, clock } = rig();
    await channel.start();
    line.plug(false);
    await expect(channel.write(Uint8Array.of(1))).rejects.toBeInstanceOf(FaultError);
    line.plug(true);
    await clock.advance(10_000);
    expect(channel.isOpen()).toBe(true);
    expect(received).toEqual([]);
  });

  it('says once that the line is lost, however often it looks for it', async () => {
    const { channel, line, told, clock, attempts } = rig();
    line.plug(false);
    await channel.start();
    await clock.advance(20_000);
    expect(told).toEqual(['lost device-absent']);
    expect(attempts()).toBeGreaterThan(5);
    expect(attempts()).toBeLessThan(20);
  });

  it('is back within a moment of the cable', async () => {
    const { channel, line, told, clock } = rig();
    await channel.start();
    line.plug(false);
    line.plug(true);
    await clock.advance(300);
    expect(told).toEqual(['open', 'lost device-absent', 'open']);
    expect(channel.isOpen()).toBe(true);
  });

  it('looks no more once it was stopped', async () => {
    const { channel, line, clock, attempts, told } = rig();
    await channel.start();
    line.plug(false);
    channel.stop();
    line.plug(true);
    await clock.advance(10_000);
    expect(attempts()).toBe(1);
    expect(told).toEqual(['open', 'lost device-absent']);
  });
});
