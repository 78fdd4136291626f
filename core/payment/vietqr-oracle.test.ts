import fc from 'fast-check';
import { expect, test } from 'vitest';
import { QRPay } from 'vietnam-qr-pay';
import { BANK_DIRECTORY } from './bank-directory.ts';
import { decodeVietQr, encodeVietQr } from './vietqr.ts';

/** A library that nobody here wrote makes the same code, letter for letter, and we read its codes. */
test('ten thousand codes are the same as those of vietnam-qr-pay', () => {
  const text = (alphabet: string, longest: number) =>
    fc.string({
      unit: fc.constantFrom(...Array.from(alphabet)),
      minLength: 1,
      maxLength: longest,
    });
  const bins = BANK_DIRECTORY.map(({ bin }) => bin);
  fc.assert(
    fc.property(
      fc.constantFrom(...bins),
      text('0123456789', 19),
      fc.integer({ min: 1, max: 9_999_999_999 }),
      text('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', 25),
      (bankBin, account, amount, purpose) => {
        const ours = encodeVietQr({
          use: 'dynamic',
          bankBin,
          account,
          service: 'account',
          amount,
          purpose,
        });
        const theirs = QRPay.initVietQR({
          bankBin,
          bankNumber: account,
          amount: amount.toString(),
          purpose,
        }).build();
        expect(ours).toBe(theirs);
        expect(decodeVietQr(theirs)).toMatchObject({
          outcome: 'read',
          code: { bankBin, account, amount, purpose },
        });
        const read = new QRPay(ours);
        expect([read.isValid, read.consumer.bankNumber, read.amount]).toEqual([
          true,
          account,
          amount.toString(),
        ]);
      },
    ),
    { numRuns: 10_000 },
  );
});
