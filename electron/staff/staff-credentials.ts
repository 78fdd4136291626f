import { randomBytes } from 'node:crypto';
import { FaultError } from '../../core/contract/errors.ts';
import { staffPinSchema } from '../../core/contract/staff.ts';
import { encodeOwnCode, parseOwnCode } from '../../core/identity/own-code.ts';
import type { StaffTable } from '../storage/staff-table.ts';
import { hashStaffSecret, SALT_BYTES, type SecretCost, STAFF_SECRET_COST } from './staff-secret.ts';

/** PINs that are tried first by everybody. */
const isGuessed = (pin: string): boolean =>
  /^(\d)\1+$/.test(pin) || '01234567890123'.includes(pin) || '98765432109876'.includes(pin);

/**
 * Sets the PIN of the staff pages, in place of the one before.
 * @throws FaultError `bad-request` for fewer than six digits, or a PIN that anybody would try
 */
export const setStaffPin = async (
  staff: StaffTable,
  pin: string,
  who: string,
  cost: SecretCost = STAFF_SECRET_COST,
): Promise<void> => {
  if (!staffPinSchema.safeParse(pin).success) {
    throw new FaultError('bad-request', 'a PIN has 6 to 12 digits');
  }
  if (isGuessed(pin)) throw new FaultError('bad-request', 'this PIN would be guessed');
  const salt = randomBytes(SALT_BYTES);
  const hash = await hashStaffSecret(pin, salt, cost);
  staff.put({ credentialId: 'pin', kind: 'pin', name: 'PIN', salt, hash, ...cost });
  staff.setLock({ failures: 0, lockedUntil: 0 });
  staff.audit(who, 'pin-set');
};

/** Letters and digits that are never taken for one another on paper. */
const BADGE_LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
/** About 119 bits: nobody finds one by trying. */
const BADGE_LENGTH = 24;

const newBadgePayload = (): string => {
  let payload = '';
  while (payload.length < BADGE_LENGTH) {
    for (const byte of randomBytes(BADGE_LENGTH)) {
      // The same chance for each letter.
      if (byte < BADGE_LETTERS.length * 8 && payload.length < BADGE_LENGTH) {
        payload += BADGE_LETTERS.charAt(byte % BADGE_LETTERS.length);
      }
    }
  }
  return payload;
};

/**
 * Adds a badge and returns the text of its code, which is kept nowhere.
 * @param name whose badge it is, as the audit shall say it
 * @throws FaultError `bad-request` where somebody of that name has one
 */
export const addStaffBadge = async (
  staff: StaffTable,
  name: string,
  who: string,
  cost: SecretCost = STAFF_SECRET_COST,
): Promise<string> => {
  const badges = staff.credentials().filter(({ kind }) => kind === 'badge');
  if (!/^[\p{L}\p{N} ._-]{1,60}$/u.test(name)) {
    throw new FaultError('bad-request', 'a name has letters, digits, blanks, . _ -');
  }
  if (badges.some(badge => badge.name === name)) {
    throw new FaultError('bad-request', `${name} has a badge: remove it first`);
  }
  const payload = newBadgePayload();
  const salt = badges[0]?.salt ?? randomBytes(SALT_BYTES);
  const used = badges[0] ?? cost;
  const hash = await hashStaffSecret(payload, salt, used);
  const { memoryKib, passes } = used;
  staff.put({ credentialId: `badge:${name}`, kind: 'badge', name, salt, hash, memoryKib, passes });
  staff.audit(who, 'badge-added', name);
  return encodeOwnCode('staff-badge', payload);
};

/** @throws FaultError `bad-request` where nobody of that name has a badge */
export const removeStaffBadge = (staff: StaffTable, name: string, who: string): void => {
  if (!staff.remove(`badge:${name}`)) throw new FaultError('bad-request', `no badge of ${name}`);
  staff.audit(who, 'badge-removed', name);
};

/** What is on a staff badge; undefined for any other code. */
export const badgePayloadOf = (text: string): string | undefined => {
  const code = parseOwnCode(text);
  return code.outcome === 'read' && code.kind === 'staff-badge' ? code.payload : undefined;
};
