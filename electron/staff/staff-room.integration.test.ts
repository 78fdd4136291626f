import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reply } from '../../core/contract/contract.ts';
import type { DeviceEvent } from '../../core/contract/device.ts';
import type { StaffOverview } from '../../core/contract/staff.ts';
import { type KioskConfig, kioskConfigSchema } from '../configuration/kiosk-config.ts';
import { rewriteConfig } from '../configuration/write-config.ts';
import type { FoundDevice } from '../../native-bridges/contract/device-care.ts';
import { createDeviceBridge } from '../host/device-bridge.ts';
import { createReplaceableBridge, type ReplaceableBridge } from '../host/replaceable-bridge.ts';
import { randomIds, systemClock } from '../host/system-ports.ts';
import { watched } from '../hub-client/watched.ts';
import { openTemporaryStore, type TemporaryStore } from '../storage/testing/temporary-store.ts';
import { setStaffPin } from './staff-credentials.ts';
import { createStaffRoom, type StaffRoom } from './staff-room.ts';

const PIN = '481516';
const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

let world: TemporaryStore;
let folder: string;
let file: string;
let config: KioskConfig;
let bridge: ReplaceableBridge;
let room: StaffRoom;
let heard: DeviceEvent[];
let found: FoundDevice[];

beforeEach(async () => {
  world = await openTemporaryStore();
  folder = mkdtempSync(join(tmpdir(), 'staff-room-'));
  file = join(folder, 'kiosk.json');
  writeFileSync(file, '{}');
  config = kioskConfigSchema.parse({});
  bridge = createReplaceableBridge(devices => createDeviceBridge(devices, SILENT), config.devices);
  [heard, found] = [[], []];
  room = createStaffRoom({
    kioskId: () => 'kiosk-1',
    version: '0',
    language: 'vi',
    store: world.store,
    hub: { hello: () => Promise.reject(new Error('away')) },
    hubReachable: watched(false),
    // What is on the bus of the machine that runs the tests is nobody's business.
    bridge: { ...bridge, found: () => found },
    clock: systemClock,
    ids: randomIds,
    paper: { printed: () => undefined, ticketsLeft: () => undefined, stop: () => undefined },
    devices: () => config.devices,
    paperLowTickets: () => config.paperLowTickets,
    rewrite: settings => {
      const rewritten = rewriteConfig(file, settings);
      if (rewritten.ok) ({ config } = rewritten);
      return rewritten;
    },
    restartDevices: () => bridge.replace(config.devices),
    log: SILENT,
    report: () => undefined,
  });
  bridge.subscribe(event => {
    if (!room.takes(event)) heard.push(event);
  });
  await setStaffPin(world.store.staff, PIN, 'test', { memoryKib: 8, passes: 1 });
  await bridge.start();
});
afterEach(async () => {
  room.stop();
  await bridge.stop();
  world.remove();
  rmSync(folder, { recursive: true, force: true });
});

const call = async (method: string, input: unknown = {}): Promise<unknown> => {
  const reply = (await room.pageCall(method, input)) as Reply<unknown>;
  return reply.ok ? reply.value : reply.error.code;
};
const enter = async (): Promise<void> => {
  await call('staffEnter');
  expect(await call('staffSignIn', { pin: PIN })).toMatchObject({ state: 'in' });
};
const scan = (text: string): Promise<void> =>
  bridge.simulate('code-scanner', {
    action: 'scan',
    bytes: Buffer.from(`${text}\r`).toString('base64'),
  });
const scansHeard = (): number => heard.filter(({ type }) => type === 'code-scanned').length;

