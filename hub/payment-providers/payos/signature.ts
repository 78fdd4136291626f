import { createHmac } from 'node:crypto';
import { isSameText } from '../constant-time.ts';

/** Values as payOS joins them: nothing for null, JSON for what has parts. */
const textOf = (value: unknown): string => {
  if (value === null || value === undefined || value === 'null' || value === 'undefined') return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** HMAC-SHA256, hexadecimal, over `k=v&…` with the keys in order (payOS, "Kiểm tra dữ liệu với signature"). */
export const signatureOf = (
  data: Readonly<Record<string, unknown>>,
  checksumKey: string,
): string => {
  const text = Object.keys(data)
    .sort()
    .map(key => `${key}=${textOf(data[key])}`)
    .join('&');
  return createHmac('sha256', checksumKey).update(text).digest('hex');
};

/** Compared in constant time. */
export const isSignatureOf = (
  signature: string,
  data: Readonly<Record<string, unknown>>,
  checksumKey: string,
): boolean => isSameText(signature, signatureOf(data, checksumKey));
