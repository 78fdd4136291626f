import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Intent } from '../../../core/contract/kiosk.ts';
import { SNAPSHOTS, type SnapshotId } from '../../gallery/snapshots.ts';
import { type KioskScreen, showKiosk } from '../testing/kiosk-screen.tsx';

let screen: KioskScreen;
const open = async (id: SnapshotId): Promise<KioskScreen> =>
  (screen = await showKiosk(SNAPSHOTS[id]));
afterEach(async () => {
  vi.useRealTimers();
  await screen.close();
});

/** Page, button, and what the host hears. */
const TAPS: readonly (readonly [SnapshotId, string | RegExp, Intent])[] = [
  ['welcome', 'Bắt đầu', { type: 'begin' }],
  ['welcome', /^Cấp cứu: gọi nhân viên ngay/, { type: 'emergency' }],
  ['identify', /^Nhập số căn cước/, { type: 'typeNumber' }],
  ['identify', /^Cách khác/, { type: 'otherWays' }],
  ['identify-unknown-code', 'Lấy số gặp nhân viên tại quầy', { type: 'askCounter' }],
  ['card-key', /^Nhập 6 số CAN/, { type: 'chooseKeyWay', way: 'can' }],
  ['card-key', 'Tiếp tục, không đọc chip', { type: 'skipChip' }],
  ['card-key-refused', /^Nhập ngày hết hạn/, { type: 'chooseKeyWay', way: 'expiry' }],
  ['card-key-expiry', 'Không thời hạn', { type: 'submitCardExpiry', expiryDate: null }],
  ['card-key-expiry', 'Không đọc chip', { type: 'skipChip' }],
  ['card-key-number', 'Tiếp tục, không đọc chip', { type: 'skipChip' }],
  ['lay-card', 'Tiếp tục, không đọc chip', { type: 'skipChip' }],
  ['confirm', 'Đúng là tôi', { type: 'confirmIdentity' }],
  ['confirm', 'Không phải tôi', { type: 'rejectIdentity' }],
  ['confirm', 'Thuộc nhóm ưu tiên khác?', { type: 'openPriority' }],
  ['confirm', 'Tôi làm giúp người này', { type: 'actFor' }],
  ['confirm-patient-and-son', 'Đúng người bệnh', { type: 'confirmIdentity' }],
  ['confirm-patient-and-son', 'Đổi lại hai người', { type: 'swapPersons' }],
  ['confirm-patient-and-son', 'Không phải người bệnh', { type: 'rejectIdentity' }],
  ['identify-relative', 'Người đi cùng không có giấy tờ', { type: 'skipRelative' }],
  ['identify-patient', /^Người bệnh chưa có giấy tờ/, { type: 'describe' }],
  ['identify-same-document', /^Người bệnh chưa có giấy tờ/, { type: 'describe' }],
  ['other-ways', /^Đi cùng trẻ em/, { type: 'withRelative' }],
  ['other-ways', /^Không mang giấy tờ/, { type: 'describe' }],
  ['other-ways', /^Hộ chiếu · Passport/, { type: 'passport' }],
  ['other-ways', 'Lấy số gặp nhân viên ngay', { type: 'askCounter' }],
  ['relationship', 'Con của tôi', { type: 'chooseRelationship', relationship: 'parent' }],
  ['relationship', 'Bố hoặc mẹ tôi', { type: 'chooseRelationship', relationship: 'child' }],
  ['describe', 'Gặp nhân viên, không nhập nữa', { type: 'askCounter' }],
  ['passport', /^Nhập số hộ chiếu/, { type: 'typePassport' }],
  ['passport', 'Lấy số gặp nhân viên tại quầy', { type: 'askCounter' }],
  ['slip', /^Giấy chuyển viện/, { type: 'chooseSlip', kind: 'referral' }],
  ['slip', /^Giấy hẹn khám lại/, { type: 'chooseSlip', kind: 're-examination' }],
  ['slip', 'Không có giấy nào', { type: 'back' }],
  ['type-slip-expired', 'Lấy số, đưa giấy cho nhân viên', { type: 'askCounter' }],
  ['coverage-out-of-network', /^Có giấy chuyển viện/, { type: 'openSlips' }],
  ['priority', 'Phụ nữ có thai', { type: 'declarePriority', group: 'pregnant' }],
  ['priority', 'Người khuyết tật nặng', { type: 'declarePriority', group: 'severe-disability' }],
  ['priority', 'Không thuộc nhóm nào', { type: 'declarePriority', group: null }],
  ['already-registered', 'In lại phiếu', { type: 'reprint', large: false, label: 'B-0123' }],
  ['already-registered', 'Khám thêm phòng khác', { type: 'registerAnother' }],
  ['already-registered', 'Xong', { type: 'finish' }],
  [
    'already-registered-several',
    /^In lại phiếu D-0044/,
    { type: 'reprint', large: false, label: 'D-0044' },
  ],
  ['purpose', /^09:00 Tim mạch/, { type: 'chooseBooking', bookingId: 'bk-hoa-1' }],
  ['purpose', /^Khám mới/, { type: 'chooseWalkIn' }],
  ['purpose', 'Lịch khác? Gặp nhân viên', { type: 'askCounter' }],
  ['clinic', /^Tim mạch/, { type: 'chooseClinic', servicePointId: 'clinic-cardiology' }],
  ['clinic', 'Chưa biết chọn? Gặp nhân viên', { type: 'askCounter' }],
  ['coverage-insured', 'Khám bằng BHYT', { type: 'choosePayer', mode: 'insured' }],
  ['coverage-insured', 'Tự trả 200.000 đ', { type: 'choosePayer', mode: 'self-pay' }],
  ['coverage-expired', 'Khám tự trả 200.000 đ', { type: 'choosePayer', mode: 'self-pay' }],
  ['coverage-expired', 'Hỏi lại nhân viên tại quầy', { type: 'askCounter' }],
  ['ticket-priority', 'Xong', { type: 'finish' }],
  ['ticket-priority', 'In lại phiếu chữ to', { type: 'reprint', large: true, label: 'PB-0012' }],
  ['ticket-uncertain', 'In lại phiếu', { type: 'reprint', large: false, label: 'B-0123' }],
  ['counter-no-document', 'Xong', { type: 'finish' }],
  ['counter-no-document', 'In lại phiếu', { type: 'reprint', large: false, label: 'Q-0031' }],
  ['farewell', 'Người tiếp theo', { type: 'begin' }],
  ['out-of-service-after-visit', 'Về trang đầu', { type: 'finish' }],
];

