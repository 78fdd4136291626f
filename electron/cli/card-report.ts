import type { CardInspection, Inspection } from '../../native-bridges/contract/card-tools.ts';
import { HIDDEN, shownHolder } from './card-masking.ts';
import { AUTHENTICITY_WORDS, CHIP_WORDS, REASON_WORDS } from './card-verdict-words.ts';
import { type Answer, columns } from './output.ts';

/** An inspection as it may be shown; personal data are masked unless `reveal`. */
export const cardReport = (
  inspection: Inspection,
  reveal: boolean,
): { readonly json: Readonly<Record<string, unknown>>; readonly lines: readonly string[] } => {
  const { verdict, claim, files, notRead, pictures, signers } = inspection;
  const holder = shownHolder(claim, reveal);
  const flags = claim?.flags ?? [];
  const fields = inspection.fields.map(one =>
    reveal || one.group === 'COM' ? one : { ...one, value: HIDDEN },
  );
  return {
    json: { revealed: reveal, verdict, holder, flags, files, notRead, fields, pictures, signers },
    lines: [
      `${AUTHENTICITY_WORDS[verdict.authenticity]}, ${CHIP_WORDS[verdict.chip]}`,
      ...verdict.reasons.map(reason => `  ! ${REASON_WORDS[reason]}`),
      ...titled('holder', Object.entries(holder)),
      ...flags.map(flag => `  ! ${flag}`),
      ...titled('files', files.map(fileCells)),
      ...(notRead.length === 0 ? [] : [`  signed, not read: ${notRead.join(', ')}`]),
      ...titled('pictures', pictures.map(pictureCells)),
      ...titled(
        'signed by',
        signers.map(({ country, name, notBefore, notAfter, key }) => [
          `${country} ${name}`.trim(),
          `${dayOf(notBefore)} to ${dayOf(notAfter)}`,
          key,
        ]),
      ),
      ...(reveal ? titled('fields', fields.map(fieldCells)) : []),
    ],
  };
};

const titled = (title: string, rows: readonly (readonly string[])[]): readonly string[] =>
  rows.length === 0
    ? []
    : [title, ...columns(rows.map(([first = '', ...rest]) => [`  ${first}`, ...rest]))];

const fieldCells = ({ group, field, value }: Inspection['fields'][number]): readonly string[] => [
  group,
  field,
  value,
];

const DIGEST_WORDS = {
  matches: 'as signed',
  differs: 'NOT as signed',
  missing: 'never signed',
  undecided: 'cannot be compared',
} as const;

const fileCells = ({ name, bytes, digest }: Inspection['files'][number]): readonly string[] => [
  name,
  `${bytes} bytes`,
  ...(digest === undefined ? [] : [DIGEST_WORDS[digest]]),
];

const pictureCells = (picture: Inspection['pictures'][number]): readonly string[] => [
  picture.group,
  picture.format === 'jpeg' ? 'JPEG' : 'JPEG 2000',
  picture.width === undefined || picture.height === undefined
    ? 'of no size that can be read'
    : `${picture.width} × ${picture.height}`,
  `${picture.bytes} bytes`,
];

const dayOf = (moment: string): string => moment.slice(0, 10);

/** What was found on the card itself, over what its files say. */
export const readingReport = (
  inspection: CardInspection,
  keyCount: number,
  reveal: boolean,
): Pick<Answer, 'json' | 'lines'> => {
  const { reader, access, keyIndex } = inspection;
  const report = cardReport(inspection, reveal);
  const by = access === 'none' ? 'which stood open' : `opened by ${access}`;
  const key = keyIndex === undefined ? '' : `, key ${keyIndex + 1} of ${keyCount}`;
  return {
    json: { reader, access, ...(keyIndex === undefined ? {} : { keyIndex }), ...report.json },
    lines: [`${reader}: a chip ${by}${key}`, ...report.lines],
  };
};
