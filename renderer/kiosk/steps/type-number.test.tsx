import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SNAPSHOTS } from '../../gallery/snapshots.ts';
import { type KioskScreen, showKiosk } from '../testing/kiosk-screen.tsx';

let screen: KioskScreen;
beforeEach(async () => {
  screen = await showKiosk(SNAPSHOTS['type-number']);
});
afterEach(() => screen.close());

const type = async (digits: string) => {
  for (const digit of digits) await screen.press(`Số ${digit}`);
};

describe('typing who one is', () => {
  it('asks for the number, then for the birth date, and sends both', async () => {
    await type('001148999921');
    expect(screen.words()).toContain('Đủ 12 số của thẻ căn cước.');
    await screen.press('Tiếp tục');
    expect(screen.question()).toBe('Mời nhập ngày sinh');
    await type('12031948');
    await screen.press('Tìm hồ sơ');
    expect(screen.intents()).toEqual([
      { type: 'submitNumber', number: '001148999921', birthDate: '1948-03-12' },
    ]);
  });

  it('masks the number as soon as it is typed', async () => {
    await type('001148999921');
    await screen.press('Tiếp tục');
    expect(screen.words()).toContain('0**********21');
    expect(document.body.textContent).not.toMatch(/001.?148/);
  });

  it('takes the year alone where nobody knows the day', async () => {
    await type('001148999921');
    await screen.press('Tiếp tục');
    await screen.press('Chỉ năm');
    await type('1947');
    await screen.press('Tìm hồ sơ');
    expect(screen.intents()).toEqual([
      { type: 'submitNumber', number: '001148999921', birthDate: '1947' },
    ]);
  });

  it('leads on only with a number somebody can have', async () => {
    await type('00114899992');
    expect(screen.button('Tiếp tục').disabled).toBe(true);
    expect(screen.words()).toContain('Còn thiếu 1 số.');
    await screen.press('Tiếp tục');
    expect(screen.question()).toBe('Mời nhập số căn cước');
  });

  it('erases one digit or all of them, and takes no more than twelve', async () => {
    await type('0011489999210');
    await screen.press('Xóa một số');
    expect(screen.words()).toContain('Còn thiếu 1 số.');
    await screen.press('Xóa hết');
    expect(screen.words()).toContain('Thẻ căn cước có 12 số.');
  });

  it('goes back to the number first, then to the page before', async () => {
    await type('001148999921');
    await screen.press('Tiếp tục');
    await screen.press('Quay lại');
    expect(screen.question()).toBe('Mời nhập số căn cước');
    expect(screen.intents()).toEqual([]);
    await screen.press('Quay lại');
    expect(screen.intents()).toEqual([{ type: 'back' }]);
  });

  it('forgets what was typed when the page turns', async () => {
    await type('001148999921');
    await screen.turn({ stepKey: 2, step: { name: 'identify', whose: 'own' } });
    await screen.turn({ stepKey: 3, step: { name: 'type-number', whose: 'own' } });
    expect(screen.words()).toContain('Thẻ căn cước có 12 số.');
    expect(document.documentElement.outerHTML).not.toMatch(/001.?148/);
  });

  it('keeps what was typed while the language changes', async () => {
    await type('0011');
    await screen.turn({ language: 'en' });
    expect(screen.words()).toContain('8 digits are missing.');
  });

  it('says what happened and leaves a way on when nobody was found', async () => {
    await screen.turn({ step: { name: 'type-number', whose: 'own', notice: 'patient-not-found' } });
    expect(screen.words()).toContain('Chưa tìm thấy hồ sơ với số và ngày sinh này.');
    await screen.press('Lấy số gặp nhân viên tại quầy');
    expect(screen.intents()).toEqual([{ type: 'askCounter' }]);
  });
});
