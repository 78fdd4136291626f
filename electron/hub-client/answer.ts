import { z } from 'zod';
import type { Reply } from '../../core/contract/contract.ts';
import { type Fault, type FaultCode, FaultError, faultSchema } from '../../core/contract/errors.ts';

/** The outside of every reply; the value inside is checked by its method. */
const replyShape = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: faultSchema }),
]);

/** What a status says where the body says nothing (RFC 9110, 15; RFC 6585, 4). */
const STATUS_FAULTS: Readonly<Record<number, FaultCode>> = {
  401: 'hub-unauthorised',
  403: 'hub-unauthorised',
  413: 'bad-request',
  429: 'hub-overloaded',
  503: 'hub-overloaded',
};

const faultOfBareStatus = (status: number): FaultCode => {
  const known = STATUS_FAULTS[status];
  if (known !== undefined) return known;
  if (status >= 400 && status < 500 && status !== 408 && status !== 425) return 'hub-refused';
  // A gateway's 5xx, or a captive portal's 200: the request may have reached the hub.
  return 'hub-timeout';
};

export interface HubAnswer {
  readonly method: string;
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: string;
}

/**
 * The value of an answer, as its schema has it.
 * @throws FaultError with the hub's own code (its name for the failure as `cause`), or
 * `hub-unauthorised`, `hub-overloaded` (with the wait asked for), `hub-refused` where hub and kiosk
 * do not understand each other, `hub-timeout` where it was not the hub that answered.
 */
export const valueOf = <T>(answer: HubAnswer, schema: z.ZodType<T>, now: number): T => {
  const reply = replyIn(answer.body);
  const { method, status } = answer;
  if (reply === undefined) throw refusal(faultOfBareStatus(status), answer, now, undefined);
  if (!reply.ok) throw refusal(reply.error.code, answer, now, reply.error);
  const value = schema.safeParse(reply.value);
  if (value.success) return value.data;
  const where = value.error.issues[0]?.path.map(String).join('.') ?? '';
  throw new FaultError(
    'hub-refused',
    `${method}: the hub answers in another shape (at "${where}")`,
  );
};

const replyIn = (body: string): Reply<unknown> | undefined => {
  try {
    return replyShape.parse(JSON.parse(body));
  } catch {
    return undefined;
  }
};

const refusal = (
  code: FaultCode,
  { method, status, retryAfter }: HubAnswer,
  now: number,
  fault: Fault | undefined,
): FaultError => {
  const wait = retryAfter === null ? undefined : retryAfterMs(retryAfter, now);
  const name = fault === undefined ? '' : ` [${fault.correlationId}]`;
  return new FaultError(code, `${method}: the hub answered ${status} ${code}${name}`, {
    ...(fault === undefined ? {} : { cause: fault }),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  });
};

const LONGEST_WAIT_MS = 10 * 60_000;

/** Retry-After as milliseconds from `now`: seconds or an HTTP date (RFC 9110, 10.2.3). */
const retryAfterMs = (header: string, now: number): number | undefined => {
  const text = header.trim();
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(wait) ? undefined : Math.min(LONGEST_WAIT_MS, Math.max(0, wait));
};
