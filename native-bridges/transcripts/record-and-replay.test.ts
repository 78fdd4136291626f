import { describe, expect, it } from 'vitest';
import { type DeviceEvent } from '../../core/contract/device.ts';
import { createManualClock, type ManualClock } from '../conformance/manual-clock.ts';
import { EXAMPLE_CARD } from '../conformance/example-cards.ts';
import { type DriverContext } from '../contract/driver.ts';
import { type Transcript, type TranscriptEntry } from '../contract/transcript.ts';
import { parseTranscript, transcriptLine } from '../contract/transcript-file.ts';
import { createCodeScanner } from '../drivers/code-scanner/driver.ts';
import { createReceiptPrinter } from '../drivers/receipt-printer/driver.ts';
import { PRINTER_PROFILES } from '../drivers/receipt-printer/profiles.ts';
import { createSimulatedCardReader } from '../simulators/card-reader.ts';
import { createSimulatedCodeScanner } from '../simulators/code-scanner.ts';
import { createSimulatedReceiptPrinter } from '../simulators/receipt-printer.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { replayChannel, replaySlot } from './replay.ts';

const contextOf = (clock: ManualClock): DriverContext & { readonly events: DeviceEvent[] } => {
  const events: DeviceEvent[] = [];
  return {
    deviceId: 'device',
    clock,
    cardReported: false,
    emit: event => events.push(event),
    log: () => undefined,
    events,
  };
};

const recording = (recorder: Recorder): TranscriptEntry[] => {
  const entries: TranscriptEntry[] = [];
  recorder.start(entry => entries.push(entry));
  return entries;
};

/** What was recorded, through the text of its file. */
const onFile = (
  kind: Transcript['head']['kind'],
  redacted: boolean,
  entries: readonly TranscriptEntry[],
): Transcript =>
  parseTranscript(
    [
      transcriptLine({
        transcript: 1,
        deviceId: 'device',
        kind,
        driver: 'any',
        recordedAt: '2026-11-23T01:00:00.000Z',
        redacted,
      }),
      ...entries.map(transcriptLine),
    ].join(''),
  );

const OPTIONS = { driver: 'simulated-code-scanner', prefix: '', terminator: 'any' } as const;

describe('a transcript of a scanner', () => {
  const record = async (redacted: boolean): Promise<Transcript> => {
    const clock = createManualClock();
    const recorder = createRecorder({ kind: 'code-scanner', redacted, clock });
    const entries = recording(recorder);
    const { open, hardware } = createSimulatedCodeScanner();
    const context = contextOf(clock);
    const driver = createCodeScanner({ ...OPTIONS, open: recorder.channel(open) }, context);
    await driver.start();
    const bytes = Buffer.from('001148999921|Nguyễn Thị Hòa\r').toString('base64');
    hardware.act({ action: 'scan', bytes, chunks: [3, 14, 2] });
    await clock.advance(500);
    hardware.act({ action: 'plug', connected: false });
    await clock.advance(200);
    hardware.act({ action: 'plug', connected: true });
    await clock.advance(2_000);
    hardware.act({ action: 'scan', bytes: Buffer.from('LH26999921\r').toString('base64') });
    await clock.advance(500);
    await driver.stop();
    return onFile('code-scanner', redacted, entries);
  };

  const play = async (transcript: Transcript): Promise<readonly DeviceEvent[]> => {
    const clock = createManualClock();
    const context = contextOf(clock);
    const replay = replayChannel({ transcript, clock });
    const driver = createCodeScanner({ ...OPTIONS, open: replay.open }, context);
    await driver.start();
    await clock.advance(10_000);
    expect(replay.isOver()).toBe(true);
    return context.events;
  };

  it('brings a driver to do what it did: scans, the loss of the line, and its return', async () => {
    const events = await play(await record(false));
    const told = events.map(event =>
      event.type === 'code-scanned' ? event.text : event.type === 'status' && event.status.state,
    );
    expect(told.slice(0, 5)).toEqual([
      'ready',
      '001148999921|Nguyễn Thị Hòa',
      'unavailable',
      'ready',
      'LH26999921',
    ]);
  });

  it('names nobody where it was redacted, and frames as before', async () => {
    const transcript = await record(true);
    expect(JSON.stringify(transcript)).not.toContain(Buffer.from('Nguy').toString('hex'));
    const events = await play(transcript);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'code-scanned', text: '000000000000|Xxxxếx Xxế Xéx' }),
    );
  });
});

