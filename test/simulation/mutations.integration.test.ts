import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPostgresSession } from './hub-postgres.ts';
import type { PostgresSession } from './postgres-session.ts';
import { MUTATIONS } from './mutations.ts';
import { simulate } from './simulation.ts';

let session: PostgresSession;
beforeAll(async () => {
  session = await openPostgresSession();
});
afterAll(() => session.close());

/** A seed that noticed it once; the search begins there, and any near one will do. */
const FROM: Readonly<Record<string, number>> = {
  'intake-without-dedup': 5,
  'intake-acks-before-commit': 1,
  'intake-without-transaction': 8,
  'kiosk-acks-before-durable': 3,
  'kiosk-forgets-what-was-in-flight': 10,
  'timeout-taken-for-delivered': 16,
  'outbox-order-by-id-only': 8,
  'delivery-out-of-order': 8,
  'deliver-without-look-up': 13,
  'claims-of-the-living-taken': 43,
  'stumble-stops-everything': 64,
  'slip-used-twice': 6,
  'slip-used-up-by-asking': 17,
  'portal-trouble-taken-for-answer': 8,
  'card-looked-up-once': 10,
  'card-verified-twice': 97,
  'verified-card-not-told': 4,
  'lease-handed-out-twice': 3,
};
const SEARCHED = 60;

/** No timing fails a test. */
const PATIENCE = { timeout: 1_200_000 };

const noticing = async (name: string): Promise<number | undefined> => {
  const from = FROM[name] ?? 1;
  for (let seed = from; seed < from + SEARCHED; seed += 1) {
    const mutation = MUTATIONS[name]?.();
    if (mutation === undefined) return undefined;
    const { violations } = await simulate({ seed, session, mutation });
    if (violations.length > 0) return seed;
  }
  return undefined;
};

it.each(Object.keys(MUTATIONS))('%s is noticed', PATIENCE, async name => {
  expect(await noticing(name)).toBeDefined();
});