describe('one tap', () => {
  it.each(TAPS)('%s: %s', async (id, name, intent) => {
    await open(id);
    await screen.press(name);
    expect(screen.intents()).toEqual([intent]);
  });
});

describe('welcome', () => {
  it('leads with the easiest way that works right now', async () => {
    await open('welcome-no-reader');
    expect(screen.question()).toBe('Mời đưa mã QR vào ô quét');
    await screen.turn({ service: SNAPSHOTS['welcome-no-devices'].service });
    expect(screen.question()).toBe('Mời bấm Bắt đầu để lấy số khám');
  });
});

describe('identify', () => {
  it('shows how each way is done, and sends nothing for it', async () => {
    await open('identify');
    await screen.press(/^Quét mã QR/);
    expect(screen.words()).toContain('Đưa mã QR vào trước ô quét');
    expect(screen.button(/^Quét mã QR/).getAttribute('aria-pressed')).toBe('true');
    expect(screen.intents()).toEqual([]);
  });

  it('offers no way that does not work', async () => {
    await open('identify-no-devices');
    expect(screen.buttons().join()).not.toMatch(/Đặt thẻ|Quét mã/);
    expect(screen.words()).toContain('Mời nhập số căn cước.');
  });
});

describe('the key of a chip', () => {
  const type = async (digits: string): Promise<void> => {
    for (const digit of digits) await screen.press(`Số ${digit}`);
  };

  it('is asked for by its code where a scanner works, else by what can be typed', async () => {
    await open('card-key');
    expect(screen.question()).toBe('Mời quét mã QR in trên thẻ căn cước');
    await screen.turn({ service: SNAPSHOTS['card-key-no-scanner'].service });
    expect(screen.question()).toBe('Mời chọn cách mở chip trên thẻ');
  });

  it('offers the date of expiry only where the rest of the key is known', async () => {
    await open('card-key');
    expect(screen.buttons().join()).not.toContain('Nhập ngày hết hạn');
    await screen.turn({ ...SNAPSHOTS['card-key-refused'], revision: 5 });
    expect(screen.buttons().join()).toContain('Nhập ngày hết hạn');
    expect(screen.words()).toContain('Chip trên thẻ chưa mở.');
  });

  it('takes a date of expiry in the future', async () => {
    await open('card-key-expiry');
    expect(screen.button('Mở chip').disabled).toBe(true);
    await type('03032033');
    expect(screen.words()).toContain('Ngày hết hạn đã đủ.');
    await screen.press('Mở chip');
    expect(screen.intents()).toEqual([{ type: 'submitCardExpiry', expiryDate: '2033-03-03' }]);
  });

  it('takes six digits of a card access number, no more and no fewer', async () => {
    await open('card-key-number-refused');
    expect(screen.words()).toContain('Chip trên thẻ chưa mở.');
    await type('20480');
    expect(screen.words()).toContain('Còn thiếu 1 số.');
    expect(screen.words()).not.toContain('Chip trên thẻ chưa mở.');
    await type('69');
    await screen.press('Mở chip');
    expect(screen.intents()).toEqual([{ type: 'submitCardNumber', number: '204806' }]);
  });
});

