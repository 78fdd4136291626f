import {
  type ChipAuthenticationProfile,
  type PaceOffer,
} from '../../contract/virtual-chip-profile.ts';
import { type SessionCipher } from '../../emrtd/cryptography/session-cipher.ts';
import { der } from '../issuer/der-encoding.ts';

/** bsi-de protocols smartcard. */
const SMARTCARD = '0.4.0.127.0.7.2.2';

/** The last arc of every protocol with a cipher (ICAO 9303-11, 9.2.1 and 9.2.5). */
const CIPHER_ARC: Readonly<Record<SessionCipher, number>> = {
  '3DES': 1,
  'AES-128': 2,
  'AES-192': 3,
  'AES-256': 4,
};

const MAPPING_ARC: Readonly<
  Record<PaceOffer['agreement'], Readonly<Record<PaceOffer['mapping'], number>>>
> = {
  DH: { GM: 1, IM: 3, CAM: 6 },
  ECDH: { GM: 2, IM: 4, CAM: 6 },
};

const AGREEMENT_ARC = { DH: 1, ECDH: 2 } as const;

/** id-PACE-… (9.2.1). */
export const paceIdentifier = ({ agreement, mapping, cipher }: PaceOffer): string =>
  `${SMARTCARD}.4.${MAPPING_ARC[agreement][mapping]}.${CIPHER_ARC[cipher]}`;

/** id-CA-… (9.2.5). */
export const chipAuthenticationIdentifier = ({
  agreement,
  cipher,
}: ChipAuthenticationProfile): string =>
  `${SMARTCARD}.3.${AGREEMENT_ARC[agreement]}.${CIPHER_ARC[cipher]}`;

/** id-PK-DH and id-PK-ECDH (9.2.6). */
export const publicKeyIdentifier = (agreement: 'DH' | 'ECDH'): string =>
  `${SMARTCARD}.1.${AGREEMENT_ARC[agreement]}`;

/** The content octets of an identifier, as commands name protocols by them. */
export const identifierOctets = (dotted: string): Uint8Array => der.oid(dotted).subarray(2);
