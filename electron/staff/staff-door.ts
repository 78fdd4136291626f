import type { StaffAccess } from '../../core/contract/staff.ts';
import type { Clock } from '../../core/ports/ports.ts';
import { pauseAfter } from '../../core/sign-in/try-pause.ts';
import type { StaffCredential, StaffTable } from '../storage/staff-table.ts';
import { badgePayloadOf } from './staff-credentials.ts';
import { findCredential } from './staff-secret.ts';

export interface StaffDoorParts {
  readonly staff: StaffTable;
  readonly clock: Clock;
  /** A scanner is there to show a badge to. */
  readonly hasScanner: () => boolean;
}

/** The way to the staff pages on the screen: one at a time, shut again when nobody touches. */
export interface StaffDoor {
  /** Somebody asks to be let in; whoever was in is out. */
  enter(): StaffAccess;
  access(): StaffAccess;
  signIn(pin: string): Promise<StaffAccess>;
  /** A code was scanned; true where it was for the door, and is no patient's. */
  scanned(text: string): boolean;
  /** A finger was on the screen. */
  touched(): void;
  leave(): void;
  /** Between asking and leaving: what devices say is not for a visit. */
  isAsked(): boolean;
  isIn(): boolean;
  /** Who is signed in, as the audit says it. */
  who(): string;
  stop(): void;
}

/** Without a touch, whoever is in has left. */
const UNTOUCHED_MS = 120_000;

export const createStaffDoor = ({ staff, clock, hasScanner }: StaffDoorParts): StaffDoor => {
  let asked = false;
  let who: string | undefined;
  let cancelIdle = (): void => undefined;
  let trying: Promise<unknown> = Promise.resolve();

  const isAsked = (): boolean => asked;
  const ofKind = (kind: StaffCredential['kind']): StaffCredential[] =>
    staff.credentials().filter(credential => credential.kind === kind);
  const waitMs = (): number => Math.max(0, staff.lock().lockedUntil - clock.now());

  const stateNow = (): StaffAccess['state'] => {
    if (who !== undefined) return 'in';
    if (staff.credentials().length === 0) return 'not-set-up';
    return waitMs() > 0 ? 'locked' : 'closed';
  };
  const access = (): StaffAccess => ({
    state: stateNow(),
    waitSeconds: Math.ceil(waitMs() / 1000),
    badge: ofKind('badge').length > 0 && hasScanner(),
  });

  const close = (why: 'signed-out' | 'session-ended'): void => {
    cancelIdle();
    if (who !== undefined) staff.audit(who, why);
    asked = false;
    who = undefined;
  };
  const touched = (): void => {
    if (!asked) return;
    cancelIdle();
    cancelIdle = clock.after(UNTOUCHED_MS, () => close('session-ended'));
  };

  /** The try counts before it is judged: pulling the plug in between makes it no free one. */
  const judge = async (kind: StaffCredential['kind'], secret: string): Promise<void> => {
    if (!asked || who !== undefined || waitMs() > 0) return;
    const credentials = ofKind(kind);
    if (credentials.length === 0) return;
    const failures = staff.lock().failures + 1;
    const pause = pauseAfter(failures);
    staff.setLock({ failures, lockedUntil: pause === 0 ? 0 : clock.now() + pause });
    const found = await findCredential(secret, credentials);
    if (found === undefined) {
      staff.audit(kind === 'pin' ? 'PIN' : 'badge', pause === 0 ? 'refused' : 'locked');
      return;
    }
    staff.setLock({ failures: 0, lockedUntil: 0 });
    // Left meanwhile: nobody is there to be let in.
    if (!isAsked()) return;
    who = found.name;
    staff.audit(who, 'signed-in', kind);
    touched();
  };
  /** One try after the other, or many at once would all count as the first. */
  const tryIn = (kind: StaffCredential['kind'], secret: string): Promise<void> => {
    const judged = trying.then(() => judge(kind, secret));
    trying = judged.catch(() => undefined);
    return judged;
  };

  return {
    enter: () => {
      close('signed-out');
      asked = true;
      touched();
      return access();
    },
    access,
    signIn: async pin => {
      touched();
      await tryIn('pin', pin);
      return access();
    },
    scanned: text => {
      const payload = badgePayloadOf(text);
      if (payload === undefined || !asked) return false;
      void tryIn('badge', payload).catch(() => undefined);
      return true;
    },
    touched,
    leave: () => close('signed-out'),
    isAsked,
    isIn: () => who !== undefined,
    who: () => who ?? 'nobody',
    stop: () => close('session-ended'),
  };
};
