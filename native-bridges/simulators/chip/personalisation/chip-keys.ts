import {
  type ChipAuthenticationProfile,
  type VirtualChipProfile,
} from '../../../contract/virtual-chip-profile.ts';
import {
  curveByStandardParameter,
  curveNamed,
} from '../../../emrtd/cryptography/elliptic-curves.ts';
import { modularGroupByStandardParameter } from '../../../emrtd/cryptography/modular-groups.ts';
import { type RandomBytes } from '../../../emrtd/cryptography/random.ts';
import { generateRsaKey } from '../../../emrtd/cryptography/rsa.ts';
import { type ActiveAuthenticationKey } from '../active-authentication.ts';
import { curveAgreement, modularAgreement } from '../agreement-group.ts';
import { type ChipAuthenticationKey } from '../chip-authentication.ts';
import { createSeededRandom } from '../seeded-random.ts';
import {
  curvePublicKeyInfo,
  modularPublicKeyInfo,
  rsaPublicKeyInfo,
  standardisedPublicKeyInfo,
} from './subject-public-key.ts';

interface Certified<Key> {
  readonly key: Key;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKeyInfo: Uint8Array;
}

/** The private keys of a chip, and what its files say of them. */
export interface ChipKeys {
  readonly chipAuthentication: readonly Certified<ChipAuthenticationKey>[];
  readonly activeAuthentication: Certified<ActiveAuthenticationKey> | undefined;
  /** Static secrets of chip authentication mapping, by standardised domain parameters. */
  readonly mapping: ReadonlyMap<number, Certified<bigint>>;
}

/** Keys that follow from the seed, or, for a cloned chip's own, from another one. */
export const chipKeys = (profile: VirtualChipProfile, seed: string): ChipKeys => ({
  chipAuthentication: profile.chipAuthentication.map((each, at) =>
    chipAuthenticationKey(each, createSeededRandom(`${seed} chip authentication ${at}`)),
  ),
  activeAuthentication: activeAuthenticationKey(
    profile.activeAuthentication,
    createSeededRandom(`${seed} active authentication`),
  ),
  mapping: new Map(
    profile.access.pace.flatMap(({ mapping, parameter }) => {
      const curve = curveByStandardParameter(parameter);
      if (mapping !== 'CAM' || curve === undefined) return [];
      const pair = curve.generatePair(createSeededRandom(`${seed} mapping ${parameter}`));
      const publicKeyInfo = standardisedPublicKeyInfo(parameter, pair.publicPoint);
      return [[parameter, { key: pair.secret, publicKeyInfo }] as const];
    }),
  ),
});

const chipAuthenticationKey = (
  profile: ChipAuthenticationProfile,
  random: RandomBytes,
): Certified<ChipAuthenticationKey> => {
  if (profile.agreement === 'ECDH') {
    const curve = curveNamed(profile.curve ?? 'brainpoolP256r1');
    const { secret, publicPoint } = curve.generatePair(random);
    return {
      key: { profile, group: curveAgreement(curve), secret },
      publicKeyInfo: curvePublicKeyInfo(curve, publicPoint, profile.parameters),
    };
  }
  const group = modularGroupByStandardParameter(profile.group ?? 0);
  if (group?.order === undefined) throw new RangeError('no such group');
  const { secret, publicValue } = group.generatePair(random);
  return {
    key: { profile, group: modularAgreement({ ...group, order: group.order }), secret },
    publicKeyInfo: modularPublicKeyInfo(group, publicValue),
  };
};

const activeAuthenticationKey = (
  profile: VirtualChipProfile['activeAuthentication'],
  random: RandomBytes,
): ChipKeys['activeAuthentication'] => {
  if (profile === undefined) return undefined;
  if (profile.algorithm === 'RSA') {
    const key = generateRsaKey({ bits: profile.bits, random });
    return { key: { profile, key }, publicKeyInfo: rsaPublicKeyInfo(key) };
  }
  const curve = curveNamed(profile.curve);
  const { secret, publicPoint } = curve.generatePair(random);
  return {
    key: { profile, secret },
    publicKeyInfo: curvePublicKeyInfo(curve, publicPoint, profile.parameters),
  };
};
