import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

const pay = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'pay', ...args], {
    encoding: 'utf8',
  });
  return { status, out: stdout.trim(), err: stderr.trim() };
};

describe('payment codes on the command line', () => {
  it('are written as the banks read them', () => {
    expect(
      pay(
        'encode',
        '--bank',
        '970436',
        '--account',
        '1017595600',
        '--amount',
        '150000',
        '--purpose',
        'KCB 000123',
      ),
    ).toEqual({
      status: 0,
      err: '',
      out: '00020101021238540010A00000072701240006970436011010175956000208QRIBFTTA530370454061500005802VN62140810KCB 0001236304AF2D',
    });
  });

  it('are read for people and for programs', () => {
    const payload =
      '00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC53037045802VN63044F52';
    expect(pay('decode', payload).out).toMatch(/^account +9704031101234567$/m);
    expect(JSON.parse(pay('decode', payload, '--json').out)).toMatchObject({
      outcome: 'read',
      banks: ['Sacombank'],
      code: { service: 'card' },
    });
  });

  it('are refused with one line that says where', () => {
    const misprint =
      '00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6304F4E5';
    expect(pay('decode', misprint)).toEqual({
      status: 1,
      out: '',
      err: 'error: not a valid VietQR code: characters are left over where a field should begin (field 38.01)',
    });
    expect(pay('encode', '--bank', '97', '--account', '1').status).toBe(2);
  });

  it('have their references found in what a bank says', () => {
    const found = pay('extract', 'MBVCB.1234.kc2222 22222.CT tu 0123');
    expect(found).toMatchObject({ status: 0, out: 'KC222222222' });
    expect(pay('extract', 'tien kham benh')).toMatchObject({ status: 1, out: '' });
  });
});