describe('confirm', () => {
  it('shows each field with its source, the age, and the priority that follows from it', async () => {
    await open('confirm');
    expect(screen.words()).toMatch(/Đọc từ chip trên thẻ.*Nguyễn Thị Hòa.*12\/03\/1948 · 78 tuổi/);
    expect(screen.words()).toContain('Được ưu tiên: Người từ 75 tuổi');
    expect(screen.words()).toMatch(/Theo hồ sơ bệnh viện.*HT\*{10}21/);
  });

  it('marks what does not fit together for the clerk, without blame', async () => {
    await open('confirm-doubts');
    expect(screen.words()).toContain('Nhân viên sẽ xem lại giúp mục có dấu này');
    expect(screen.element.querySelectorAll('.person-doubt')).toHaveLength(3);
  });

  it('says no age where only the year is known, and no doubt for it', async () => {
    await open('confirm-typed');
    expect(screen.words()).toContain('Ngày sinh1947Số');
    expect(screen.element.querySelector('.person-doubt')).toBeNull();
  });

  it('calls a card genuine only where the chip proved it', async () => {
    await open('confirm-doubts');
    expect(screen.words()).not.toContain('Thẻ thật');
    await screen.turn({ ...SNAPSHOTS.confirm, revision: 5 });
    expect(screen.words()).toContain('Thẻ thật, do Bộ Công an cấp');
    expect(screen.words()).toContain('Máy chỉ dùng họ tên');
  });

  it('speaks to the grown-up who comes with a child', async () => {
    await open('confirm-child');
    expect(screen.question()).toBe('Đây có phải là cháu đi khám không?');
    expect(screen.buttons()).toContain('Đúng là cháu');
  });
});

