import type { CardAccessKey } from '../contract/device.ts';
import type { IdentityClaim } from '../contract/identity.ts';
import { parseCitizenCardQr } from './citizen-card-qr.ts';
import { parseInsuranceCardQr } from './insurance-card-qr.ts';
import { parseMrz } from './mrz.ts';
import { type OwnCode, parseOwnCode } from './own-code.ts';

/** What a scanned text is. Where it says who somebody is there is a `claim`. */
export type ScannedCode =
  | {
      readonly kind: 'citizen-card' | 'insurance-card';
      readonly claim: IdentityClaim;
      readonly extra: readonly string[];
    }
  | {
      readonly kind: 'booking' | 'patient';
      readonly claim: IdentityClaim;
      readonly payload: string;
    }
  | { readonly kind: 'ticket' | 'staff-badge' | 'payment'; readonly payload: string }
  | {
      readonly kind: 'machine-readable-zone';
      readonly claim: IdentityClaim;
      /** Opens the chip of the same card. */
      readonly key: CardAccessKey;
    }
  | { readonly kind: 'opaque'; readonly claim: IdentityClaim }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason };

/** damaged: meant for us and broken, worth another scan; unrecognised: nothing we know. */
export type UnknownReason = 'damaged' | 'unrecognised';

/** The most a scanner frame may hold; longer text is nobody's code. */
const MAX_LENGTH = 8192;

/** Symbology identifier some scanners put in front (ISO/IEC 15424): `]Q1`, `]d2` … */
const SYMBOLOGY = /^\][A-Za-z][0-9A-Za-z]/;

/** Any text at all; never throws. */
export const readScannedCode = (text: string): ScannedCode => {
  if (text.length > MAX_LENGTH) return { kind: 'unknown', reason: 'unrecognised' };
  const code = withoutEnds(text).replace(SYMBOLOGY, '');
  const own = parseOwnCode(code);
  if (own.outcome === 'read') return ownCode(own);
  const citizen = parseCitizenCardQr(code);
  if (citizen.outcome === 'read') {
    return { kind: 'citizen-card', claim: citizen.claim, extra: citizen.extra };
  }
  const zone = parseMrz(code);
  if (zone.outcome === 'read') {
    return { kind: 'machine-readable-zone', claim: zone.claim, key: zone.key };
  }
  const insurance = parseInsuranceCardQr(code);
  if (insurance.outcome === 'read') {
    return { kind: 'insurance-card', claim: insurance.claim, extra: insurance.extra };
  }
  if ([own, citizen, zone, insurance].some(reading => reading.outcome === 'damaged')) {
    return { kind: 'unknown', reason: 'damaged' };
  }
  return isOpaqueToken(code)
    ? { kind: 'opaque', claim: bareClaim({ method: 'opaque-token', token: code }) }
    : { kind: 'unknown', reason: 'unrecognised' };
};

const FILLING = /[\s\p{Cc}\uFEFF]/u;

/** By hand: a regular expression for the end of a text tries every blank in the middle first. */
const withoutEnds = (text: string): string => {
  let from = 0;
  let to = text.length;
  while (from < to && FILLING.test(text.charAt(from))) from += 1;
  while (to > from && FILLING.test(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
};

const bareClaim = (
  said: Pick<IdentityClaim, 'method'> & Partial<IdentityClaim>,
): IdentityClaim => ({
  ...said,
  authenticity: 'not-checked',
  flags: [],
});

const ownCode = ({ kind, payload }: OwnCode): ScannedCode => {
  switch (kind) {
    case 'booking':
      return {
        kind,
        payload,
        claim: bareClaim({ method: 'booking-code', bookingCode: payload }),
      };
    case 'patient':
      return { kind, payload, claim: bareClaim({ method: 'patient-code', patientCode: payload }) };
    case 'ticket':
    case 'staff-badge':
    case 'payment':
      return { kind, payload };
  }
};

/** Bank transfer codes begin with the payload format and end with a CRC (EMVCo MPM, 4.7.3). */
const EMVCO_PAYMENT = /^000201.*6304[0-9A-F]{4}$/i;

/**
 * Whether a text is worth asking the hub about. VNeID publishes no format, so this goes by what
 * such a code can only be: a signed token (RFC 7515 compact form) or a random string of the
 * base64 or hex alphabets, long enough that nobody typed it and with more than one sort of
 * character. Web addresses, words, article numbers and bank codes are left out: sent to the hub
 * they would cost the patient a wait for the answer that is known here.
 */
const isOpaqueToken = (code: string): boolean => {
  if (code.length < 24 || code.length > 4096 || EMVCO_PAYMENT.test(code)) return false;
  if (/^eyJ[\w-]+\.[\w-]*\.[\w-]*(\.[\w-]*\.[\w-]*)?$/.test(code)) return true;
  if (!/^[0-9A-Za-z_+/-]+={0,2}$/.test(code)) return false;
  return [/[a-z]/, /[A-Z]/, /\d/].filter(sort => sort.test(code)).length >= 2 && /\d/.test(code);
};
