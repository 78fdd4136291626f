import { type CheckInEvent } from '../../../core/contract/hub.ts';
import { type Relationship } from '../../../core/contract/related-person.ts';
import { type Slip } from '../../../core/contract/slip.ts';
import { identifiersOf } from './patient-mapping.ts';
import { type Reference, type RelatedPerson, type ServiceRequest } from './resources.ts';
import { CODES, type IdentifierSystems } from './systems.ts';

/** HL7 v3 RoleCode, which FHIR prefers for RelatedPerson.relationship. */
const ROLES: Readonly<Record<Relationship, string | undefined>> = {
  parent: 'PRN',
  grandparent: 'GRPRN',
  child: 'CHILD',
  spouse: 'SPS',
  sibling: 'SIB',
  other: undefined,
};

/** Who came with the patient and answered at the kiosk, for this visit. */
export const relatedPersonOf = (
  { relative, visitId }: Pick<CheckInEvent, 'relative' | 'visitId'>,
  patient: Reference,
  systems: IdentifierSystems,
): RelatedPerson | undefined => {
  if (relative === undefined) return undefined;
  const { relationship, claim } = relative;
  const code = ROLES[relationship];
  return {
    resourceType: 'RelatedPerson',
    identifier: [
      { system: systems.relatedPerson, value: visitId },
      ...(claim === undefined ? [] : identifiersOf(claim, systems)),
    ],
    active: true,
    patient,
    relationship: [
      {
        text: relationship,
        ...(code === undefined ? {} : { coding: [{ system: CODES.roleCode, code }] }),
      },
    ],
    ...(claim?.name === undefined ? {} : { name: [{ use: 'official', text: claim.name }] }),
    ...(claim?.gender === undefined ? {} : { gender: claim.gender }),
    ...(claim?.birthDate === undefined ? {} : { birthDate: claim.birthDate }),
  };
};

/**
 * A referral on paper that the HIS does not hold, as the kiosk was told of it. Only one that was
 * found good is `active`: nobody else's word makes an order.
 */
export const referralOf = (
  slip: Slip,
  visitId: string,
  subject: Reference,
  systems: IdentifierSystems,
): ServiceRequest => ({
  resourceType: 'ServiceRequest',
  identifier: [
    { system: systems.referral, value: slip.number },
    { system: systems.visit, value: visitId },
  ],
  status: slip.standing === 'valid' ? 'active' : 'unknown',
  intent: 'order',
  code: { coding: [{ system: CODES.referral, code: 'transfer' }] },
  subject,
  ...(slip.day === undefined ? {} : { authoredOn: slip.day }),
  ...(slip.validTo === undefined ? {} : { occurrencePeriod: { end: slip.validTo } }),
  ...(slip.fromFacility === undefined
    ? {}
    : { requester: { identifier: { system: systems.facility, value: slip.fromFacility } } }),
});
