import { describe, expect, it } from 'vitest';
import { type DeviceEvent, type DeviceStatus } from '../../core/contract/device.ts';
import { createManualClock } from '../conformance/manual-clock.ts';
import { type DeviceConfig } from '../contract/bridge.ts';
import { type UsbDevice } from '../contract/usb-device.ts';
import { createDeviceBoard } from './device-board.ts';

const SCANNER: DeviceConfig = {
  id: 'scanner',
  driver: 'serial-code-scanner',
  port: { vendorId: '1eab', productId: '8206' },
  prefix: '',
};
const PRINTER: DeviceConfig = {
  id: 'printer',
  driver: 'simulated-receipt-printer',
  profile: 'generic-80mm',
};
const CONFIGS = [SCANNER, PRINTER];

const ON_THE_BUS: UsbDevice = {
  usbPort: '1-1',
  attachment: 1,
  vendorId: '1eab',
  productId: '8206',
  interfaces: [{ class: '02', subclass: '02', protocol: '01', usagePages: [] }],
  nodes: ['/dev/ttyACM0'],
};

const rig = () => {
  const clock = createManualClock();
  const said: string[] = [];
  const done: string[] = [];
  const board = createDeviceBoard({
    configs: CONFIGS,
    clock,
    log: ({ event }) => done.push(event),
    publish: event => said.push(wordsOf(event)),
    setApart: ({ id }) => done.push(`put down ${id}`),
    takeUp: ({ id }) => done.push(`take up ${id}`),
  });
  const status = (
    config: DeviceConfig,
    state: DeviceStatus['state'],
    fault?: DeviceStatus['fault'],
  ): void => {
    const kind = config === SCANNER ? 'code-scanner' : 'receipt-printer';
    board.heard({
      type: 'status',
      status: {
        deviceId: config.id,
        kind,
        driver: config.driver,
        state,
        ...(fault === undefined ? {} : { fault }),
      },
    });
  };
  const ready = (): void => {
    for (const config of CONFIGS) {
      board.opening(config.id);
      status(config, 'ready');
    }
    said.length = 0;
  };
  return {
    board,
    clock,
    said,
    done,
    status,
    ready,
    stages: () => board.statuses().map(({ stage }) => stage),
    states: () => board.statuses().map(({ state }) => state),
  };
};

const wordsOf = (event: DeviceEvent): string =>
  event.type === 'status'
    ? [event.status.deviceId, event.status.state, event.status.stage, event.status.fault]
        .filter(word => word !== undefined)
        .join(' ')
    : event.type;

describe('the board of devices', () => {
  it('tells where every device stands, from nothing to ready', () => {
    const { board, status, said, stages } = rig();
    expect(stages()).toEqual(['absent', 'absent']);
    board.onTheBus([ON_THE_BUS]);
    board.opening('scanner');
    status(SCANNER, 'ready');
    expect(said).toEqual([
      'scanner starting detected',
      'scanner starting opening',
      'scanner ready ready',
    ]);
  });

  it('shows work to whoever looks, and wakes nobody for it', () => {
    const { board, ready, said, stages } = rig();
    ready();
    const done = board.atWork('printer');
    expect(stages()).toEqual(['ready', 'busy']);
    done();
    expect(stages()).toEqual(['ready', 'ready']);
    expect(said).toEqual([]);
  });

  it('knows a device that is plugged in and cannot be opened from one that is away', () => {
    const { board, ready, status, said } = rig();
    ready();
    status(SCANNER, 'unavailable', 'device-absent');
    board.onTheBus([ON_THE_BUS]);
    board.onTheBus([]);
    expect(said).toEqual([
      'scanner unavailable absent device-absent',
      'scanner unavailable detected device-absent',
      'scanner unavailable absent device-absent',
    ]);
  });

  it('calls the devices of a silent process unusable, and takes them back as they were', () => {
    const { board, ready, status, said, states } = rig();
    ready();
    status(PRINTER, 'degraded');
    said.length = 0;
    board.silent(CONFIGS, true);
    expect(said).toEqual([
      'scanner unavailable faulted device-crashed',
      'printer unavailable faulted device-crashed',
    ]);
    board.silent(CONFIGS, false);
    expect(states()).toEqual(['ready', 'degraded']);
  });

  it('tells no fault of a process that is silent while its devices are only being opened', () => {
    const { board, said, states } = rig();
    board.silent(CONFIGS, true);
    board.silent(CONFIGS, false);
    expect(said).toEqual([]);
    expect(states()).toEqual(['starting', 'starting']);
  });

  it('sets a device apart that takes its process down whenever it is opened, and no other', () => {
    const { board, done, stages, ready } = rig();
    ready();
    for (let crash = 0; crash < 5; crash += 1) {
      board.opening('scanner');
      board.crashed([SCANNER], false);
    }
    expect(done).toEqual(['device-set-apart', 'put down scanner']);
    expect(stages()).toEqual(['quarantined', 'ready']);
    expect(board.isSetApart('scanner')).toBe(true);
  });

  it('blames nobody for an end that was asked for', () => {
    const { board, done, ready } = rig();
    ready();
    for (let crash = 0; crash < 9; crash += 1) board.crashed([PRINTER], true);
    expect(done).toEqual([]);
  });

  const setApart = () => {
    const all = rig();
    for (let crash = 0; crash < 5; crash += 1) {
      all.board.opening('scanner');
      all.board.notOpened('scanner');
    }
    all.done.length = 0;
    all.said.length = 0;
    return all;
  };

  it('tries it again after a rest', async () => {
    const { clock, done, said } = setApart();
    await clock.advance(299_000);
    expect(done).toEqual([]);
    await clock.advance(2_000);
    expect(done).toEqual(['device-tried-again', 'take up scanner']);
    expect(said).toEqual(['scanner starting detected']);
  });

  it('tries it again when it is plugged in anew, also into the same socket, and when IT asks', () => {
    const replugged = setApart();
    replugged.board.onTheBus([ON_THE_BUS]);
    expect(replugged.done).toContain('take up scanner');
    const quick = rig();
    quick.board.onTheBus([ON_THE_BUS]);
    for (let crash = 0; crash < 5; crash += 1) quick.board.notOpened('scanner');
    quick.board.onTheBus([{ ...ON_THE_BUS, attachment: 2 }]);
    expect(quick.done).toContain('take up scanner');
    const asked = setApart();
    asked.board.release('scanner');
    expect(asked.done).toContain('take up scanner');
  });

  it('tells what is plugged in, what it is used for, and what it could be', () => {
    const { board } = rig();
    const printer: UsbDevice = {
      ...ON_THE_BUS,
      usbPort: '1-2',
      vendorId: '1fc9',
      productId: '2016',
      interfaces: [{ class: '07', subclass: '01', protocol: '02', usagePages: [] }],
      nodes: ['/dev/usb/lp0'],
    };
    board.onTheBus([ON_THE_BUS, printer]);
    const [scanner, found] = board.found();
    expect(scanner?.usedBy).toBe('scanner');
    expect(found?.usedBy).toBeUndefined();
    expect(found?.suggestions[0]).toMatchObject({
      certain: true,
      name: 'Xprinter',
      configuration: { driver: 'usblp-receipt-printer', profile: 'xprinter-80mm' },
    });
  });

  it('rests no longer once everything has stopped', async () => {
    const { board, clock, done } = setApart();
    board.stop();
    await clock.advance(3_600_000);
    expect(done).toEqual([]);
  });
});
