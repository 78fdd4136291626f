import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type RawNotice } from '../provider.ts';
import { type SepayProof } from '../sepay/notice.ts';
import { sepay } from '../sepay/sepay.ts';
import { providerConformance } from './provider-conformance.ts';

const TO = { bankBin: '970436', account: '1017595600', accountName: 'BENH VIEN MINH AN' } as const;
const SECRET: SepayProof = { type: 'signature', secret: 'shared' };

let lines = 92_704;

/** A notice as SePay sends it; every field is a line of the account. */
const noticeOf = (change: Readonly<Record<string, unknown>>, at = Date.now()): RawNotice => {
  lines += 1;
  const body = Buffer.from(
    JSON.stringify({
      id: lines,
      gateway: 'Vietcombank',
      transactionDate: new Date(at + 7 * 3_600_000).toISOString().slice(0, 19).replace('T', ' '),
      accountNumber: TO.account,
      subAccount: null,
      code: null,
      content: '',
      transferType: 'in',
      transferAmount: 1000,
      accumulated: 19_077_000,
      referenceCode: `MBVCB.${lines}`,
      ...change,
    }),
  );
  const timestamp = String(Math.floor(at / 1000));
  const signature = createHmac('sha256', 'shared')
    .update(`${timestamp}.`)
    .update(body)
    .digest('hex');
  return {
    headers: { 'x-sepay-timestamp': timestamp, 'x-sepay-signature': `sha256=${signature}` },
    body,
    receivedAt: at,
  };
};

providerConformance('sepay', 'signed-body', () =>
  Promise.resolve({
    provider: sepay({ to: TO, proof: SECRET }),
    pay: ({ reference }, amount) =>
      Promise.resolve(
        noticeOf({ content: `MBVCB.1.2.${reference}.CT tu 0123`, transferAmount: amount }),
      ),
    close: () => Promise.resolve(),
  }),
);

describe('a notice of SePay', () => {
  const provider = sepay({ to: TO, proof: SECRET });

  it('of money that leaves is taken and credits nothing', () => {
    expect(provider.readNotice(noticeOf({ transferType: 'out' }))).toMatchObject({
      outcome: 'credits',
      credits: [],
    });
  });

  it('recorded and sent again much later is not believed', () => {
    const notice = noticeOf({});
    const later = { ...notice, receivedAt: notice.receivedAt + 6 * 60_000 };
    expect(provider.readNotice(later)).toMatchObject({ outcome: 'refused', why: 'too-old' });
  });

  it('without a bank reference is known by its own number', () => {
    const reading = provider.readNotice(noticeOf({ referenceCode: null }));
    expect(reading).toMatchObject({ credits: [{ bankReference: `sepay-${lines}` }] });
  });

  it('may be proven by a key instead', () => {
    const byKey = sepay({ to: TO, proof: { type: 'api-key', key: 'k' } });
    const { body, receivedAt } = noticeOf({});
    const proven = (authorization?: string) =>
      byKey.readNotice({
        headers: authorization === undefined ? {} : { authorization },
        body,
        receivedAt,
      });
    expect(proven('Apikey k')).toMatchObject({ outcome: 'credits' });
    expect(proven('Apikey K')).toMatchObject({ outcome: 'refused', why: 'wrong-signature' });
    expect(proven()).toMatchObject({ outcome: 'refused', why: 'not-signed' });
  });
});
