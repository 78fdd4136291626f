import {
  type Contract,
  type Handlers,
  type Method,
  type Reply,
} from '../../core/contract/contract.ts';
import { type FaultCode, FaultError } from '../../core/contract/errors.ts';
import { type Ids } from '../../core/ports/ports.ts';

/** What the log may know of a refused or failed call: never what was sent. */
export interface CallFailure {
  /** A name from the contract; any other name is input of a stranger and is not repeated. */
  readonly method: string;
  readonly code: FaultCode;
  readonly correlationId: string;
  /** One line for IT: the message of a FaultError, else the error's class. */
  readonly reason: string;
  /** Where it was thrown, without the message: foreign messages may quote the input. */
  readonly trace?: string;
}

export interface DispatchOptions<C extends Contract> {
  readonly contract: C;
  readonly handlers: Handlers<C>;
  readonly ids: Ids;
  readonly report: (failure: CallFailure) => void;
}

export type Dispatch = (role: string, method: string, input: unknown) => Promise<Reply<unknown>>;

type AnyHandler = (input: unknown) => unknown;

const ownEntry = <T>(table: Readonly<Record<string, T>>, name: unknown): T | undefined =>
  typeof name === 'string' && Object.hasOwn(table, name) ? table[name] : undefined;

const lookUp = (contract: Contract, role: string, name: string): Method => {
  const method = ownEntry(contract, name);
  if (method === undefined) throw new FaultError('unknown-method');
  if (method.role !== role)
    throw new FaultError('not-permitted', `not for the role ${method.role}`);
  return method;
};

const accept = (method: Method, input: unknown): unknown => {
  try {
    const parsed = method.input.safeParse(input);
    if (parsed.success) return parsed.data;
  } catch {
    // A hostile object can throw from a getter while it is looked at.
  }
  throw new FaultError('bad-request');
};

const release = (method: Method, value: unknown): unknown => {
  const parsed = method.output.safeParse(value);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map(issue => `${issue.path.join('.')} (${issue.code})`);
  throw new FaultError('internal', `the answer does not fit its contract at ${places.join(', ')}`);
};

/** Only real call sites: a foreign message may span lines and quote what was sent. */
const frames = (error: Error): string | undefined => {
  const lines = String(error.stack)
    .split('\n')
    .filter(line => /^ {4}at .*:\d+:\d+\)?$/.test(line));
  return lines.length === 0 ? undefined : lines.join('\n');
};

interface Failure {
  readonly fault: FaultError;
  readonly reason: string;
  readonly trace?: string;
}

const classOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.constructor.name : `a thrown ${typeof thrown}`;

const classify = (thrown: unknown): Failure => {
  const fault = thrown instanceof FaultError ? thrown : new FaultError('internal');
  if (fault === thrown && fault.code !== 'internal') return { fault, reason: fault.message };
  // A failure that wraps a foreign one repeats the foreign message: only its class is safe.
  const origin = fault === thrown ? fault.cause : thrown;
  const reason = origin === undefined && fault === thrown ? fault.message : classOf(origin);
  const trace = thrown instanceof Error ? frames(thrown) : undefined;
  return { fault, reason, ...(trace === undefined ? {} : { trace }) };
};

/**
 * One door for every call of a page: the name must be the contract's own, the role must fit, the
 * input and the answer must fit their schemas. Failures come back as values; it never rejects.
 */
export const createDispatch =
  <C extends Contract>({ contract, handlers, ids, report }: DispatchOptions<C>): Dispatch =>
  async (role, name, input) => {
    try {
      const method = lookUp(contract, role, name);
      const accepted = accept(method, input);
      const handler = handlers[name] as AnyHandler;
      return { ok: true, value: release(method, await handler(accepted)) };
    } catch (thrown) {
      const { fault, ...rest } = classify(thrown);
      const correlationId = ids.uuid();
      const method = ownEntry(contract, name) === undefined ? '(unknown)' : name;
      report({ method, code: fault.code, correlationId, ...rest });
      return { ok: false, error: fault.toFault(correlationId) };
    }
  };