describe('the staff pages of a kiosk', () => {
  it('answer nobody who is not signed in', async () => {
    for (const method of ['staffOverview', 'staffSelfTest', 'staffRestartDevices']) {
      expect(await call(method)).toBe('not-permitted');
    }
    expect(room.pageCall('snapshot', {})).toBeUndefined();
    await enter();
    await call('staffLeave');
    expect(await call('staffOverview')).toBe('not-permitted');
  });

  it('show each device, and what can be set of it', async () => {
    await enter();
    const { devices } = (await call('staffOverview')) as StaffOverview;
    expect(devices.map(({ status }) => status.state)).toEqual(['ready', 'ready', 'ready']);
    expect(devices[2]?.choice.profiles).toContain('generic-58mm');
  });

  it('print a sample, and hear a code without telling what it says', async () => {
    await enter();
    expect(
      await call('staffTestDevice', { deviceId: 'receipt-printer', seconds: 20 }),
    ).toMatchObject({ result: 'passed' });
    const test = call('staffTestDevice', { deviceId: 'code-scanner', seconds: 20 });
    await scan('001148999921|010999921|Nguyễn Thị Hòa|12031948|Nữ|12 Ngõ Thử Nghiệm|15072021');
    expect(await test).toMatchObject({ result: 'passed' });
    expect(JSON.stringify(await test)).not.toContain('148999921');
    expect(JSON.stringify(world.store.staff.audited(9))).not.toContain('148999921');
  });

  it('keep from a visit what is shown to the devices meanwhile, and nothing after', async () => {
    await enter();
    await scan('LH26999921');
    await call('staffOverview');
    await call('staffLeave');
    await new Promise(resolve => setTimeout(resolve, 800));
    const during = scansHeard();
    await scan('LH26999929');
    await expect.poll(scansHeard).toBe(during + 1);
    expect(during).toBe(0);
  });

  it('change the printer model in the file, and the devices come back with it', async () => {
    await enter();
    const change = { deviceId: 'receipt-printer', driver: 'simulated-receipt-printer' };
    expect(await call('staffChangeDevice', { ...change, profile: 'generic-58mm' })).toMatchObject({
      result: 'changed',
    });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      devices: [{}, {}, { id: 'receipt-printer', profile: 'generic-58mm' }],
    });
    await expect
      .poll(() => bridge.statuses().map(({ state }) => state), { timeout: 20_000 })
      .toEqual(['ready', 'ready', 'ready']);
    expect(
      await call('staffChangeDevice', { ...change, driver: 'pcsc-card-reader' }),
    ).toMatchObject({ result: 'refused' });
  });

  it('take an address as it is typed, or say which one is wrong', async () => {
    await enter();
    const change = { deviceId: 'receipt-printer', driver: 'tcp-receipt-printer' };
    for (const host of ['', '10.0.0.300', 'máy in']) {
      expect(await call('staffChangeDevice', { ...change, settings: { host } })).toMatchObject({
        result: 'refused',
        wrong: 'host',
      });
    }
    expect(readFileSync(file, 'utf8')).toBe('{}');
    const settings = { host: '127.0.0.1', port: '9' };
    expect(await call('staffChangeDevice', { ...change, settings })).toMatchObject({
      result: 'changed',
    });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      devices: [{}, {}, { driver: 'tcp-receipt-printer', host: '127.0.0.1', port: 9 }],
    });
    const { devices } = (await call('staffOverview')) as StaffOverview;
    expect(devices[2]?.choice.typed).toContainEqual(
      expect.objectContaining({ driver: 'tcp-receipt-printer' }),
    );
    expect(JSON.stringify(world.store.staff.audited(1))).not.toContain('127.0.0.1');
  });

  it('offer what is plugged in, and take it in the place of the simulated one', async () => {
    await enter();
    found = [
      {
        device: {
          usbPort: '1-1',
          vendorId: '04b8',
          productId: '0e03',
          interfaces: [],
          attachment: 1,
          nodes: [],
        },
        suggestions: [
          {
            kind: 'receipt-printer',
            driver: 'usblp-receipt-printer',
            name: 'Epson TM-T20',
            score: 70,
            certain: true,
            configuration: { driver: 'usblp-receipt-printer', port: { usbPort: '1-1' } },
          },
        ],
      },
    ];
    const overview = (await call('staffOverview')) as StaffOverview;
    expect(overview.found).toMatchObject([{ name: 'Epson TM-T20', replaces: 'receipt-printer' }]);
    const wish = { usbPort: '1-1', driver: 'usblp-receipt-printer' };
    expect(await call('staffUseFound', wish)).toMatchObject({ result: 'changed' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      devices: [{}, {}, { id: 'receipt-printer', driver: 'usblp-receipt-printer' }],
    });
    found = [];
    expect(await call('staffUseFound', wish)).toBe('device-absent');
  });

  it('say what they found by themselves, in order', async () => {
    await enter();
    const { steps } = (await call('staffSelfTest')) as { steps: { step: string }[] };
    expect(steps.map(({ step }) => step)).toEqual(['data', 'hub', 'device', 'device', 'device']);
  });

  it('are open to the owner of the data by the command line, and audited', async () => {
    expect(await room.line.call('staffSetPaperLow', { tickets: 5 })).toMatchObject({ ok: true });
    expect(await room.line.call('staffSignIn', { pin: PIN })).toMatchObject({ ok: false });
    expect(world.store.staff.audited(1)).toMatchObject([
      { who: 'command line', action: 'paper-low-changed', detail: '5' },
    ]);
  });

  it('let the line of a device be listened to', async () => {
    const entries: unknown[] = [];
    const stop = room.line.trace('code-scanner', entry => entries.push(entry));
    expect(() => room.line.trace('code-scanner', () => undefined)).toThrow();
    await scan('LH26999921');
    await expect
      .poll(() => entries)
      .toContainEqual(
        expect.objectContaining({
          what: 'received',
          hex: Buffer.from('LH26999921\r').toString('hex'),
        }),
      );
    stop();
  });
});
