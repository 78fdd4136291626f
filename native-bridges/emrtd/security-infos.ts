import { type KeyAgreementGroup } from './key-agreement.ts';
import {
  type ChipAuthenticationProtocol,
  type KeyAgreement,
  type PaceProtocol,
} from './security-protocols.ts';

/** One SecurityInfo (ICAO 9303-11, 9.2) this reader has a use for. */
export type SecurityInfo =
  | {
      readonly kind: 'pace';
      readonly protocol: PaceProtocol;
      readonly version: number;
      /** Standardised domain parameters (9.5.1), or what names a set of explicit ones. */
      readonly parameterId: number | undefined;
    }
  | {
      readonly kind: 'pace-domain-parameters';
      readonly agreement: KeyAgreement;
      readonly group: KeyAgreementGroup;
      readonly parameterId: number | undefined;
    }
  | {
      readonly kind: 'chip-authentication';
      readonly protocol: ChipAuthenticationProtocol;
      readonly version: number;
      readonly keyId: number | undefined;
    }
  | {
      readonly kind: 'chip-authentication-key';
      readonly agreement: KeyAgreement;
      readonly group: KeyAgreementGroup;
      /** An element of `group`. */
      readonly publicKey: Uint8Array;
      readonly keyId: number | undefined;
    }
  | {
      readonly kind: 'active-authentication';
      readonly version: number;
      /** Dotted identifier of the signature algorithm. */
      readonly signatureAlgorithm: string;
    }
  | { readonly kind: 'terminal-authentication'; readonly version: number };

/** SecurityInfos of a file; what is unknown or damaged is left out and counted. */
export interface SecurityInfos {
  readonly infos: readonly SecurityInfo[];
  readonly leftOut: number;
}
