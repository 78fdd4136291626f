import { asFaultError } from '../../core/contract/errors.ts';

/** One thing looked at. `todo` says what to do about anything but `ok`. */
export interface Finding {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'failure';
  readonly detail: string;
  readonly todo?: string;
}

export const ok = (name: string, detail: string): Finding => ({ name, state: 'ok', detail });

export const warning = (name: string, detail: string, todo: string): Finding => ({
  name,
  state: 'warning',
  detail,
  todo,
});

export const failed = (name: string, error: unknown, todo: string): Finding => ({
  name,
  state: 'failure',
  detail: asFaultError(error).message,
  todo,
});
