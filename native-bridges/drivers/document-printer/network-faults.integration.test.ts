import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type DeviceEvent, type DeviceStatus } from '../../../core/contract/device.ts';
import { type DocumentJob } from '../../../core/contract/sheet.ts';
import { type DeviceConfig } from '../../contract/bridge.ts';
import { type DocumentPrinterDriver } from '../../contract/driver.ts';
import { installDevice } from '../../core/registry.ts';
import { systemClock } from '../../process/system-clock.ts';
import { openIppPrintServer } from '../../simulators/ipp/print-server.ts';
import { createSimulatedIppPrinter } from '../../simulators/ipp/printer.ts';

const PAGE_MS = 600;
const begin = (): Promise<void> => Promise.resolve();
let jobs = 0;
const job = (copies = 1): DocumentJob => {
  jobs += 1;
  return {
    jobId: `00000000-0000-4000-a000-${String(jobs).padStart(12, '0')}`,
    copies,
    sides: 'one-sided',
    sheet: {
      language: 'vi',
      title: 'Thử',
      blocks: [{ kind: 'heading', level: 1, text: 'GIẤY CHUYỂN TUYẾN (BẢN SAO)' }],
    },
  };
};

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const install = async (config: DeviceConfig) => {
  const statuses: DeviceStatus[] = [];
  const { driver } = await installDevice(config, {
    deviceId: config.id,
    clock: systemClock,
    cardReported: false,
    emit: (event: DeviceEvent) => {
      if (event.type === 'status') statuses.push(event.status);
    },
    log: () => undefined,
    onSheet: () => undefined,
  });
  const printer = driver as DocumentPrinterDriver;
  undo.push(() => printer.stop());
  await printer.start();
  return { printer, status: () => statuses.at(-1) };
};

/** A printer on the network whose connection can be made to fail. */
const start = async () => {
  let pages = 0;
  const device = createSimulatedIppPrinter(
    ['image/pwg-raster'],
    systemClock,
    () => {
      pages += 1;
    },
    PAGE_MS,
  );
  const server = await openIppPrintServer(device);
  undo.push(() => server.power(false));
  const opened = await install({ id: 'a4', driver: 'ipp-document-printer', url: server.url });
  return { ...opened, device, server, pages: () => pages };
};

const within = async (ms: number, what: string, condition: () => boolean): Promise<void> => {
  const end = Date.now() + ms;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`${what} not within ${ms} ms`);
    await sleep(20);
  }
};
/** What a fault may take to be seen, with room for a machine that has other work. */
const SEEN_MS = 3_500;

describe('a document printer on a network that fails', () => {
  it.each([
    ['hangs', 'printer-silent'],
    ['drops-answers', 'printer-silent'],
    ['drops-requests', 'printer-silent'],
    ['talks-nonsense', 'device-protocol'],
  ] as const)('says so when the printer %s, and is back by itself', async (mood, fault) => {
    const { printer, server, status, pages } = await start();
    expect(status()?.state).toBe('ready');
    server.setMood(mood);
    await within(SEEN_MS, fault, () => status()?.fault === fault);
    expect((await printer.print(job(), begin)).outcome).toBe('failed');
    server.setMood('answers');
    await within(10_000, 'ready', () => status()?.state === 'ready');
    expect(await printer.print(job(), begin)).toEqual({ outcome: 'printed' });
    expect(pages()).toBe(1);
  });

  it('is absent while it is switched off, and prints nothing old when it is on again', async () => {
    const { printer, server, status, pages } = await start();
    await server.power(false);
    await within(SEEN_MS, 'absent', () => status()?.fault === 'device-absent');
    expect(await printer.print(job(), begin)).toEqual({
      outcome: 'failed',
      fault: 'device-absent',
    });
    await server.power(true);
    await within(SEEN_MS, 'ready', () => status()?.state === 'ready');
    await sleep(2 * PAGE_MS);
    expect(pages()).toBe(0);
  });

  it.each(['drops-answers', 'drops-requests'] as const)(
    'does not know what became of a document when the printer %s, and does not send it again',
    async mood => {
      const { printer, server, status, device } = await start();
      const once = job();
      const breaking = (): Promise<void> => {
        server.setMood(mood);
        return Promise.resolve();
      };
      expect(await printer.print(once, breaking)).toEqual({
        outcome: 'uncertain',
        fault: 'print-uncertain',
      });
      server.setMood('answers');
      await within(10_000, 'ready', () => status()?.state === 'ready');
      expect((await printer.print(once, begin)).outcome).toBe('uncertain');
      expect(device.documents.length).toBe(mood === 'drops-answers' ? 1 : 0);
    },
  );

  it('follows a job through a break of the line that is short', async () => {
    const { printer, server, pages } = await start();
    const outcome = printer.print(job(3), begin);
    await within(5_000, 'the first page', () => pages() === 1);
    await server.power(false);
    await sleep(800);
    await server.power(true);
    expect(await outcome).toEqual({ outcome: 'printed' });
    expect(pages()).toBe(3);
  });
});

const absent = existsSync('/usr/bin/openssl') ? undefined : 'openssl is not installed';
const where = absent === undefined ? '' : ` (not run: ${absent})`;

describe.runIf(absent === undefined)(`a printer with a certificate of its own${where}`, () => {
  const secured = async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tiep-don-tls-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=printer', '-days', '2', '-keyout', key, '-out', cert];
    execFileSync(
      '/usr/bin/openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject],
      {
        stdio: 'ignore',
      },
    );
    const device = createSimulatedIppPrinter(
      ['application/pdf'],
      systemClock,
      () => undefined,
      100,
    );
    const server = createTlsServer(
      { key: readFileSync(key), cert: readFileSync(cert) },
      (request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => response.end(device.answer(Buffer.concat(chunks))));
      },
    );
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    undo.push(() => {
      server.closeAllConnections();
      return new Promise(resolve => server.close(resolve));
    });
    const { port } = server.address() as AddressInfo;
    const certificateSha256 = new X509Certificate(readFileSync(cert)).fingerprint256.replaceAll(
      ':',
      '',
    );
    return { url: `ipps://127.0.0.1:${port}/ipp/print`, certificateSha256, device };
  };

  it('is taken by its fingerprint', async () => {
    const { url, certificateSha256 } = await secured();
    const config = { id: 'a4', driver: 'ipp-document-printer', url, certificateSha256 } as const;
    const { printer, status } = await install(config);
    expect(status()?.state).toBe('ready');
    expect(await printer.print(job(), begin)).toEqual({ outcome: 'printed' });
  });

  it('gets nothing where the fingerprint is another, or none is known', async () => {
    const { url, device } = await secured();
    const id = 'a4';
    const driver = 'ipp-document-printer';
    const other = await install({ id, driver, url, certificateSha256: 'ab'.repeat(32) });
    expect(other.status()?.state).toBe('unavailable');
    expect((await other.printer.print(job(), begin)).outcome).toBe('failed');
    const unknown = await install({ id, driver, url });
    expect(unknown.status()?.state).toBe('unavailable');
    expect(device.documents).toEqual([]);
  });
});