describe('clinic', () => {
  it('shows six a page, and turns with big buttons', async () => {
    await open('clinic');
    const shown = () =>
      [...screen.element.querySelectorAll('.clinic-name')].map(e => e.textContent);
    expect(shown()).toHaveLength(6);
    expect(screen.button('Trang trước').disabled).toBe(true);
    await screen.press('Trang sau');
    expect(shown()).toContain('Tiêu hóa');
    expect(screen.words()).toContain('2/2');
    expect(screen.button('Trang sau').disabled).toBe(true);
  });

  it('says how many wait, or nothing where the figure would be old', async () => {
    await open('clinic');
    expect(screen.button(/^Tim mạch/).textContent).toContain('7 người đang chờ');
    await screen.turn({ ...SNAPSHOTS['clinic-hub-away'], revision: 5, stepKey: 2 });
    expect(screen.button(/^Tim mạch/).textContent).not.toContain('chờ');
  });

  it('lets a full clinic be asked for, since the host knows a way on; a closed one not', async () => {
    await open('clinic');
    expect(screen.button(/^Mắt/).disabled).toBe(false);
    expect(screen.button(/^Răng Hàm Mặt/).disabled).toBe(true);
  });

  it('says that a clinic is full and what to do', async () => {
    await open('clinic-full');
    expect(screen.words()).toContain('Phòng khám vừa chọn đã hết số hôm nay.');
    expect(screen.words()).toContain('Mời chọn phòng khác, hoặc gặp nhân viên.');
  });
});

describe('ticket', () => {
  it('shows number, class, room, floor, expected time, people before, and the way', async () => {
    await open('ticket-priority');
    const words = screen.words();
    for (const part of [
      'PB-0012',
      'Ưu tiên · Người từ 75 tuổi',
      'Khám BHYT',
      'Phòng 205',
      'Tim mạch · Tầng 2',
      'khoảng 08:25',
      'Trước còn 1 người',
      'Lên thang máy A, rẽ trái, phòng thứ ba.',
      'Phiếu ở khe dưới màn hình.',
    ]) {
      expect(words).toContain(part);
    }
  });

  it('tells the truth about the paper', async () => {
    await open('ticket-printing');
    expect(screen.button('In lại phiếu chữ to').disabled).toBe(true);
    await screen.turn({ ...SNAPSHOTS['ticket-uncertain'], revision: 5 });
    expect(screen.words()).toContain('Nếu không thấy phiếu, mời bấm in lại.');
    await screen.turn({ ...SNAPSHOTS['ticket-failed'], revision: 6 });
    expect(screen.question()).toBe('Mời bác nhớ số này, phiếu chưa in được');
  });

  it('offers no second slip while there is nothing to print it with', async () => {
    await open('ticket-uncertain-no-paper');
    expect(screen.buttons().filter(name => name.startsWith('In lại'))).toEqual([]);
    expect(screen.words()).toContain('Có thể chụp ảnh màn hình này.');
    await screen.turn({ ...SNAPSHOTS['ticket-uncertain'], revision: 5 });
    expect(screen.button('In lại phiếu').disabled).toBe(false);
    const { service } = SNAPSHOTS['ticket-uncertain-no-paper'];
    await screen.turn({ ...SNAPSHOTS['already-registered-several'], service, revision: 6 });
    expect(screen.button(/^In lại phiếu D-0044/).disabled).toBe(true);
  });

  it('says that the number is good without the network', async () => {
    await open('ticket-offline');
    expect(screen.words()).toContain('Mạng gián đoạn, số này vẫn dùng được.');
    expect(screen.words()).toContain('Chờ gọi số');
  });
});

describe('waiting', () => {
  it('says what happens next at once, and what if it takes long after three seconds', async () => {
    vi.useFakeTimers();
    await open('reading-card');
    expect(screen.words()).not.toContain('Trang tiếp theo');
    await screen.pass(300);
    expect(screen.words()).toContain('Trang tiếp theo sẽ tự mở.');
    await screen.pass(3000);
    expect(screen.words()).toContain('nhân viên sẽ giúp');
  });
});

