import { createHmac } from 'node:crypto';
import { isSameText } from '../constant-time.ts';

/** VietQR.vn asks for a new one when this time is over. */
export const TOKEN_SECONDS = 300;

const sealOf = (expiry: string, password: string): string =>
  createHmac('sha256', password).update(`vietqr-vn callback ${expiry}`).digest('base64url');

/** What VietQR.vn tells with: `{expiry}.{HMAC}`. Nothing is stored, so every process of the hub knows it. */
export const issueToken = (password: string, now: number): string => {
  const expiry = String(Math.floor(now / 1000) + TOKEN_SECONDS);
  return `${expiry}.${sealOf(expiry, password)}`;
};

export const isTokenGood = (token: string, password: string, now: number): boolean => {
  const [expiry = '', seal = ''] = token.split('.');
  return isSameText(seal, sealOf(expiry, password)) && Number(expiry) * 1000 > now;
};
