import { FaultError } from '../../../core/contract/errors.ts';
import { type IdentityClaim } from '../../../core/contract/identity.ts';
import { type Clock, type Ids } from '../../../core/ports/ports.ts';
import { birthDatesAgree } from '../../../core/identity/partial-date.ts';
import { namesAgree } from '../../../core/identity/person-name.ts';
import { ruleOf } from './acknowledgement.ts';
import { type AnswerRule } from '../his-failure.ts';
import { controlIdOf } from './control-id.ts';
import { Hl7Failure } from './hl7-failure.ts';
import { type Wire, composite, repeated, segment, text } from './message/compose.ts';
import { type Message, type Segment, segmentNamed, valueAt } from './message/message.ts';
import { type Hl7Session } from './session.ts';
import {
  type PatientIdentifier,
  identifiersOf,
  isSameIdentifier,
} from './segments/patient-identifiers.ts';
import { type HisPatient, patientOf, patientSegment } from './segments/patient-segment.ts';
import { type Hl7v2Settings } from './settings.ts';

/** A patient of an answer, with the segments that stand after their PID. */
export interface FoundPatient {
  readonly patient: HisPatient;
  readonly message: Message;
  readonly segments: readonly Segment[];
}

export interface PatientQueryOptions {
  readonly session: Hl7Session;
  readonly settings: Hl7v2Settings;
  readonly clock: Clock;
  readonly ids: Ids;
}

export type PatientMatch =
  | { readonly match: 'one'; readonly found: FoundPatient }
  /** Records nobody but a person can tell apart. */
  | { readonly match: 'several' }
  | { readonly match: 'none' };

/** Find candidates: QBP^Q22 and its answer RSP^K22 (3.3.56). */
export interface PatientQuery {
  /** Patients that carry exactly this identifier. @throws FaultError `his-*`. */
  withIdentifier(one: PatientIdentifier, until: number): Promise<readonly FoundPatient[]>;
  /** The record meant: exact identifiers decide, the strongest first. @throws FaultError `his-*`. */
  match(claim: Partial<IdentityClaim>, until: number): Promise<PatientMatch>;
  /**
   * Records of the same name, birth date and gender: something for the clerk to look at, never a
   * decision. @throws FaultError `his-*`.
   */
  candidates(claim: Partial<IdentityClaim>, until: number): Promise<readonly FoundPatient[]>;
}

/** Most candidates asked for: more tell a clerk nothing. */
const MOST = '10';

/** One parameter of QPD-3 (QIP, 2.A.59): the field asked for and its value. */
const parameter = (field: string, value: string): Wire => composite(`@${field}`, value);

const identifierParameters = ({ value, authority, type }: PatientIdentifier): readonly Wire[] => [
  parameter('PID.3.1', value),
  parameter('PID.3.4.1', authority),
  parameter('PID.3.5', type),
];

/** PID groups of an answer: each PID with what follows it. */
const groupsOf = (message: Message): readonly FoundPatient[] => {
  const starts = message.segments.flatMap(({ name }, index) => (name === 'PID' ? [index] : []));
  return starts.flatMap((start, nth) => {
    const pid = message.segments[start];
    const segments = message.segments.slice(start + 1, starts[nth + 1]);
    return pid === undefined ? [] : [{ patient: patientOf(message, pid), message, segments }];
  });
};

/** QAK-2, query response status (table 0208): AE and AR are of the query, not of a patient. */
const QUERY_FAILED: AnswerRule = { fault: 'his-rejected', next: 'dead-letter' };

const agrees = ({ patient }: FoundPatient, claim: Partial<IdentityClaim>): boolean => {
  const { name, birthDate } = patient;
  const isSameName = claim.name === undefined || name === undefined || namesAgree(claim.name, name);
  const isSameBirth =
    claim.birthDate === undefined ||
    birthDate === undefined ||
    birthDatesAgree(claim.birthDate, birthDate);
  return isSameName && isSameBirth;
};

export const createPatientQuery = ({
  session,
  settings,
  clock,
  ids,
}: PatientQueryOptions): PatientQuery => {
  const ask = async (
    parameters: readonly Wire[],
    until: number,
  ): Promise<readonly FoundPatient[]> => {
    const left = until - clock.now();
    if (left <= 0) throw new FaultError('his-timeout', 'no time left to ask');
    const controlId = controlIdOf(ids.uuid(), 'Q22');
    const { response, acknowledgement } = await session.ask(
      {
        type: ['QBP', 'Q22', 'QBP_Q21'],
        controlId,
        segments: [
          segment('QPD', {
            1: composite('Q22', 'Find Candidates', 'HL7nnnn'),
            2: text(controlId),
            3: repeated(parameters),
          }),
          segment('RCP', { 1: text('I'), 2: composite(MOST, 'RD') }),
        ],
      },
      left,
    );
    const rule = ruleOf(acknowledgement);
    if (rule !== undefined) throw new Hl7Failure(rule, 'the query was refused', acknowledgement);
    const qak = segmentNamed(response, 'QAK');
    const status = valueAt(response, qak, 2);
    const tag = valueAt(response, qak, 1);
    if (tag !== undefined && tag !== controlId) {
      throw new FaultError('his-protocol', 'answer to another query');
    }
    if (status === 'AE' || status === 'AR') {
      throw new Hl7Failure(QUERY_FAILED, 'the query failed', acknowledgement);
    }
    return groupsOf(response);
  };

  // A server that matches loosely is not trusted: what it found is compared again.
  const withIdentifier = async (one: PatientIdentifier, until: number) =>
    (await ask(identifierParameters(one), until)).filter(({ patient }) =>
      patient.identifiers.some(other => isSameIdentifier(one, other)),
    );

  return {
    withIdentifier,
    async match(claim, until) {
      for (const identifier of identifiersOf(claim, settings.identifiers)) {
        const bearers = await withIdentifier(identifier, until);
        const [only, another] = bearers;
        if (only === undefined) continue;
        if (another === undefined) return { match: 'one', found: only };
        const [agreeing, second] = bearers.filter(one => agrees(one, claim));
        return agreeing !== undefined && second === undefined
          ? { match: 'one', found: agreeing }
          : { match: 'several' };
      }
      return { match: 'none' };
    },
    async candidates(claim, until) {
      const { name, birthDate, gender } = claim;
      if (name === undefined || birthDate === undefined || gender === undefined) return [];
      // PID-5 in the parts XPN has, as our own PID would carry it.
      const pid = patientSegment({ name, birthDate, gender }, []);
      const [family = '', given = '', middle = ''] = pid.fields[5]?.split('^') ?? [];
      const parts = [
        ['PID.5.1.1', family],
        ['PID.5.2', given],
        ['PID.5.3', middle],
        ['PID.7', pid.fields[7] ?? ''],
        ['PID.8', pid.fields[8] ?? ''],
      ] as const;
      const wire = parts.filter(([, value]) => value !== '');
      // Already escaped: only the component separator is added.
      const found = await ask(
        wire.map(([field, value]) => `@${field}^${value}` as Wire),
        until,
      );
      return found.filter(
        ({ patient }) =>
          patient.name !== undefined &&
          namesAgree(patient.name, name) &&
          patient.birthDate === birthDate &&
          patient.gender === gender,
      );
    },
  };
};
