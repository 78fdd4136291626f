import { z } from 'zod';
import { defineContract } from './contract.ts';
import { faultCodeSchema } from './errors.ts';
import { idSchema, instantSchema } from './primitives.ts';

/** SHA-256 of a public key (SubjectPublicKeyInfo) in base64url: what a kiosk knows its hub by. */
export const hubPinSchema = z.string().regex(/^[\w-]{43}$/);

/** 32 bytes of an Ed25519 public key, or of a thumbprint, in base64url. */
export const bytes32Schema = z.string().regex(/^[\w-]{43}$/);

/**
 * How a kiosk joins: `POST /join/{method}`, signed with the key that is to be enrolled, which shows
 * that the kiosk holds it.
 */
export const joinContract = defineContract({
  enrol: {
    role: 'kiosk',
    input: z.object({
      /** The secret of the code, base64url. */
      secret: z.string().regex(/^[\w-]{1,64}$/),
      publicKey: bytes32Schema,
      /** The name this machine would like, where the code names none. */
      kioskId: idSchema.optional(),
      /** The name it had before: visits that it still holds carry it. */
      formerId: idSchema.optional(),
      version: z.string().max(40),
    }),
    output: z.object({
      kioskId: idSchema,
      hubId: z.string().min(1).max(64),
      now: instantSchema,
      /** Keys the hub answers with, now and after its next change; empty without TLS. */
      pins: z.array(hubPinSchema).max(4),
    }),
  },
});
export type JoinContract = typeof joinContract;

/** How a kiosk stands with its hub. */
export const hubLinkSchema = z.object({
  /** revoked: the hub takes nothing from this machine any more. */
  state: z.enum(['enrolled', 'not-enrolled', 'revoked']),
  kioskId: idSchema.optional(),
  hubUrl: z.string().optional(),
});
export type HubLinkView = z.infer<typeof hubLinkSchema>;

/** What the screen shows while this kiosk belongs to no hub. */
export const joiningSchema = z.object({
  state: z.enum(['not-enrolled', 'revoked']),
  isBusy: z.boolean(),
  /** Why the last code did not help. */
  fault: faultCodeSchema.optional(),
});
export type Joining = z.infer<typeof joiningSchema>;

/**
 * Connecting this kiosk to a hospital, on its first page and from its command line. The page may
 * only do it where it takes nothing away: see docs/security.md.
 */
export const connectContract = defineContract({
  hubLink: { role: 'screen', input: z.object({}), output: hubLinkSchema },
  connectHub: {
    role: 'screen',
    input: z.object({ code: z.string().min(1).max(1024) }),
    output: z.object({ link: hubLinkSchema, fault: faultCodeSchema.optional() }),
  },
});
export type ConnectContract = typeof connectContract;
