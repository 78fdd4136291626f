import type { IdentityClaim } from '../contract/identity.ts';
import { parseInsuranceNumber } from '../coverage/insurance-number.ts';
import { parseCitizenNumber } from './citizen-number.ts';
import { readScannedCode, type ScannedCode } from './scanned-code.ts';

/** A scan for people of IT: plain JSON, field names that stay. */
export interface ScanDescription {
  readonly kind: ScannedCode['kind'];
  /**
   * Only what the code says: dates in ISO 8601 as precise as they are known, names as printed,
   * codes without separators. `extra` holds fields that nobody here can name.
   */
  readonly fields: Readonly<Record<string, string | number | readonly string[]>>;
  /** Flags for the clerk, or why the code is of no use: `code-damaged`, `code-unknown`. */
  readonly warnings: readonly string[];
}

/** Any text; never throws. */
export const describeScan = (text: string): ScanDescription => {
  const code = readScannedCode(text);
  switch (code.kind) {
    case 'citizen-card':
    case 'insurance-card':
      return {
        kind: code.kind,
        fields: {
          ...claimFields(code.claim),
          ...(code.extra.length === 0 ? {} : { extra: code.extra }),
        },
        warnings: code.claim.flags,
      };
    case 'booking':
      return { kind: code.kind, fields: { bookingCode: code.payload }, warnings: [] };
    case 'patient':
      return { kind: code.kind, fields: { patientCode: code.payload }, warnings: [] };
    case 'ticket':
      return { kind: code.kind, fields: { ticketCode: code.payload }, warnings: [] };
    case 'staff-badge':
      return { kind: code.kind, fields: { badgeCode: code.payload }, warnings: [] };
    case 'payment':
      return { kind: code.kind, fields: { paymentCode: code.payload }, warnings: [] };
    case 'machine-readable-zone':
    case 'opaque':
      return { kind: code.kind, fields: claimFields(code.claim), warnings: code.claim.flags };
    case 'unknown':
      return {
        kind: code.kind,
        fields: { reason: code.reason },
        warnings: [code.reason === 'damaged' ? 'code-damaged' : 'code-unknown'],
      };
  }
};

const claimFields = (claim: IdentityClaim): Record<string, string | number> => {
  const number = parseCitizenNumber(claim.citizenNumber ?? '');
  const card = parseInsuranceNumber(claim.insurance?.cardNumber ?? '');
  const level = card?.form === 'card' ? card : undefined;
  return present({
    token: claim.token,
    citizenNumber: claim.citizenNumber,
    provinceCode: number?.provinceCode,
    province: number?.province,
    oldNumber: claim.oldNumber,
    cardNumber: claim.insurance?.cardNumber,
    objectGroup: level?.objectGroup,
    benefitLevel: level?.benefitLevel,
    socialInsuranceNumber: card?.socialInsuranceNumber,
    name: claim.name,
    birthDate: claim.birthDate,
    gender: claim.gender,
    address: claim.address,
    issueDate: claim.issueDate ?? claim.insurance?.issueDate,
    expiryDate: claim.expiryDate,
    registeredFacility: claim.insurance?.registeredFacility,
    validFrom: claim.insurance?.validFrom,
    validTo: claim.insurance?.validTo,
    livingArea: claim.insurance?.livingArea,
    fiveYearsFrom: claim.insurance?.fiveYearsFrom,
  });
};

/** Absent means not said, so what is not there has no key either. */
const present = (
  fields: Readonly<Record<string, string | number | undefined>>,
): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(fields).filter(
      (entry): entry is [string, string | number] => entry[1] !== undefined,
    ),
  );
