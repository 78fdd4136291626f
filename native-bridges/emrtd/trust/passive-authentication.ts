import { type AuthenticityReason } from '../../../core/contract/identity.ts';
import { type ElementaryFileName } from '../../contract/chip-card.ts';
import { type TrustAnchors } from './trust-anchors.ts';

/** Outcome of passive authentication (ICAO 9303-11, 5.1) with everything that spoke against it. */
export interface PassiveVerdict {
  readonly outcome: 'valid' | 'invalid' | 'no-trust-anchor';
  /** Empty only where the outcome is `valid`. */
  readonly reasons: readonly AuthenticityReason[];
}

export interface PassiveAuthenticationInput {
  /** EF.SOD as read; undefined where the chip has none. */
  readonly sod: Uint8Array | undefined;
  /** The files read; data groups among them are compared with the signed digests. */
  readonly files: ReadonlyMap<ElementaryFileName, Uint8Array>;
  readonly trust: TrustAnchors;
  /** The moment of the check, milliseconds since 1970 UTC. */
  readonly at: number;
}

export type PassiveAuthentication = (input: PassiveAuthenticationInput) => PassiveVerdict;
