import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { referenceCode } from '../../../core/payment/reference-code.ts';
import { type PaymentProvider } from '../provider.ts';
import { checksumOf } from '../vnpay-qr/checksum.ts';
import { coveredOfPayment } from '../vnpay-qr/messages.ts';
import {
  startVnpayQrSimulator,
  type VnpayQrSimulator,
} from '../vnpay-qr/simulator/vnpay-qr-simulator.ts';
import { vnpayQr } from '../vnpay-qr/vnpay-qr.ts';
import { providerConformance } from './provider-conformance.ts';

const KEYS = { createKey: 'create', checkKey: 'check', noticeKey: 'notice' } as const;
const MERCHANT = {
  appId: 'MERCHANT',
  merchantName: 'BENH VIEN MINH AN',
  merchantType: '8062',
  merchantCode: '0311609355',
  terminalId: 'KIOSK01',
} as const;

const startSimulator = () =>
  startVnpayQrSimulator({ ...KEYS, merchantCode: MERCHANT.merchantCode });

const connected = ({ createUrl, checkUrl }: VnpayQrSimulator): PaymentProvider =>
  vnpayQr({ createUrl, checkUrl, ...MERCHANT, ...KEYS, timeoutMs: 2_000 });

providerConformance('vnpay-qr', 'signed-body', async () => {
  const simulator = await startSimulator();
  return {
    provider: connected(simulator),
    async pay({ reference }, amount) {
      const body = Buffer.from(await simulator.pay(reference, amount));
      return { headers: {}, body, receivedAt: Date.now() };
    },
    close: () => simulator.close(),
  };
});

describe('checksums as VNPAY publishes them', () => {
  it('of an order and of the answer to it', () => {
    const order =
      'MERCHANT|VNPAY TEST|03|VN|A000000775|9999|88888888|PSSTEST|03||VNP_TEST888|100000||704|';
    expect(checksumOf(order.split('|'), 'vnpay@MERCHANT')).toBe('A8833240FA23EE9FA5D5D081EA8A7540');
    const code =
      '00020101021226260010A00000077501088888888852049999530370454061000005802VN5910VNPAY TEST6005HANOI62330111VNP_TEST8880303PSS0707PSSTEST63046DF7';
    expect(checksumOf(['00', 'Success', code, null], 'vnpay@MERCHANT')).toBe(
      '732BEFB12DEF461C90E9E4588538C5D9',
    );
  });

  it('of a question and of the payment it is answered with', () => {
    const key = 'vnpay@123@langhaHangLa';
    expect(checksumOf(['27/03/2024', 'SCSREWITSP', '88888888', 'PSSTEST'], key)).toBe(
      '8417A925DFEE935744C57CB3340030EF',
    );
    const payment = {
      masterMerchantCode: 'A000000775',
      merchantCode: '88888888',
      terminalID: 'PSSTEST',
      txnId: 'SCSREWITSP',
      payDate: '27/03/2024 13:56:24',
      bankCode: 'VNPAYEWALLET',
      qrTrace: '244395023',
      debitAmount: '100000',
      realAmount: '100000',
      checkSum: '',
    };
    expect(checksumOf(coveredOfPayment(payment), key)).toBe('3F907FC92DE68728EBD11A826877628F');
  });
});

describe('VNPAY-QR in trouble', () => {
  let simulator: VnpayQrSimulator;
  let provider: PaymentProvider;
  let draw = 900_000;
  const order = (amount: number) => ({
    reference: referenceCode(draw++),
    amount,
    expiresAt: new Date(Date.now() + 900_000).toISOString(),
  });

  beforeEach(async () => {
    simulator = await startSimulator();
    provider = connected(simulator);
  });
  afterEach(() => simulator.close());

  it('makes the same code once more where the first answer was lost', async () => {
    simulator.faults.lostAnswers = 1;
    const asked = order(64_000);
    const { qr } = await provider.open(asked);
    expect(simulator.codes.get(asked.reference)).toEqual([qr, qr]);
  });

  it('shows no code over another amount', async () => {
    simulator.faults.wrongAmount = true;
    await expect(provider.open(order(64_000))).rejects.toMatchObject({ code: 'payment-refused' });
  });

  it('believes no answer that is not signed with its key', async () => {
    const asked = order(64_000);
    await provider.open(asked);
    await simulator.pay(asked.reference, 64_000);
    simulator.faults.wrongKey = true;
    await expect(provider.open(asked)).rejects.toMatchObject({ code: 'payment-refused' });
    await expect(provider.look(asked)).rejects.toMatchObject({ code: 'payment-refused' });
  });

  it('says that nothing happened where nobody listens', async () => {
    await simulator.close();
    await expect(provider.open(order(10_000))).rejects.toMatchObject({
      code: 'payment-unreachable',
    });
  });
});