describe('reading a chip', () => {
  it('says what is used and why, and how far it is', async () => {
    await open('reading-card');
    expect(screen.words()).toContain(
      'Máy chỉ dùng họ tên, ngày sinh, giới tính, số và nơi ở trên chip',
    );
    expect(screen.element.querySelector('[role="progressbar"]')).toBeNull();
    await screen.turn({ ...SNAPSHOTS['reading-progress'], revision: 5 });
    expect(
      screen.element.querySelector('[role="progressbar"]')?.getAttribute('aria-valuenow'),
    ).toBe('62');
    expect(screen.words()).toContain('và ảnh trên chip');
  });

  it('says nothing of a chip where a code was read', async () => {
    await open('reading-code');
    expect(screen.words()).not.toContain('chip');
  });

  it('sends nobody away with a word of forgery', async () => {
    await open('counter-card-not-authentic');
    expect(screen.question()).toBe('Nhân viên cần xem trực tiếp thẻ này');
    expect(screen.words()).not.toMatch(/giả|sao chép|không thật/i);
  });
});

describe('farewell', () => {
  it('reminds of the card that still lies on the reader', async () => {
    await open('farewell');
    expect(screen.words()).not.toContain('trên khay');
    await screen.turn({ cardPresent: true });
    expect(screen.words()).toContain('Xin nhớ cầm theo thẻ căn cước trên khay');
  });
});

/** A name or number key by key. */
const typeKeys = async (keys: string): Promise<void> => {
  for (const key of keys) await screen.press(key === ' ' ? 'Cách' : `Chữ ${key}`);
};

describe('what is typed on the letter keys', () => {
  it('is a name with its tones, then the birth date, then the gender', async () => {
    await open('describe-patient');
    expect(screen.button('Tiếp tục').disabled).toBe(true);
    await typeKeys('MAI ANH');
    await screen.press(/sắc$/);
    await screen.press('Xóa một chữ');
    await screen.press('Xóa một chữ');
    await screen.press('Xóa một chữ');
    await typeKeys('HÂN');
    expect(screen.words()).toContain('Mai Hân');
    await screen.press('Tiếp tục');
    expect(screen.question()).toBe('Mời nhập ngày sinh của người bệnh');
    for (const digit of '05082023') await screen.press(`Số ${digit}`);
    await screen.press('Tiếp tục');
    await screen.press('Nữ');
    expect(screen.intents()).toEqual([
      { type: 'submitDescription', name: 'Mai Hân', birthDate: '2023-08-05', gender: 'female' },
    ]);
  });

  it('leads back question by question before it leaves the page', async () => {
    await open('describe');
    await typeKeys('LO VAN');
    await screen.press('Tiếp tục');
    await screen.press('Quay lại');
    expect(screen.words()).toContain('Lo Van');
    expect(screen.intents()).toEqual([]);
  });

  it('is the number of a paper, in capitals and with its signs', async () => {
    await open('type-slip-unknown');
    expect(screen.words()).toContain('Chưa tìm thấy giấy có số này.');
    await typeKeys('12');
    await screen.press('Dấu /');
    await typeKeys('GCT');
    expect(screen.words()).not.toContain('Chưa tìm thấy giấy có số này.');
    await screen.press('Kiểm tra giấy');
    expect(screen.intents()).toEqual([{ type: 'submitSlip', number: '12/GCT' }]);
  });

  it('is a passport: number, name, birth date, state', async () => {
    await open('type-passport');
    await typeKeys('5619');
    expect(screen.button('Tiếp tục').disabled).toBe(true);
    await typeKeys('99912');
    await screen.press('Tiếp tục');
    await typeKeys('ANN LEE');
    await screen.press('Tiếp tục');
    expect(screen.words()).not.toContain('561999912');
    for (const digit of '04071975') await screen.press(`Số ${digit}`);
    await screen.press('Tiếp tục');
    await screen.press('Hàn Quốc');
    expect(screen.intents()).toEqual([
      {
        type: 'submitPassport',
        number: '561999912',
        name: 'Ann Lee',
        birthDate: '1975-07-04',
        state: 'KOR',
      },
    ]);
  });
});
