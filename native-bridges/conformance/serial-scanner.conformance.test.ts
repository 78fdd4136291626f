import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type SimulatorAction } from '../../core/contract/device.ts';
import { codeScannerSuite } from './code-scanner.suite.ts';
import { eventsOf, openHarness, statusOf, type DeviceHarness } from './harness.ts';
import {
  openPseudoTerminals,
  type PseudoTerminals,
  pseudoTerminalsAbsent,
} from './pseudo-terminals.ts';

const absent = pseudoTerminalsAbsent();
const lines: PseudoTerminals[] = [];
afterEach(async () => {
  for (const line of lines.splice(0)) await line.remove();
});

const bytesOf = (text: string): Buffer => Buffer.from(text);
const onTheLine = (text: string): Uint8Array => bytesOf(`${text}\r`);

/** The hands of a person at the scanner and its cable. */
const handOn =
  (line: PseudoTerminals) =>
  (action: SimulatorAction): void => {
    if (action.action === 'plug') void (action.connected ? line.plug() : line.unplug());
    if (action.action !== 'scan') return;
    const bytes = Buffer.from(action.bytes, 'base64');
    let at = 0;
    for (const size of [...(action.chunks ?? []), bytes.length]) {
      if (at < bytes.length) line.send(bytes.subarray(at, at + size));
      at += size;
    }
  };

const open = async (): Promise<{ harness: DeviceHarness; line: PseudoTerminals }> => {
  const line = await openPseudoTerminals();
  lines.push(line);
  const config = {
    id: 'scanner',
    driver: 'serial-code-scanner',
    port: { path: line.path },
    baudRate: 115_200,
    prefix: '',
  } as const;
  return { line, harness: await openHarness(config, { hand: handOn(line) }) };
};

if (absent === undefined) {
  codeScannerSuite('serial port', {
    open: async () => (await open()).harness,
    onTheLine,
  });
}

const words = absent === undefined ? '' : ` (left out: ${absent})`;
describe.skipIf(absent !== undefined)(`a serial code scanner${words}`, () => {
  it('loses none of two thousand scans that arrive cut anywhere', async () => {
    const { harness, line } = await open();
    await harness.driver.start();
    const seed = Date.now() % 2 ** 31;
    const [codes = []] = fc.sample(
      fc.array(fc.stringMatching(/^[A-Za-z0-9|ăâđêôơưạếộữỹỆ ]{1,80}$/), {
        minLength: 2000,
        maxLength: 2000,
        size: 'max',
      }),
      { numRuns: 1, seed },
    );
    const [cuts = []] = fc.sample(
      fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 4000, maxLength: 4000, size: 'max' }),
      { numRuns: 1, seed },
    );
    // A number in front keeps two neighbours from being the same code.
    const sent = codes.map((code, index) => `${index}|${code}`);
    const bytes = Buffer.concat(sent.map(onTheLine));
    let at = 0;
    for (let turn = 0; at < bytes.length; turn += 1) {
      const size = cuts[turn % cuts.length] ?? 1;
      line.send(bytes.subarray(at, at + size));
      at += size;
      if (turn % 50 === 0) await harness.pass(1);
    }
    const scanned = () => eventsOf(harness, 'code-scanned').map(({ text }) => text);
    await harness.until('all scans', () => scanned().length >= sent.length);
    expect(scanned(), `seed ${seed}`).toEqual(sent);
    await harness.driver.stop();
  });

  it('says that it is gone, and again that it is back, twenty times', async () => {
    const { harness, line } = await open();
    await harness.driver.start();
    for (let round = 0; round < 20; round += 1) {
      await line.unplug();
      await harness.until('unavailable', () => statusOf(harness).state === 'unavailable');
      await line.plug();
      await harness.until('ready', () => statusOf(harness).state === 'ready');
      line.send(onTheLine(`LH269999${round}`));
      await harness.until('scan', () => eventsOf(harness, 'code-scanned').length === round + 1);
    }
    expect(statusOf(harness)).toEqual({
      deviceId: 'scanner',
      kind: 'code-scanner',
      driver: 'serial-code-scanner',
      state: 'ready',
    });
    await harness.driver.stop();
  });

  it('forgets half a code that was cut off with the cable', async () => {
    const { harness, line } = await open();
    await harness.driver.start();
    line.send(bytesOf('LH2699'));
    await harness.pass(20);
    await line.unplug();
    await harness.until('unavailable', () => statusOf(harness).state === 'unavailable');
    await line.plug();
    await harness.until('ready', () => statusOf(harness).state === 'ready');
    line.send(onTheLine('LH26999921'));
    await harness.until('scan', () => eventsOf(harness, 'code-scanned').length > 0);
    expect(eventsOf(harness, 'code-scanned').map(({ text }) => text)).toEqual(['LH26999921']);
    await harness.driver.stop();
  });
});
