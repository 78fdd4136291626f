import { afterEach, describe, expect, it, vi } from 'vitest';
import { SNAPSHOT_IDS, SNAPSHOTS } from '../gallery/snapshots.ts';
import { type KioskScreen, showKiosk } from './testing/kiosk-screen.tsx';

let screen: KioskScreen;
afterEach(async () => {
  vi.useRealTimers();
  await screen.close();
});

describe('every page', () => {
  it.each(SNAPSHOT_IDS)('%s has one question and the four buttons in their order', async id => {
    screen = await showKiosk(SNAPSHOTS[id]);
    const asked = [...screen.element.querySelectorAll('h1')].filter(h1 => !h1.closest('[inert]'));
    expect(asked).toHaveLength(1);
    expect(screen.buttons().slice(-4)).toEqual(['Quay lại', 'Gọi nhân viên', 'Cỡ chữ', 'English']);
    expect(screen.element.textContent).not.toMatch(/\{\{|undefined|NaN|\w+\.\w+\.\w+/);
  });

  it('speaks English at one touch', async () => {
    screen = await showKiosk(SNAPSHOTS.welcome);
    await screen.press('English');
    expect(screen.intents()).toEqual([{ type: 'setLanguage', language: 'en' }]);
    await screen.turn({ language: 'en' });
    expect(document.documentElement.lang).toBe('en');
    expect(screen.question()).toBe('Please lay your ID card on the reader');
    expect(screen.button('Tiếng Việt').querySelector('[lang="vi"]')).not.toBeNull();
  });

  it('moves the focus to its question, so that a screen reader starts there', async () => {
    screen = await showKiosk(SNAPSHOTS.welcome);
    await screen.turn({ ...SNAPSHOTS.identify, revision: 5, stepKey: 2 });
    expect(document.activeElement?.tagName).toBe('H1');
    expect(document.activeElement?.textContent).toBe('Mời chọn một cách để lấy số');
  });

  it('leaves nothing of the page before in the document', async () => {
    screen = await showKiosk(SNAPSHOTS.confirm);
    expect(screen.words()).toContain('Nguyễn Thị Hòa');
    await screen.turn({ ...SNAPSHOTS.farewell, revision: 5, stepKey: 2 });
    expect(document.documentElement.outerHTML).not.toMatch(/Hòa|\*\*21|1948/);
  });

  it('drops a second tap on the same page until the host has answered', async () => {
    screen = await showKiosk(SNAPSHOTS.welcome);
    await screen.press('Bắt đầu', 2);
    expect(screen.intents()).toEqual([{ type: 'begin' }]);
  });

  it('takes no taps in the first moment, which belong to the page before', async () => {
    vi.useFakeTimers();
    screen = await showKiosk(SNAPSHOTS.welcome);
    const page = screen.element.querySelector('.page');
    expect(page?.classList).toContain('page-arriving');
    await screen.pass(300);
    expect(page?.classList).not.toContain('page-arriving');
  });
});

describe('the first page', () => {
  it('says beforehand that no slip will come, instead of the second way', async () => {
    screen = await showKiosk(SNAPSHOTS['welcome-no-paper']);
    expect(screen.words()).toContain('số khám hiện trên màn hình');
    expect(screen.words()).not.toContain('Hoặc đưa mã QR');
    await screen.turn({ service: { ...SNAPSHOTS.welcome.service } });
    expect(screen.words()).not.toContain('số khám hiện trên màn hình');
  });
});

describe('text size and colours', () => {
  it('offers four settings, and every choice takes effect at once', async () => {
    screen = await showKiosk(SNAPSHOTS.identify);
    await screen.press('Cỡ chữ');
    expect(screen.question()).toBe('Cỡ chữ và màu sắc');
    await screen.press('To');
    expect(screen.intents()).toEqual([{ type: 'setDisplay', display: { textSize: 'large' } }]);
    await screen.turn({ display: { ...SNAPSHOTS.identify.display, textSize: 'large' } });
    expect(document.documentElement.dataset['textSize']).toBe('large');
    expect(screen.button('To').getAttribute('aria-pressed')).toBe('true');
  });

  it('gives the focus back to the page when it is closed', async () => {
    screen = await showKiosk(SNAPSHOTS.identify);
    await screen.press('Cỡ chữ');
    expect(document.activeElement?.textContent).toBe('Cỡ chữ và màu sắc');
    await screen.press('Xong');
    expect(document.activeElement?.textContent).toBe('Mời chọn một cách để lấy số');
  });

  it('is left by Back before the page is', async () => {
    screen = await showKiosk(SNAPSHOTS.identify);
    await screen.press('Cỡ chữ');
    await screen.press('Quay lại');
    expect(screen.question()).toBe('Mời chọn một cách để lấy số');
    expect(screen.intents()).toEqual([]);
  });
});

describe('calling staff', () => {
  it('says where to go when nobody can be called', async () => {
    screen = await showKiosk(SNAPSHOTS['staff-unreachable']);
    expect(screen.words()).toContain('Mời đến Quầy 2, Tầng 1.');
    await screen.press('Làm tiếp trên máy');
    expect(screen.intents()).toEqual([{ type: 'closeStaffCall' }]);
  });

  it('can be asked for on every page, also while another answer is awaited', async () => {
    screen = await showKiosk(SNAPSHOTS.purpose);
    await screen.press(/Tim mạch/);
    await screen.press('Gọi nhân viên');
    expect(screen.intents().map(intent => intent.type)).toEqual(['chooseBooking', 'callStaff']);
  });
});

describe('nobody touches the screen', () => {
  it('covers what is personal, counts down, and goes on at one button', async () => {
    vi.useFakeTimers();
    screen = await showKiosk(SNAPSHOTS['idle-warning']);
    const page = screen.element.querySelector('.page');
    expect(page?.hasAttribute('inert')).toBe(true);
    expect(page?.classList).toContain('page-hidden');
    expect(screen.words()).toContain('24 giây');
    await screen.turn({ idle: { state: 'warning', secondsLeft: 23 } });
    expect(screen.words()).toContain('23 giây');
    await screen.press('Tôi vẫn đang dùng');
    expect(screen.intents()).toEqual([{ type: 'stillHere' }]);
    await screen.turn({ idle: { state: 'active' } });
    expect(page?.hasAttribute('inert')).toBe(false);
  });
});

describe('the host is away', () => {
  it('keeps calm, asks once for the snapshot when it is back, and goes on', async () => {
    screen = await showKiosk(SNAPSHOTS.purpose);
    await screen.lose();
    expect(screen.question()).toBe('Xin chờ một chút');
    await screen.restore();
    expect(screen.question()).toBe('Hôm nay bác khám theo lịch nào?');
  });

  it('takes up a host that has started again and counts from its own beginning', async () => {
    screen = await showKiosk({ ...SNAPSHOTS.confirm, revision: 900 });
    await screen.lose();
    await screen.restore();
    await screen.turn({ ...SNAPSHOTS.welcome, revision: 901, stepKey: 3 });
    expect(screen.question()).toBe('Mời đặt thẻ căn cước vào khay đọc thẻ');
  });

  it('forgets what is personal when the host stays away', async () => {
    vi.useFakeTimers();
    screen = await showKiosk(SNAPSHOTS.confirm);
    await screen.lose();
    await screen.pass(20_500);
    expect(document.documentElement.outerHTML).not.toMatch(/Hòa|\*\*21/);
  });
});
