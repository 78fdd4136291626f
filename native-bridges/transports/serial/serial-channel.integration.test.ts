import { afterEach, describe, expect, it } from 'vitest';
import { FaultError } from '../../../core/contract/errors.ts';
import { systemClock } from '../../process/system-clock.ts';
import { type ByteChannel } from '../../contract/byte-channel.ts';
import { openPseudoTerminals, pseudoTerminalsAbsent } from '../../conformance/pseudo-terminals.ts';
import { keepChannel } from '../kept-channel.ts';
import { createSerialChannel } from './serial-channel.ts';

const absent = pseudoTerminalsAbsent();
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const cable = async () => {
  const pair = await openPseudoTerminals();
  closing.push(() => pair.remove());
  return pair;
};

const serial = (path: string) =>
  createSerialChannel({ settings: { port: { path } }, clock: systemClock });

const until = async (condition: () => boolean, ms = 5000): Promise<void> => {
  const end = Date.now() + ms;
  while (!condition()) {
    if (Date.now() > end) throw new Error('it did not happen');
    await new Promise(resolve => setTimeout(resolve, 10));
  }
};

const opened = async (path: string): Promise<ByteChannel> => {
  const channel = await serial(path)();
  closing.push(() => channel.close());
  return channel;
};

describe.skipIf(absent !== undefined)(
  `a serial port${absent === undefined ? '' : ` (left out: ${absent})`}`,
  () => {
    it('carries bytes both ways, all two hundred and fifty-six of them', async () => {
      const pair = await cable();
      const channel = await opened(pair.path);
      const heard: number[] = [];
      channel.onData(chunk => heard.push(...chunk));
      const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
      await channel.write(bytes);
      pair.send(bytes);
      await until(() => heard.length === 256 && pair.received().length === 256);
      expect(heard).toEqual([...bytes]);
      expect([...pair.received()]).toEqual([...bytes]);
    });

    it('is not there before the device is', async () => {
      const failure = await serial('/dev/ttyTiepDonNone')().catch((thrown: unknown) => thrown);
      expect(failure).toBeInstanceOf(FaultError);
      expect(failure).toMatchObject({ code: 'device-absent' });
    });

    it('cannot be opened by two at once', async () => {
      const pair = await cable();
      await opened(pair.path);
      const failure = await serial(pair.path)().catch((thrown: unknown) => thrown);
      expect(failure).toMatchObject({ code: 'device-busy' });
    });

    it('says that it was lost when the cable is pulled, and refuses what is written after', async () => {
      const pair = await cable();
      const channel = await opened(pair.path);
      let lost = 0;
      channel.onClose(() => (lost += 1));
      await pair.unplug();
      await until(() => lost > 0);
      expect(channel.isOpen).toBe(false);
      await expect(channel.write(Uint8Array.of(1))).rejects.toMatchObject({
        code: 'device-absent',
      });
      expect(lost).toBe(1);
    });

    it('sends nothing after it came back that was written while it was away', async () => {
      const pair = await cable();
      let open = 0;
      let lost = 0;
      const kept = keepChannel({
        open: serial(pair.path),
        clock: systemClock,
        onOpen: () => (open += 1),
        onData: () => undefined,
        onLost: () => (lost += 1),
      });
      closing.push(() => kept.stop());
      await kept.start();
      await pair.unplug();
      await until(() => lost === 1);
      await expect(kept.write(Uint8Array.of(0x41))).rejects.toBeInstanceOf(FaultError);
      await pair.plug();
      await until(() => open === 2);
      await kept.write(Uint8Array.of(0x42));
      await until(() => pair.received().length > 0);
      expect([...pair.received()]).toEqual([0x42]);
    });

    it('holds on to nothing over many unplugs', async () => {
      const pair = await cable();
      const handles = (): number =>
        process.getActiveResourcesInfo().filter(name => !name.startsWith('Timeout')).length;
      const before = handles();
      for (let round = 0; round < 10; round += 1) {
        const channel = await serial(pair.path)();
        let lost = false;
        channel.onData(() => undefined);
        channel.onClose(() => (lost = true));
        await pair.unplug();
        await until(() => lost);
        await pair.plug();
      }
      await until(() => handles() <= before + 1);
    });
  },
);
