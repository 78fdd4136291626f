import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { kioskContract, kioskPushSchema } from '../../core/contract/kiosk.ts';
import { staffContract, type StaffOverview } from '../../core/contract/staff.ts';
import { SNAPSHOTS } from '../gallery/snapshots.ts';
import { App } from '../kiosk/app.tsx';
import { createScreen, type Screen } from '../kiosk/screen-store.ts';
import { createConnection } from '../ui/connection/connection.ts';
import { type MockCarrier, mockCarrier } from '../ui/connection/mock-carrier.ts';
import { createStaffStore } from './staff-store.ts';

const PIN = '481516';
const OVERVIEW: StaffOverview = {
  kioskId: 'kiosk-1',
  version: '0',
  now: '2026-11-23T01:30:00.000Z',
  hub: 'reachable',
  paperLowTickets: 30,
  canConfigure: true,
  found: [
    {
      usbPort: '1-1',
      name: 'Epson TM-T20',
      kind: 'receipt-printer',
      driver: 'usblp-receipt-printer',
      certain: true,
    },
  ],
  devices: [
    {
      status: {
        deviceId: 'scanner',
        kind: 'code-scanner',
        driver: 'serial-code-scanner',
        state: 'unavailable',
        fault: 'device-absent',
      },
      simulated: false,
      faults: [],
      choice: {
        driver: 'serial-code-scanner',
        drivers: ['serial-code-scanner'],
        typed: [
          {
            driver: 'serial-code-scanner',
            settings: [
              { name: 'port.path', type: 'path', value: '', required: true, schemes: [] },
              {
                name: 'baudRate',
                type: 'number',
                value: '',
                required: false,
                schemes: [],
                least: 110,
                most: 921_600,
              },
            ],
          },
        ],
        profiles: [],
      },
    },
  ],
};

let state: 'closed' | 'in';
let wrong: string | undefined;
let carrier: MockCarrier;
let root: Root;
let screen: Screen;

const answer = (method: string, input: unknown): unknown => {
  const access = { state, waitSeconds: 0, badge: false };
  switch (method) {
    case 'staffSignIn':
      if ((input as { pin: string }).pin === PIN) state = 'in';
      return { ...access, state };
    case 'staffLeave':
      state = 'closed';
      return {};
    case 'staffEnter':
    case 'staffAccess':
      return access;
    case 'staffOverview':
      return OVERVIEW;
    case 'staffTestDevice':
      return { result: 'failed', fault: 'device-absent', milliseconds: 10 };
    case 'staffUseFound':
      return { result: 'changed', problems: [] };
    case 'staffChangeDevice':
      return wrong === undefined
        ? { result: 'changed', problems: [] }
        : { result: 'refused', problems: ['x'], wrong };
    case 'staffRestartDevices':
      return {};
    case 'staffOutbox':
      return {
        step: 'slips-only',
        waiting: 12,
        oldest: new Date(Date.now() - 95 * 60_000).toISOString(),
        deadCount: 1,
        dead: [
          {
            eventId: '018f3c6e-0000-7000-8000-000000000001',
            at: '2026-11-23T01:30:00.000Z',
            label: 'A-0017',
            state: 'rejected',
            fault: 'bad-request',
          },
        ],
        places: ['USB DISK'],
      };
    case 'staffRetryOutbox':
      return { retried: 1 };
    case 'staffExportOutbox':
      return { result: 'exported', file: 'tiep-don-kiosk-1.jsonl', exported: 13 };
    case 'touch':
      return {};
    default:
      return SNAPSHOTS.welcome;
  }
};

const settle = (work: () => void = () => undefined): Promise<void> =>
  act(async () => {
    work();
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    await vi.advanceTimersByTimeAsync(0);
  });
const pass = (ms: number): Promise<void> =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });
const words = (): string => document.querySelector('main')?.textContent ?? '';
const press = (name: RegExp): Promise<void> => {
  const found = [...document.querySelectorAll('button')].filter(button =>
    name.test(button.getAttribute('aria-label') ?? button.textContent),
  );
  expect(found, `${name}`).toHaveLength(1);
  return settle(() => found[0]?.click());
};
const hold = async (ms: number): Promise<void> => {
  const name = document.querySelector('.header-hospital');
  await settle(() => name?.dispatchEvent(new Event('pointerdown', { bubbles: true })));
  await pass(ms);
  await settle(() => name?.dispatchEvent(new Event('pointerup', { bubbles: true })));
  // The pages are loaded when they are asked for.
  await vi.dynamicImportSettled();
  await settle();
};
const type = async (digits: string): Promise<void> => {
  for (const digit of digits) await press(new RegExp(` ${digit}$`));
};

beforeEach(async () => {
  vi.useFakeTimers();
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  document.body.innerHTML = '<div id="root"></div>';
  state = 'closed';
  wrong = undefined;
  carrier = mockCarrier(({ method, input }) => ({ value: answer(method, input) }));
  screen = createScreen(createConnection(kioskContract, kioskPushSchema, carrier));
  const staff = createStaffStore(createConnection(staffContract, kioskPushSchema, carrier));
  root = createRoot(document.getElementById('root') as HTMLElement);
  await settle(() => root.render(<App screen={screen} staff={staff} />));
});
afterEach(async () => {
  await settle(() => root.unmount());
  screen.close();
  vi.useRealTimers();
});

