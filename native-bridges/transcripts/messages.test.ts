import { describe, expect, it } from 'vitest';
import { type DeviceEvent } from '../../core/contract/device.ts';
import { createManualClock, settleWith } from '../conformance/manual-clock.ts';
import { type DocumentJob } from '../../core/contract/sheet.ts';
import { type DeviceConfig } from '../contract/bridge.ts';
import { type DriverContext } from '../contract/driver.ts';
import { type TranscriptEntry } from '../contract/transcript.ts';
import { DRIVER_TABLE } from '../contract/driver-table.ts';
import { createDocumentPrinter } from '../drivers/document-printer/driver.ts';
import { heardMessages } from '../drivers/payment-display/display-line.ts';
import { createPaymentDisplay } from '../drivers/payment-display/driver.ts';
import { speak } from '../drivers/payment-display/spoken-line.ts';
import { installDevice } from '../core/registry.ts';
import { createSimulatedIppPrinter } from '../simulators/ipp/printer.ts';
import { createSimulatedSoundBox } from '../simulators/sound-box.ts';
import { createRecorder } from './recorder.ts';

const QR = '00020101021238570010A000000727';

/** A device whose line is written down as of real hardware. */
const rig = (driver: DeviceConfig['driver']) => {
  const clock = createManualClock();
  const entries: TranscriptEntry[] = [];
  const events: DeviceEvent[] = [];
  const recorder = createRecorder({ kind: DRIVER_TABLE[driver].kind, redacted: true, clock });
  recorder.start(entry => entries.push(entry));
  const context: DriverContext = {
    deviceId: 'd',
    clock,
    cardReported: false,
    emit: event => events.push(event),
    log: () => undefined,
    recorder,
  };
  const texts = (): string[] =>
    entries.map(entry => {
      if (entry.what === 'condition') return `condition ${entry.code ?? 'well'}`;
      if (!('hex' in entry)) return entry.what;
      return `${entry.what} ${Buffer.from(entry.hex, 'hex').toString('utf8')}`;
    });
  return {
    clock,
    context,
    events,
    texts,
    settle: <T>(work: Promise<T>) => settleWith(clock, work, 50),
  };
};

const show = {
  order: 'show',
  payment: {
    paymentId: '00000000-0000-4000-8000-000000000001',
    amount: 150_000,
    qr: QR,
    expiresInSeconds: 600,
  },
} as const;

describe('a transcript of messages', () => {
  it('has what a display was told, and when it went away', async () => {
    const { clock, context, settle, texts } = rig('mqtt-payment-display');
    const box = createSimulatedSoundBox(clock);
    const line = speak('qf100', 'SN1', heardMessages(box.line, context.recorder));
    const display = createPaymentDisplay({ driver: 'mqtt-payment-display', line }, context);
    await settle(display.start());
    await settle(display.tell(show));
    box.hardware.act({ action: 'plug', connected: false });
    await clock.advance(2_000);
    await expect(settle(display.tell(show))).rejects.toMatchObject({ code: 'device-absent' });
    expect(texts()).toEqual([
      `sent {"header":{"category":4},"data":{"qr-url":"${QR.replaceAll(/\d/g, '0').replace('A', 'x')}","amount":0,"expire-seconds":0}}`,
      'condition device-absent',
      expect.stringMatching(/^sent /),
      'send-failed',
    ]);
  });

  it('has the questions to an A4 printer and its answers, without the document', async () => {
    const { clock, context, settle, texts } = rig('ipp-document-printer');
    const { line } = createSimulatedIppPrinter(['image/pwg-raster'], clock, () => undefined);
    const printer = createDocumentPrinter({ driver: 'ipp-document-printer', line }, context);
    await settle(printer.start());
    const job: DocumentJob = {
      jobId: '00000000-0000-4000-8000-000000000002',
      copies: 1,
      sides: 'one-sided',
      sheet: {
        language: 'vi',
        title: 'Thử',
        blocks: [{ kind: 'heading', level: 1, text: 'BẢN SAO' }],
      },
    };
    expect((await settle(printer.print(job, () => Promise.resolve()))).outcome).toBe('printed');
    await settle(printer.stop());
    const said = texts().join('\n');
    expect(said).toContain('printer-state-reasons');
    expect(said).toContain('job-state');
    // Of PWG raster the first word would be there.
    expect(said).not.toContain('RaS2');
    expect(said).not.toContain(job.jobId);
  });

  it.each(['keyboard-code-scanner', 'page-payment-display'] as const)(
    'has what passes between a %s and its page',
    async name => {
      const { clock, context, events, settle, texts } = rig(name);
      const config =
        name === 'keyboard-code-scanner'
          ? { id: 'd', driver: name, prefix: '' }
          : { id: 'd', driver: name };
      const { driver } = await installDevice(config, { ...context, onSheet: () => undefined });
      await settle(driver.start());
      const onPage = 'onPage' in driver ? driver.onPage : undefined;
      onPage?.pageIsThere(true);
      const told = driver.kind === 'payment-display' ? driver.tell(show) : Promise.resolve();
      const order = events.findLast(event => event.type === 'page-order');
      const answer = { deviceId: 'd', orderId: order?.orderId ?? 0 };
      onPage?.takeReport({ ...answer, result: 'done' });
      if (name === 'keyboard-code-scanner') {
        onPage?.takeReport({ ...answer, result: 'code', text: '001148999921|Hòa' });
      }
      await told;
      onPage?.pageIsThere(false);
      await clock.advance(100);
      const said = texts().join('\n');
      expect(said).toMatch(/sent \{"orderId":\d+,"order":\{"kind":"/);
      expect(said).toMatch(/received \{.*"result":"done"/);
      expect(said).toContain('condition device-absent');
      for (const lost of ['1148999921', 'Hòa', QR, '150000']) expect(said).not.toContain(lost);
    },
  );
});
