import { type SessionCipher } from './cryptography/session-cipher.ts';

/** Discrete logarithms over a prime field or over an elliptic curve. */
export type KeyAgreement = 'DH' | 'ECDH';
/** Generic, integrated and chip-authentication mapping (ICAO 9303-11, 4.4.3.3). */
export type PaceMapping = 'GM' | 'IM' | 'CAM';

export interface PaceProtocol {
  readonly oid: string;
  readonly agreement: KeyAgreement;
  readonly mapping: PaceMapping;
  readonly cipher: SessionCipher;
}

export interface ChipAuthenticationProtocol {
  readonly oid: string;
  readonly agreement: KeyAgreement;
  readonly cipher: SessionCipher;
}

/** bsi-de protocols smartcard (ICAO 9303-11, 9.2). */
const SMARTCARD = '0.4.0.127.0.7.2.2';
/** The last number of the identifier says the cipher. */
const CIPHERS: readonly SessionCipher[] = ['3DES', 'AES-128', 'AES-192', 'AES-256'];

const PACE_MAPPINGS: readonly [
  arc: number,
  agreement: KeyAgreement,
  mapping: PaceMapping,
  ciphers: readonly SessionCipher[],
][] = [
  [1, 'DH', 'GM', CIPHERS],
  [2, 'ECDH', 'GM', CIPHERS],
  [3, 'DH', 'IM', CIPHERS],
  [4, 'ECDH', 'IM', CIPHERS],
  [6, 'ECDH', 'CAM', ['AES-128', 'AES-192', 'AES-256']],
];

/** ICAO 9303-11, 9.2.1, by dotted identifier. */
export const PACE_PROTOCOLS: ReadonlyMap<string, PaceProtocol> = new Map(
  PACE_MAPPINGS.flatMap(([arc, agreement, mapping, ciphers]) =>
    ciphers.map(cipher => {
      const oid = `${SMARTCARD}.4.${arc}.${CIPHERS.indexOf(cipher) + 1}`;
      return [oid, { oid, agreement, mapping, cipher }] as const;
    }),
  ),
);

/** ICAO 9303-11, 9.2.5, by dotted identifier. */
export const CHIP_AUTHENTICATION_PROTOCOLS: ReadonlyMap<string, ChipAuthenticationProtocol> =
  new Map(
    (['DH', 'ECDH'] as const).flatMap((agreement, at) =>
      CIPHERS.map((cipher, index) => {
        const oid = `${SMARTCARD}.3.${at + 1}.${index + 1}`;
        return [oid, { oid, agreement, cipher }] as const;
      }),
    ),
  );

/** PACEDomainParameterInfo (9.2.2): the identifier of the mapping without a cipher. */
export const PACE_DOMAIN_PARAMETERS: ReadonlyMap<string, KeyAgreement> = new Map(
  PACE_MAPPINGS.map(([arc, agreement]) => [`${SMARTCARD}.4.${arc}`, agreement]),
);

/** ChipAuthenticationPublicKeyInfo (9.2.6). */
export const CHIP_AUTHENTICATION_KEYS: ReadonlyMap<string, KeyAgreement> = new Map([
  [`${SMARTCARD}.1.1`, 'DH'],
  [`${SMARTCARD}.1.2`, 'ECDH'],
]);

export const TERMINAL_AUTHENTICATION = `${SMARTCARD}.2`;
/** id-icao-mrtd-security-aaProtocolObject (9.2.7). */
export const ACTIVE_AUTHENTICATION = '2.23.136.1.1.5';
