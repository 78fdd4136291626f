import { type IdentityClaim } from '../../../core/contract/identity.ts';
import { type MedipayRestSettings } from './settings.ts';

/** A number somebody shows, with the kind of document it stands on. */
export interface ShownDocument {
  readonly SO_GTTT: string;
  readonly LOAI_GTTT: string;
}

/** What a claim says about who somebody is, strongest first; kinds the HIS cannot be asked by left out. */
export const documentsOf = (
  claim: Partial<IdentityClaim>,
  types: MedipayRestSettings['documentTypes'],
): readonly ShownDocument[] => {
  const pairs = [
    [types.patientCode, claim.patientCode],
    [types.citizenNumber, claim.citizenNumber],
    [types.oldNumber, claim.oldNumber],
    [types.passport, claim.passportNumber],
    [types.insuranceCard, claim.insurance?.cardNumber],
  ] as const;
  return pairs.flatMap(([type, value]) =>
    type === null || value === undefined ? [] : [{ SO_GTTT: value, LOAI_GTTT: type }],
  );
};

/** The number on an identity document; a card of the hospital or the insurer is none. */
export const identityDocumentOf = (
  claim: Partial<IdentityClaim>,
  types: MedipayRestSettings['documentTypes'],
): ShownDocument | undefined =>
  documentsOf(claim, { ...types, patientCode: null, insuranceCard: null })[0];
