import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPayload } from '../../../core/payment/emvco-payload.ts';
import { decodeVietQr } from '../../../core/payment/vietqr.ts';
import { REFERENCE_CODES, referenceCode } from '../../../core/payment/reference-code.ts';
import { extractReferences } from '../../../core/payment/reference-extraction.ts';
import { type Credit, type PaymentProvider, type QrOrder, type RawNotice } from '../provider.ts';

/** A provider beside the simulated other side. */
export interface ProviderBench {
  readonly provider: PaymentProvider;
  /** A customer pays. @returns the notice that the provider sends of it. */
  pay(order: QrOrder, amount: number): Promise<RawNotice>;
  close(): Promise<void>;
}

const orderOf = (amount: number): QrOrder => ({
  reference: referenceCode(randomInt(REFERENCE_CODES)),
  amount,
  expiresAt: new Date(Date.now() + 900_000).toISOString(),
});

const creditsOf = (provider: PaymentProvider, notice: RawNotice): readonly Credit[] => {
  const reading = provider.readNotice(notice);
  if (reading.outcome !== 'credits') throw new Error(JSON.stringify(reading));
  expect(reading.reply.status).toBe(200);
  return reading.credits;
};

/** What an app fills in; undefined where the text is no code. */
const amountOf = (qr: string): string | undefined => {
  const reading = readPayload(qr);
  return reading.outcome === 'read' ? reading.fields.get('54') : undefined;
};

/** The order a credit belongs to, as the hub finds it. */
const referenceOf = ({ reference, narrative }: Credit): readonly string[] =>
  reference === undefined ? extractReferences(narrative) : [reference];

/** What makes a notice believed: a signature over its bytes, or a token beside them. */
export type NoticeProof = 'signed-body' | 'token';

/** What every provider that sends notices must do. */
export const providerConformance = (
  name: string,
  proof: NoticeProof,
  open: () => Promise<ProviderBench>,
): void => {
  describe(`payment provider ${name}`, () => {
    let bench: ProviderBench;
    beforeAll(async () => {
      bench = await open();
    });
    afterAll(() => bench.close());

    it('makes a code over exactly the amount, and says whose it is', async () => {
      const shown = await bench.provider.open(orderOf(150_000));
      expect(amountOf(shown.qr)).toBe('150000');
      expect(shown.accountName).toMatch(/^[A-Z0-9 ]+$/);
      if (shown.bankBin === undefined) return;
      const { bankBin, account } = shown;
      const reading = decodeVietQr(shown.qr);
      expect(reading).toMatchObject({ outcome: 'read', code: { bankBin, account } });
    });

    it('asked twice for an order has it paid to the same place', async () => {
      const order = orderOf(20_000);
      const first = await bench.provider.open(order);
      const again = await bench.provider.open(order);
      expect({ ...again, qr: amountOf(again.qr) }).toEqual({ ...first, qr: amountOf(first.qr) });
    });

    it('tells of money once more in the same words', async () => {
      const order = orderOf(75_000);
      await bench.provider.open(order);
      const notice = await bench.pay(order, 75_000);
      const [credit, ...others] = creditsOf(bench.provider, notice);
      expect(others).toEqual([]);
      expect(credit).toMatchObject({ amount: 75_000 });
      expect(credit === undefined ? [] : referenceOf(credit)).toEqual([order.reference]);
      expect(creditsOf(bench.provider, notice)).toEqual([credit]);
    });

    it('gives each transfer a reference of its own', async () => {
      const order = orderOf(10_000);
      await bench.provider.open(order);
      const references = [await bench.pay(order, 4_000), await bench.pay(order, 6_000)]
        .flatMap(notice => creditsOf(bench.provider, notice))
        .map(credit => credit.bankReference);
      expect(new Set(references).size).toBe(2);
    });

    it('tells the same in a notice and when asked, where it can be asked', async () => {
      const order = orderOf(33_000);
      await bench.provider.open(order);
      const told = creditsOf(bench.provider, await bench.pay(order, 33_000));
      const asked = await bench.provider.look(order);
      if (asked !== undefined) expect(told).toMatchObject(asked);
    });

    it('says the time in UTC', async () => {
      const order = orderOf(5_000);
      await bench.provider.open(order);
      const [credit] = creditsOf(bench.provider, await bench.pay(order, 5_000));
      expect(Math.abs(Date.parse(credit?.paidAt ?? '') - Date.now())).toBeLessThan(60_000);
    });

    if (proof === 'token') {
      it('is not believed without its token, nor with another', async () => {
        const order = orderOf(90_000);
        await bench.provider.open(order);
        const { headers, ...notice } = await bench.pay(order, 90_000);
        expect(bench.provider.readNotice({ ...notice, headers: {} }).outcome).toBe('refused');
        const altered = Object.entries(headers).map(([key, value]) => [key, `${String(value)}x`]);
        const forged = { ...notice, headers: Object.fromEntries(altered) as typeof headers };
        expect(bench.provider.readNotice(forged).outcome).toBe('refused');
      });
    } else {
      it('is not believed once a single bit of what was signed has turned', async () => {
        const order = orderOf(90_000);
        await bench.provider.open(order);
        const notice = await bench.pay(order, 90_000);
        const before = JSON.stringify(bench.provider.readNotice(notice));
        fc.assert(
          fc.property(fc.nat(), fc.nat(7), (where, bit) => {
            const body = Buffer.from(notice.body);
            const at = where % body.length;
            body[at] = (body[at] ?? 0) ^ (1 << bit);
            const reading = bench.provider.readNotice({ ...notice, body });
            const isSame = JSON.stringify(reading) === before;
            expect(reading.outcome === 'refused' || isSame).toBe(true);
          }),
          { numRuns: 500 },
        );
      });
    }

    it('answers whatever bytes come, and believes none of them', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
          const notice = { headers: {}, body: Buffer.from(bytes), receivedAt: Date.now() };
          const reading = bench.provider.readNotice(notice);
          expect(reading.outcome).toBe('refused');
          expect(reading.reply.status).toBeGreaterThanOrEqual(400);
        }),
      );
    });

    it('can be closed, also twice', async () => {
      const order = orderOf(7_000);
      await bench.provider.open(order);
      await bench.provider.close(order);
      await bench.provider.close(order);
    });
  });
};
