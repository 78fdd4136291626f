import { expect, test } from 'vitest';
import {
  asFaultError,
  FAULTS,
  type FaultCode,
  FaultError,
  faultSchema,
  isRetryable,
} from './errors.ts';

const codes = Object.keys(FAULTS) as FaultCode[];

test.each(codes)('%s is retryable exactly when nothing can have happened', code => {
  expect(isRetryable(code)).toBe(FAULTS[code] === 'transient');
});

test('a failure crosses a boundary as code and correlation id, without its message', () => {
  const fault = new FaultError('his-timeout', 'no answer from 10.0.0.5').toFault('c-1');
  expect(faultSchema.parse(fault)).toEqual({
    code: 'his-timeout',
    retryable: false,
    correlationId: 'c-1',
  });
});

test('whatever is thrown becomes a coded failure and keeps its cause', () => {
  const cause = new TypeError('x is undefined');
  expect(asFaultError(cause)).toMatchObject({ code: 'internal', cause });
  expect(asFaultError('a string').code).toBe('internal');
  const known = new FaultError('clinic-full');
  expect(asFaultError(known)).toBe(known);
});
