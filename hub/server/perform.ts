import { type z } from 'zod';
import { type Contract, type Method } from '../../core/contract/contract.ts';
import { type FaultCode, FaultError, asFaultError, familyOf } from '../../core/contract/errors.ts';
import { jsonIn } from '../../core/contract/json-text.ts';
import { SqlError } from '../storage/database.ts';

/** A contract with what answers it. */
export interface Boundary {
  readonly contract: Contract;
  readonly handlers: object;
}

/** HTTP status for proxies and monitors; kiosks look at the code only. */
const STATUS_BY_CODE: Partial<Record<FaultCode, number>> = {
  'bad-request': 400,
  'hub-unauthorised': 401,
  'clock-skew': 401,
  'kiosk-revoked': 403,
  'enrolment-code-wrong': 403,
  'enrolment-code-used': 403,
  'enrolment-code-expired': 403,
  'kiosk-id-taken': 409,
  'hub-overloaded': 429,
  'unknown-method': 404,
  'idempotency-conflict': 409,
  internal: 500,
};

export const statusOf = (code: FaultCode): number =>
  STATUS_BY_CODE[code] ?? (familyOf(code) === 'permanent' ? 422 : 503);

type AnyHandler = (input: unknown, caller: unknown) => unknown;

/** Trouble of the database passes, and is never the caller's fault. */
export const faultOf = (thrown: unknown): FaultError =>
  thrown instanceof SqlError
    ? new FaultError('storage-failed', thrown.message, { cause: thrown })
    : asFaultError(thrown);

/** Only our own messages are known to hold nothing personal. */
export const reasonOf = (thrown: unknown): string =>
  thrown instanceof FaultError || thrown instanceof SqlError
    ? thrown.message
    : thrown instanceof Error
      ? thrown.name
      : typeof thrown;

const parsedJson = (body: Uint8Array): unknown => {
  const content = jsonIn(Buffer.from(body).toString('utf8'));
  if (content === undefined) throw new FaultError('bad-request', 'the body is no JSON');
  return content;
};

/** Names the places that are wrong, never what stands there. */
const refuseInput = (error: z.ZodError): never => {
  const places = error.issues.map(({ path }) => path.join('.')).slice(0, 5);
  throw new FaultError('bad-request', `wrong at ${places.join(', ')}`);
};

/** Whole seconds to wait (RFC 9110, 10.2.3), where the fault says so. */
export const retryAfter = ({ retryAfterMs }: FaultError): Record<string, string> =>
  retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterMs / 1000)) };

/** The method of that name, where the contract has it. @throws FaultError `unknown-method` */
export const methodOf = (contract: Contract, name: string): Method => {
  const method = Object.hasOwn(contract, name) ? contract[name] : undefined;
  if (method === undefined) throw new FaultError('unknown-method');
  return method;
};

/** Answers one call; what goes in and what comes out is checked. */
export const perform = async (
  { contract, handlers }: Boundary,
  name: string,
  body: Uint8Array,
  caller: unknown,
): Promise<unknown> => {
  const method = methodOf(contract, name);
  const input = method.input.safeParse(parsedJson(body));
  if (!input.success) return refuseInput(input.error);
  const handler = (handlers as Readonly<Record<string, AnyHandler>>)[name] as AnyHandler;
  const output = await handler(input.data, caller);
  const checked = method.output.safeParse(output);
  if (!checked.success) throw new FaultError('internal', `${name} made an answer that is wrong`);
  return checked.data;
};
