import { type IdentityClaim } from '../../../core/contract/identity.ts';
import { type PatientKeyHash, patientKeysOf } from '../patient-keys.ts';
import { documentsOf } from './documents.ts';
import { type MedipayRestSettings } from './settings.ts';

/** What the tickets of a patient are found by: every number they are known by, as a keyed digest. */
export const ticketKeysOf = (
  claim: Partial<IdentityClaim>,
  hisPatientId: string | undefined,
  types: MedipayRestSettings['documentTypes'],
  keyed: PatientKeyHash,
): readonly string[] =>
  patientKeysOf(
    [
      ...(hisPatientId === undefined ? [] : [{ type: 'ID_BN', value: hisPatientId }]),
      ...documentsOf(claim, types).map(({ SO_GTTT, LOAI_GTTT }) => ({
        type: LOAI_GTTT,
        value: SO_GTTT,
      })),
    ],
    keyed,
  );
