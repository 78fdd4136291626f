/** Answer of the contract. */
export interface Answered {
  readonly code: '000' | '404' | '999';
  readonly message: string;
  readonly data: unknown;
}

export const fine = (data: unknown): Answered => ({ code: '000', message: 'Thành công', data });
export const NOTHING: Answered = { code: '404', message: 'Không tìm thấy', data: null };

/** A field of a request that says something. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
