import { z } from 'zod';
import { defineContract } from './contract.ts';
import { instantSchema } from './primitives.ts';

export const DESK_ROLES = ['cashier', 'supervisor', 'it'] as const;
export type DeskRole = (typeof DESK_ROLES)[number];

/**
 * Who may call a method of the desk. Supervisors do what cashiers do; IT looks after the people who
 * work here and sees no patient's payment.
 */
export const DESK_AUDIENCES = {
  /** Before anybody has signed in. */
  door: [],
  everybody: ['cashier', 'supervisor', 'it'],
  till: ['cashier', 'supervisor'],
  supervision: ['supervisor'],
  oversight: ['supervisor', 'it'],
  it: ['it'],
} as const satisfies Record<string, readonly DeskRole[]>;
export type DeskAudience = keyof typeof DESK_AUDIENCES;

/** What somebody types to sign in: small letters, so that a caps lock makes no other person. */
export const deskLoginSchema = z.string().regex(/^[a-z][a-z0-9._-]{1,31}$/);

/** As long as people like; every character counts. */
export const deskPasswordSchema = z.string().min(1).max(256);
export const SHORTEST_DESK_PASSWORD = 10;

export const deskUserSchema = z.object({
  userId: z.uuid(),
  login: deskLoginSchema,
  /** As colleagues know them, for the audit and the other people at the desk. */
  name: z.string().min(1).max(80),
  role: z.enum(DESK_ROLES),
});
export type DeskUser = z.infer<typeof deskUserSchema>;

export const deskAccessSchema = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('out'),
    /** Why whoever was signed in is not any more. */
    because: z.enum(['nobody', 'idle', 'over', 'ended']),
  }),
  z.object({
    state: z.literal('in'),
    user: deskUserSchema,
    /** The password was set by somebody else: nothing more can be done before it is changed. */
    mustChangePassword: z.boolean(),
    /** Without a key or a click the session ends then. */
    idleAt: instantSchema,
    /** It ends then in any case. */
    endsAt: instantSchema,
  }),
]);
export type DeskAccess = z.infer<typeof deskAccessSchema>;

export const DESK_PASSWORD_FAULTS = [
  'too-short',
  'too-long',
  'says-the-login',
  'one-of-the-first-tried',
  'as-before',
] as const;
export type DeskPasswordFault = (typeof DESK_PASSWORD_FAULTS)[number];

export const DESK_ACTIONS = [
  'signed-in',
  'sign-in-refused',
  'sign-in-locked',
  'signed-out',
  'password-changed',
  'user-added',
  'user-disabled',
  'user-enabled',
  'password-reset',
  'allocated',
  'allocation-reversed',
  'matched',
  'match-undone',
  'shift-opened',
  'shift-read',
  'shift-closed',
  'cash-taken',
  'difference-explained',
  'day-signed',
  'exported',
  'refund-requested',
  'refund-approved',
  'refund-rejected',
  'refund-paid',
  'statement-tried',
  'statement-imported',
] as const;
export type DeskAction = (typeof DESK_ACTIONS)[number];

export const deskAuditEntrySchema = z.object({
  auditId: z.int().positive(),
  at: instantSchema,
  /** Null where nobody was signed in: the command line, or a try at the door. */
  who: z.string().nullable(),
  action: z.string(),
  /** Ids and counts, never what a patient is called. */
  subject: z.string(),
});

/** Coming in, going out, and what was done here. */
export const deskAccessMethods = defineContract({
  access: { role: 'door', input: z.object({}), output: deskAccessSchema },
  signIn: {
    role: 'door',
    input: z.object({ login: z.string().max(64), password: deskPasswordSchema }),
    output: z.discriminatedUnion('result', [
      z.object({ result: z.literal('in'), access: deskAccessSchema }),
      /** The same for a name that does not exist. */
      z.object({ result: z.literal('refused') }),
      z.object({ result: z.literal('locked'), waitSeconds: z.int().nonnegative() }),
    ]),
  },
  signOut: { role: 'everybody', input: z.object({}), output: z.object({}) },
  /** A key was pressed or a button clicked; what a page asks by itself keeps no session open. */
  touch: { role: 'everybody', input: z.object({}), output: deskAccessSchema },
  changePassword: {
    role: 'everybody',
    input: z.object({ current: deskPasswordSchema, next: deskPasswordSchema }),
    output: z.discriminatedUnion('result', [
      z.object({ result: z.literal('changed') }),
      /** The current one is wrong; tries count as at the door. */
      z.object({ result: z.literal('refused') }),
      z.object({ result: z.literal('locked'), waitSeconds: z.int().nonnegative() }),
      z.object({ result: z.literal('weak'), why: z.enum(DESK_PASSWORD_FAULTS) }),
    ]),
  },
  /** Newest first. */
  audit: {
    role: 'oversight',
    input: z.object({ before: z.int().positive().optional(), limit: z.int().min(1).max(200) }),
    output: z.object({ entries: z.array(deskAuditEntrySchema) }),
  },
  users: {
    role: 'it',
    input: z.object({}),
    output: z.object({
      users: z.array(
        deskUserSchema.extend({
          isDisabled: z.boolean(),
          lastSignedInAt: instantSchema.nullable(),
        }),
      ),
    }),
  },
});