describe('a transcript of a printer', () => {
  const profile = PRINTER_PROFILES['generic-80mm'];
  const job = {
    jobId: 'c7a9b8e2-6f31-4d5c-9a57-0b1f2d3e4a5b',
    document: {
      language: 'vi' as const,
      scale: 1 as const,
      blocks: [{ kind: 'number' as const, text: 'A-0123' }],
    },
  };

  const print = async (
    clock: ManualClock,
    open: Parameters<typeof createReceiptPrinter>[0]['open'],
    onceStarted: () => void = () => undefined,
  ): Promise<{ readonly outcome: string }> => {
    const driver = createReceiptPrinter(
      { driver: 'simulated-receipt-printer', open, profile },
      contextOf(clock),
    );
    const started = driver.start();
    await clock.advance(5_000);
    await started;
    onceStarted();
    const printed = driver.print(job, () => Promise.resolve());
    await clock.advance(20_000);
    const outcome = await printed;
    await driver.stop();
    return outcome;
  };

  it.each([true, false])('prints again what was printed (redacted: %s)', async redacted => {
    const clock = createManualClock();
    const recorder = createRecorder({ kind: 'receipt-printer', redacted, clock });
    const entries = recording(recorder);
    const { open } = createSimulatedReceiptPrinter(profile, clock, () => undefined);
    expect((await print(clock, recorder.channel(open))).outcome).toBe('printed');

    const again = createManualClock();
    const transcript = onFile('receipt-printer', redacted, entries);
    const replay = replayChannel({ transcript, clock: again });
    expect((await print(again, replay.open)).outcome).toBe('printed');
    expect(replay.deviations()).toEqual([]);
  });

  it('that began after the driver has how the driver began', async () => {
    const clock = createManualClock();
    const recorder = createRecorder({ kind: 'receipt-printer', redacted: true, clock });
    const entries: TranscriptEntry[] = [];
    const { open } = createSimulatedReceiptPrinter(profile, clock, () => undefined);
    const listen = () => recorder.start(entry => entries.push(entry));
    expect((await print(clock, recorder.channel(open), listen)).outcome).toBe('printed');

    const again = createManualClock();
    const transcript = onFile('receipt-printer', true, entries);
    const replay = replayChannel({ transcript, clock: again });
    expect((await print(again, replay.open)).outcome).toBe('printed');
    expect(replay.deviations()).toEqual([]);
  });

  it('has no black dot where it was redacted', async () => {
    const clock = createManualClock();
    const recorder = createRecorder({ kind: 'receipt-printer', redacted: true, clock });
    const entries = recording(recorder);
    const { open } = createSimulatedReceiptPrinter(profile, clock, () => undefined);
    await print(clock, recorder.channel(open));
    const sent = entries.flatMap(entry => (entry.what === 'sent' ? [entry.hex] : [])).join('');
    const bytes = Buffer.from(sent, 'hex');
    const bands = [...sent.matchAll(/1d763000/g)].map(({ index }) => index / 2);
    const dots = bands.flatMap(at => {
      const length = bytes.readUInt16LE(at + 4) * bytes.readUInt16LE(at + 6);
      return [...bytes.subarray(at + 8, at + 8 + length)];
    });
    expect(dots.length).toBeGreaterThan(5_000);
    expect(dots.every(byte => byte === 0)).toBe(true);
  });
});

describe('a transcript of a card', () => {
  it('is answered by the same bytes in the same order', async () => {
    const clock = createManualClock();
    const recorder = createRecorder({ kind: 'chip-card-reader', redacted: false, clock });
    const entries = recording(recorder);
    const { slot, hardware } = createSimulatedCardReader([EXAMPLE_CARD], clock);
    const select = Uint8Array.of(0x00, 0xa4, 0x04, 0x0c, 7, 0xa0, 0, 0, 2, 0x47, 0x10, 1);
    const answers: string[] = [];
    const listener = (into: string[]) => ({
      inserted: (card: { transmit(command: Uint8Array): Promise<Uint8Array> }) => {
        void card.transmit(select).then(answer => into.push(Buffer.from(answer).toString('hex')));
      },
      removed: () => into.push('removed'),
      condition: () => undefined,
    });
    await recorder.slot(slot).open(listener(answers));
    hardware.act({ action: 'insert-card', card: EXAMPLE_CARD.id });
    await clock.advance(1_000);
    hardware.act({ action: 'remove-card' });
    await clock.advance(1_000);

    const later = createManualClock();
    const transcript = onFile('chip-card-reader', false, entries);
    const replay = replaySlot({ transcript, clock: later });
    const replayed: string[] = [];
    await replay.slot.open(listener(replayed));
    await later.advance(10_000);
    expect(answers.at(-1)).toBe('removed');
    expect(replayed).toEqual(answers);
    expect(replay.isOver()).toBe(true);
  });
});

describe('the file of a transcript', () => {
  it.each([
    ['', /line 1/],
    ['{"transcript":2}', /line 1/],
    ['not json', /line 1/],
  ])('%j is refused with its line', (text, why) => {
    expect(() => parseTranscript(text)).toThrow(why);
  });

  it('says which line is none', () => {
    const head = transcriptLine(onFile('code-scanner', true, []).head);
    expect(() => parseTranscript(`${head}{"at":1,"what":"opened"}\n{"at":-1}\n`)).toThrow('line 3');
  });
});