describe('the way to the staff pages', () => {
  it('is not found by a tap, nor by two seconds', async () => {
    await hold(2_000);
    expect(words()).not.toContain('Dành cho nhân viên');
    expect(carrier.calls.some(({ method }) => method === 'staffEnter')).toBe(false);
  });

  it('is the name of the hospital held for three seconds, and the PIN', async () => {
    await hold(3_100);
    expect(words()).toContain('Dành cho nhân viên');
    await type(PIN);
    await press(/^Mở$/);
    expect(words()).toContain('Trang nhân viên');
    expect(words()).not.toContain(PIN);
  });

  it('says so when the PIN was not right, and forgets what was typed', async () => {
    await hold(3_100);
    await type('000001');
    await press(/^Mở$/);
    expect(words()).toContain('chưa đúng');
    expect(words()).toContain('Đã nhập 0 chữ số');
  });

  it('leads back to the patient’s page', async () => {
    await hold(3_100);
    await press(/^Quay lại$/);
    expect(words()).not.toContain('Dành cho nhân viên');
    expect(carrier.calls.at(-1)?.method).toBe('staffLeave');
  });
});

describe('inside', () => {
  beforeEach(async () => {
    await hold(3_100);
    await type(PIN);
    await press(/^Mở$/);
  });

  it('a restart of the devices says that it is done', async () => {
    await press(/^Khởi động lại$/);
    expect(carrier.calls.some(({ method }) => method === 'staffRestartDevices')).toBe(true);
    expect(words()).toContain('Đã khởi động lại');
  });

  it('a device says what to do about it, and can be tried', async () => {
    await press(/^Danh sách thiết bị/);
    await press(/Máy quét mã/);
    expect(words()).toContain('Xem dây cắm và nguồn điện');
    await press(/^Thử thiết bị này$/);
    await press(/^Bắt đầu$/);
    expect(words()).toContain('thiết bị chưa hoạt động');
    expect(carrier.calls).toContainEqual({
      method: 'staffTestDevice',
      input: { deviceId: 'scanner', seconds: 8 },
    });
  });

  it('takes an address as it is typed, and says in one line what is wrong with it', async () => {
    await press(/^Danh sách thiết bị/);
    await press(/Máy quét mã/);
    await press(/^Đổi địa chỉ kết nối$/);
    expect(words()).toContain('Tên cổng nối tiếp');
    await press(/^Tiếp tục$/);
    expect(words()).toContain('Chưa nhập gì');
    for (const key of 'COM') {
      await press(/^Chữ hoa$/);
      await press(new RegExp(`^${key}$`));
      await press(/^Chữ hoa$/);
    }
    await press(/^Tiếp tục$/);
    expect(words()).toContain('cần bắt đầu bằng / hoặc là COM');
    await press(/^3$/);
    await press(/^Tiếp tục$/);
    expect(words()).toContain('Tốc độ cổng nối tiếp');
    wrong = 'port.path';
    await press(/^Lưu/);
    expect(words()).toContain('Tên cổng nối tiếp');
    expect(carrier.calls).toContainEqual({
      method: 'staffChangeDevice',
      input: {
        deviceId: 'scanner',
        driver: 'serial-code-scanner',
        settings: { 'port.path': 'COM3', baudRate: '' },
      },
    });
    wrong = undefined;
    await press(/^Tiếp tục$/);
    await press(/^Lưu/);
    expect(words()).toContain('Đã đổi');
  });

  it('shows what is plugged in and not used, and takes it', async () => {
    await press(/^Danh sách thiết bị/);
    await press(/Tìm thấy: Epson TM-T20/);
    expect(words()).toContain('được thêm vào danh sách');
    await press(/^Dùng thiết bị này$/);
    expect(words()).toContain('Đã đổi');
    expect(carrier.calls).toContainEqual({
      method: 'staffUseFound',
      input: { usbPort: '1-1', driver: 'usblp-receipt-printer' },
    });
  });

  it('ends by itself once the host has closed the session', async () => {
    state = 'closed';
    await pass(1_100);
    expect(words()).not.toContain('Trang nhân viên');
  });
});

describe('the page of what was not sent', () => {
  it('says how much waits since when, why one was refused, sends again and copies to a drive', async () => {
    await hold(3_100);
    await type(PIN);
    await press(/^Mở$/);
    await press(/^Lượt chưa gửi/);
    expect(words()).toContain('12 lượt đang chờ gửi. Lượt lâu nhất đã chờ 1 giờ 35 phút.');
    expect(words()).toContain('máy chỉ phát số vào quầy');
    expect(words()).toContain('A-0017');
    await press(/^Gửi lại/);
    expect(words()).toContain('1 lượt sẽ được gửi lại');
    await press(/^Chép ra USB DISK/);
    expect(words()).toContain('Đã chép 13 lượt vào tệp tiep-don-kiosk-1.jsonl');
    expect(carrier.calls.at(-1)).toMatchObject({ input: { place: 'USB DISK' } });
  });
});
