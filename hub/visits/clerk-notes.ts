import { type Coverage } from '../../core/contract/coverage.ts';
import { type IdentityClaim } from '../../core/contract/identity.ts';
import { type BusinessDay } from '../../core/contract/primitives.ts';
import { birthDatesAgree } from '../../core/identity/partial-date.ts';
import { namesAgree } from '../../core/identity/person-name.ts';
import { type HisAnswer } from '../his/his.ts';
import { type Queryable } from '../storage/database.ts';

/** What a clerk should see; none of it changes what a kiosk does. */
export const CLERK_NOTES = [
  'name-differs-from-record',
  'birth-date-differs-from-record',
  'gender-differs-from-record',
  'number-differs-from-record',
  'insurance-details-differ',
  'possible-record',
  'prior-debt',
] as const;
export type ClerkNote = (typeof CLERK_NOTES)[number];

export interface NotedFinding {
  readonly note: ClerkNote;
  /** Id of a record of the HIS, for `possible-record`. */
  readonly detail: string;
}

const differs = <T>(
  shown: T | undefined,
  recorded: T | undefined,
  agree: (a: T, b: T) => boolean,
): boolean => shown !== undefined && recorded !== undefined && !agree(shown, recorded);

const same = (a: string, b: string): boolean => a === b;

/**
 * Where the document, the HIS and the insurer do not say the same, and what else only a person can
 * judge. Nothing is overwritten for it, on either side. @param coverage as it was decided on, by the
 * insurer's own answer where the hub asked.
 */
export const notesOn = (
  claim: IdentityClaim,
  answer: HisAnswer,
  coverage: Coverage,
): readonly NotedFinding[] => {
  const record = answer.patient?.claim;
  const found: readonly (readonly [ClerkNote, boolean])[] = [
    ['name-differs-from-record', differs(claim.name, record?.name, namesAgree)],
    [
      'birth-date-differs-from-record',
      differs(claim.birthDate, record?.birthDate, birthDatesAgree),
    ],
    ['gender-differs-from-record', differs(claim.gender, record?.gender, same)],
    ['number-differs-from-record', differs(claim.citizenNumber, record?.citizenNumber, same)],
    [
      'insurance-details-differ',
      coverage.reason === 'details-differ' || coverage.differs !== undefined,
    ],
    ['prior-debt', answer.priorDebt === true],
  ];
  return [
    ...found.flatMap(([note, holds]) => (holds ? [{ note, detail: '' }] : [])),
    ...(answer.suggestions ?? []).map(detail => ({ note: 'possible-record' as const, detail })),
  ];
};

/** Keeps them for the day, for whoever the first of the aliases is. */
export const keepNotes = async (
  database: Queryable,
  [alias]: readonly string[],
  day: BusinessDay,
  notes: readonly NotedFinding[],
  at: string,
): Promise<void> => {
  if (alias === undefined || notes.length === 0) return;
  await database.query(
    `insert into clerk_note (alias, day, note, detail, noted_at)
     select $2, $3, note, detail, $4
     from jsonb_to_recordset($1::jsonb) as given (note text, detail text)
     on conflict do nothing`,
    [JSON.stringify(notes), alias, day, at],
  );
};
