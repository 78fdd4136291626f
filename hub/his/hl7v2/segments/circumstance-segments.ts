import { type IntakeEvent } from '../../../../core/contract/hub.ts';
import { type IdentityClaim } from '../../../../core/contract/identity.ts';
import { type Relationship } from '../../../../core/contract/related-person.ts';
import { composite, repeated, segment, text } from '../message/compose.ts';
import { type Segment } from '../message/message.ts';
import { dateStampOf } from '../time-stamp.ts';
import { type Hl7v2Settings } from '../settings.ts';
import { identifierField, identifiersOf } from './patient-identifiers.ts';
import { SEX } from './patient-segment.ts';
import { nameField } from './person-name.ts';

/** HL7 table 0063, relationship of the next of kin to the patient. */
const RELATIONSHIPS: Readonly<Record<Relationship, readonly [code: string, text: string]>> = {
  parent: ['PAR', 'Parent'],
  grandparent: ['GRP', 'Grandparent'],
  child: ['CHD', 'Child'],
  spouse: ['SPO', 'Spouse'],
  sibling: ['SIB', 'Sibling'],
  other: ['OTH', 'Other'],
};

/** NK1 of who came with the patient and answered for them; the clerk completes what is missing. */
export const relativeSegment = (
  { relative }: Pick<IntakeEvent, 'relative'>,
  kinds: Hl7v2Settings['identifiers'],
): readonly Segment[] => {
  if (relative === undefined) return [];
  const { relationship } = relative;
  const claim: Partial<IdentityClaim> = relative.claim ?? {};
  const [code, words] = RELATIONSHIPS[relationship];
  return [
    segment('NK1', {
      1: text('1'),
      2: claim.name === undefined ? text('') : nameField(claim.name, 'L'),
      3: composite(code, words, 'HL70063'),
      4: composite(claim.address),
      // HL7 table 0131: N, next of kin.
      7: composite('N', undefined, 'HL70131'),
      15: text(claim.gender === undefined ? undefined : SEX[claim.gender]),
      16: text(claim.birthDate === undefined ? undefined : dateStampOf(claim.birthDate)),
      33: repeated(identifiersOf(claim, kinds).map(identifierField)),
    }),
  ];
};

/** ZSL, the slip that was shown: a segment of our own. docs/hl7v2.md lists it. */
export const slipSegment = (
  { slip }: Pick<IntakeEvent, 'slip'>,
  /** Number of the ticket whose visit had used it up before. */
  usedBy: string | undefined,
): readonly Segment[] =>
  slip === undefined
    ? []
    : [
        segment('ZSL', {
          1: text(slip.kind),
          2: text(slip.number),
          3: text(slip.standing),
          4: text(slip.fromFacility),
          5: text(slip.day === undefined ? undefined : dateStampOf(slip.day)),
          6: text(slip.validTo === undefined ? undefined : dateStampOf(slip.validTo)),
          7: text(slip.hisId),
          8: text(usedBy),
        }),
      ];
