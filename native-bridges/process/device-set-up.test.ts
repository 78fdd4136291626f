import { describe, expect, it } from 'vitest';
import { FaultError } from '../../core/contract/errors.ts';
import { createManualClock } from '../conformance/manual-clock.ts';
import { type DeviceConfig } from '../contract/bridge.ts';
import { type DeviceMessage, type DeviceSetup } from '../contract/protocol.ts';
import { createDeviceSetUp } from './device-set-up.ts';

const config = (id: string): DeviceConfig => ({
  id,
  driver: 'simulated-code-scanner',
  prefix: '',
});
const setup = (id: string): DeviceSetup => ({
  config: config(id),
  hardware: [],
  cardReported: false,
});

type Behaviour = 'well' | 'does not load' | 'does not start';

const rig = (behaviours: Readonly<Record<string, Behaviour>>) => {
  const clock = createManualClock();
  const said: string[] = [];
  const stopped: string[] = [];
  let crashes = 0;
  const now = { ...behaviours };
  const devices = createDeviceSetUp({
    clock,
    send: message => {
      const words = wordsOf(message);
      if (words !== undefined) said.push(words);
    },
    crash: () => {
      crashes += 1;
    },
    install: async ({ id }) => {
      await Promise.resolve();
      if (now[id] === 'does not load') throw new FaultError('internal', 'libnfc.so.6: not found');
      return {
        driver: {
          kind: 'code-scanner',
          start: () =>
            now[id] === 'does not start' ? new Promise(() => undefined) : Promise.resolve(),
          stop: () => {
            stopped.push(id);
            return Promise.resolve();
          },
        },
      };
    },
  });
  return { clock, said, stopped, devices, now, crashes: () => crashes };
};

const wordsOf = (message: DeviceMessage): string | undefined => {
  if (message.type === 'opening' || message.type === 'not-opened') {
    return `${message.type} ${message.deviceId}`;
  }
  return undefined;
};

describe('setting up devices', () => {
  it('names each before its driver is loaded, and loads one after the other', async () => {
    const { devices, clock, said } = rig({ one: 'well', two: 'well' });
    devices.takeUp(setup('one'));
    devices.takeUp(setup('two'));
    await clock.advance(1);
    expect(said).toEqual(['opening one', 'opening two']);
    expect(await devices.installed('two')).toBeDefined();
  });

  it('goes on with the others where a library does not load, and tries it again less and less often', async () => {
    const { devices, clock, said, now } = rig({ bad: 'does not load', good: 'well' });
    devices.takeUp(setup('bad'));
    devices.takeUp(setup('good'));
    await clock.advance(10);
    expect(await devices.installed('good')).toBeDefined();
    expect(await devices.installed('bad')).toBeUndefined();
    await clock.advance(60_000);
    const attempts = said.filter(words => words === 'not-opened bad').length;
    expect(attempts).toBeGreaterThan(4);
    expect(attempts).toBeLessThan(8);
    now['bad'] = 'well';
    await clock.advance(31_000);
    expect(await devices.installed('bad')).toBeDefined();
  });

  it('ends the process where a driver hangs while it starts', async () => {
    const { devices, clock, crashes } = rig({ hangs: 'does not start' });
    devices.takeUp(setup('hangs'));
    await clock.advance(19_000);
    expect(crashes()).toBe(0);
    await clock.advance(2_000);
    expect(crashes()).toBe(1);
  });

  it('tries a device no more that was put down, and sets it up again when it is taken up', async () => {
    const { devices, clock, said, stopped } = rig({ bad: 'does not load', good: 'well' });
    devices.takeUp(setup('bad'));
    devices.takeUp(setup('good'));
    await clock.advance(10);
    await devices.putDown('bad');
    await devices.putDown('good');
    await devices.putDown('nobody');
    said.length = 0;
    await clock.advance(120_000);
    expect(said).toEqual([]);
    expect(stopped).toEqual(['good']);
    devices.takeUp(setup('good'));
    await clock.advance(10);
    expect(await devices.installed('good')).toBeDefined();
  });

  it('stops every driver at the end', async () => {
    const { devices, clock, stopped } = rig({ one: 'well', two: 'well', bad: 'does not load' });
    for (const id of ['one', 'two', 'bad']) devices.takeUp(setup(id));
    await clock.advance(10);
    await devices.stop();
    expect(stopped).toEqual(['one', 'two']);
  });
});
