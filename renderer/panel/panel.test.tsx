import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { panelContract, panelPushSchema, type PanelState } from '../../core/contract/panel.ts';
import { createConnection } from '../ui/connection/connection.ts';
import { type MockCarrier, mockCarrier } from '../ui/connection/mock-carrier.ts';
import { Panel } from './panel.tsx';
import { createPanelStore } from './panel-store.ts';

const STATE: PanelState = {
  devices: [
    { deviceId: 'reader-1', kind: 'chip-card-reader', driver: 'simulator', state: 'ready' },
    { deviceId: 'scanner-1', kind: 'code-scanner', driver: 'simulator', state: 'ready' },
    {
      deviceId: 'printer-1',
      kind: 'receipt-printer',
      driver: 'simulator',
      state: 'unavailable',
      fault: 'device-absent',
    },
  ],
  plant: [
    { part: 'network', up: true },
    { part: 'hub', up: true },
    { part: 'his', up: false },
  ],
  cards: [
    { id: 'ba-hoa', title: 'Nguyễn Thị Hòa', note: '78 tuổi' },
    { id: 'ong-binh', title: 'Trần Văn Bình', note: 'Tái khám' },
  ],
  codes: [{ id: 'hoa.cccd', title: 'CCCD · Nguyễn Thị Hòa', payload: '001148999921|Hòa' }],
  cardOnReader: null,
  hasCustomer: true,
  papers: [
    { sheetId: 1, png: 'AAAA', widthDots: 576, heightDots: 800 },
    { sheetId: 2, png: 'BBBB', widthDots: 576, heightDots: 800 },
  ],
  outbox: { queued: 3, inFlight: 1, rejected: 0, failed: 0, delivered: 12 },
};

/** Lets React and the answers of the kiosk come to rest. */
const settled = (work: () => void) =>
  act(async () => {
    work();
    await Promise.resolve();
  });

let carrier: MockCarrier;
let root: Root;
let refuses = false;

beforeEach(async () => {
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
  refuses = false;
  document.body.innerHTML = '<div id="root"></div>';
  carrier = mockCarrier(({ method }) =>
    method === 'state'
      ? { value: STATE }
      : method === 'payAsCustomer' && !refuses
        ? { value: { paid: 250_000 } }
        : refuses
          ? { error: 'device-absent' }
          : { value: {} },
  );
  const store = createPanelStore(createConnection(panelContract, panelPushSchema, carrier));
  root = createRoot(document.getElementById('root') as HTMLElement);
  await settled(() => root.render(<Panel store={store} />));
});
afterEach(() => settled(() => root.unmount()));

const nameOf = (button: Element) => button.getAttribute('aria-label') ?? button.textContent;
const press = (name: string, index = 0) =>
  settled(() => {
    const found = [...document.querySelectorAll('button')].filter(
      button => nameOf(button) === name,
    );
    const button = found[index];
    if (button === undefined) {
      throw new Error([...document.querySelectorAll('button')].map(nameOf).join(' | '));
    }
    button.click();
  });
const type = (input: HTMLInputElement, text: string) =>
  settled(() => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
const acted = () => carrier.calls.filter(call => call.method !== 'state').map(call => call.input);
const bytesOf = (base64: string) => new TextDecoder().decode(Buffer.from(base64, 'base64'));

describe('the device panel', () => {
  it('lays a card on the reader', async () => {
    await press('Đặt thẻ lên khay: Trần Văn Bình');
    expect(acted()).toEqual([
      { deviceId: 'reader-1', action: { action: 'insert-card', card: 'ong-binh' } },
    ]);
  });

  it('takes away the card that lies there', async () => {
    await settled(() =>
      carrier.push({ type: 'panel', state: { ...STATE, cardOnReader: 'ba-hoa' } }),
    );
    await press('Lấy thẻ ra');
    expect(acted()).toEqual([{ deviceId: 'reader-1', action: { action: 'remove-card' } }]);
  });

  it('scans a code from the list as the bytes of its text', async () => {
    await press('Quét: CCCD · Nguyễn Thị Hòa');
    const [{ action }] = acted() as [{ action: { bytes: string } }];
    expect(bytesOf(action.bytes)).toBe('001148999921|Hòa\r');
  });

  it('scans what was pasted, in pieces where asked', async () => {
    await press('7 byte');
    await type(document.querySelectorAll('input')[1] as HTMLInputElement, 'TDX|Ấ');
    await press('Quét');
    const [{ action }] = acted() as [{ action: { bytes: string; chunks: number[] } }];
    expect(bytesOf(action.bytes)).toBe('TDX|Ấ\r');
    expect(action.chunks).toEqual([7, 7]);
  });

  it('finds people without their tones', async () => {
    await type(document.querySelectorAll('input')[0] as HTMLInputElement, 'binh');
    expect(document.body.textContent).toContain('Trần Văn Bình');
    expect(document.body.textContent).not.toContain('78 tuổi');
  });

  it('takes the paper away, opens the cover and jams the printer', async () => {
    await press('Hết');
    await press('Mở');
    await press('Kẹt');
    expect(acted().map(input => (input as { action: unknown }).action)).toEqual([
      { action: 'paper', state: 'end' },
      { action: 'cover', open: true },
      { action: 'jam', jammed: true },
    ]);
  });

  it('plugs in what is unplugged and pulls what is plugged in', async () => {
    await press('Rút dây: Đầu đọc thẻ');
    await press('Cắm dây: Máy in phiếu');
    expect(acted()).toEqual([
      { deviceId: 'reader-1', action: { action: 'plug', connected: false } },
      { deviceId: 'printer-1', action: { action: 'plug', connected: true } },
    ]);
  });

  it('cuts the network and brings the hospital system back', async () => {
    await press('Ngắt: Dây mạng tới trung tâm');
    await press('Nối lại: Hệ thống bệnh viện');
    expect(acted()).toEqual([
      { part: 'network', up: false },
      { part: 'his', up: true },
    ]);
  });

  it('pays as the patient would, rightly and wrongly, and says what was transferred', async () => {
    for (const name of ['Trả đúng', 'Trả thiếu', 'Trả thừa', 'Trả hai lần']) await press(name);
    expect(acted()).toEqual(['exact', 'part', 'over', 'twice'].map(way => ({ way })));
    expect(document.body.textContent).toContain('Đã chuyển 250.000 đ.');
  });

  it('offers no customer where no provider is simulated', async () => {
    await settled(() => carrier.push({ type: 'panel', state: { ...STATE, hasCustomer: false } }));
    expect(document.body.textContent).not.toContain('Trả đúng');
  });

  it('shows the newest slip first, and the outbox in figures', () => {
    const sheets = [...document.querySelectorAll('.panel-sheets img')];
    expect(sheets.map(sheet => sheet.getAttribute('alt'))).toEqual(['Phiếu số 2', 'Phiếu số 1']);
    expect(document.querySelector('.panel-counts')?.textContent).toContain('3chờ gửi');
  });

  it('says when the kiosk refused, and when it is away', async () => {
    refuses = true;
    await press('Hết');
    expect(document.querySelector('[role="status"]')?.textContent).toBe(
      'Máy không nhận thao tác này.',
    );
    await settled(() => carrier.enter('lost'));
    expect(document.querySelector('[role="status"]')?.textContent).toContain('Mất kết nối');
  });

  it('speaks English at one click', async () => {
    await press('English');
    expect(document.documentElement.lang).toBe('en');
    expect(document.querySelector('h1')?.textContent).toBe('Device panel');
  });
});
