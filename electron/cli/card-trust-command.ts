import { asFaultError, FaultError } from '../../core/contract/errors.ts';
import {
  describeTrustFile,
  importTrustFile,
  loadTrustFolder,
  openTrustFile,
  type TrustFileSummary,
} from '../../native-bridges/contract/card-tools.ts';
import { REASON_WORDS } from './card-verdict-words.ts';
import { type Answer, columns } from './output.ts';

const NO_FOLDER =
  'no card reader of this kiosk has a trustFolder: add one to the configuration, or name it with --trust';

/**
 * Copies files into the folder chips are judged by, each after it was read and found to hold
 * something to trust; the others are refused, and the answer says why.
 * @throws FaultError `config-invalid` where there is no such folder to copy into
 */
export const trustImport = async (
  directory: string | undefined,
  files: readonly string[],
  at: number,
): Promise<Answer> => {
  if (directory === undefined) throw new FaultError('config-invalid', NO_FOLDER);
  const taken: (TrustFileSummary & { readonly file: string })[] = [];
  const refused: { readonly file: string; readonly why: string }[] = [];
  for (const file of files) {
    try {
      const imported = await importTrustFile(directory, file, at);
      taken.push({ file, ...describeTrustFile(imported.name, imported) });
    } catch (cause) {
      refused.push({ file, why: whyRefused(cause, file) });
    }
  }
  return {
    json: { directory, taken, refused },
    lines: [
      ...taken.flatMap(({ file, ...summary }) => [
        `${file}: taken as ${summary.name}: ${contentOf(summary)}`,
        ...doubtsOf(summary),
      ]),
      ...refused.map(({ file, why }) => `${file}: refused: ${why}`),
    ],
    exitCode: refused.length === 0 ? 0 : 1,
  };
};

const whyRefused = (cause: unknown, file: string): string => {
  const { code, message } = asFaultError(cause);
  if (code === 'config-invalid') return message;
  const { code: system } = cause as NodeJS.ErrnoException;
  if (system === 'ENOENT') return 'there is no such file';
  return system === undefined ? message : `${file} cannot be copied: ${system}`;
};

/**
 * What chips are judged by: the configured folder, or what is in a file before it is imported.
 * @throws FaultError `config-invalid` where neither is there, `bad-request` for a file that is not
 */
export const trustList = async (
  directory: string | undefined,
  file: string | undefined,
  at: number,
): Promise<Answer> => {
  if (file !== undefined) {
    return listing({ file }, [describeTrustFile(file, await openTrustFile(file, at))]);
  }
  if (directory === undefined) throw new FaultError('config-invalid', NO_FOLDER);
  const { files } = await loadTrustFolder(directory, at);
  return listing(
    { directory },
    files.map(one => describeTrustFile(one.name, one)),
  );
};

const listing = (
  where: { readonly file: string } | { readonly directory: string },
  files: readonly TrustFileSummary[],
): Answer => {
  const anchors = files
    .flatMap(({ certificates }) => certificates)
    .filter(({ role }) => role === 'anchor').length;
  const isSound = files.every(({ kind, reasons }) => kind !== 'unreadable' && reasons.length === 0);
  return {
    json: { ...where, anchors, files },
    lines: [
      ...files.flatMap(summary => [
        `${summary.name}: ${contentOf(summary)}`,
        ...doubtsOf(summary),
        ...columns([...summary.certificates.map(certificateCells), ...listCells(summary)]),
      ]),
      ...('directory' in where && files.length === 0 ? [`${where.directory}: no trust files`] : []),
      anchors === 0 ? 'no trust anchor: no card can be proven' : counted(anchors, 'trust anchor'),
    ],
    exitCode: anchors > 0 && isSound ? 0 : 1,
  };
};

const contentOf = ({ kind, certificates, revocationLists }: TrustFileSummary): string => {
  const parts = [
    certificates.length > 0 ? counted(certificates.length, 'certificate') : '',
    revocationLists.length > 0 ? counted(revocationLists.length, 'revocation list') : '',
  ].filter(Boolean);
  return `${kind.replaceAll('-', ' ')}, ${parts.join(', ') || 'nothing to trust in it'}`;
};

const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? '' : 's'}`;

const doubtsOf = ({ damaged, reasons }: TrustFileSummary): readonly string[] => [
  ...(damaged > 0 ? [`  ! ${counted(damaged, 'part')} that nobody can read`] : []),
  ...reasons.map(reason => `  ! ${REASON_WORDS[reason]}`),
];

const dayOf = (moment: string): string => moment.slice(0, 10);

const certificateCells = (
  certificate: TrustFileSummary['certificates'][number],
): readonly string[] => [
  `  ${certificate.role}`,
  certificate.country,
  certificate.name,
  `${dayOf(certificate.notBefore)} to ${dayOf(certificate.notAfter)}`,
  certificate.key,
  certificate.sha256,
];

const listCells = ({ revocationLists }: TrustFileSummary): readonly (readonly string[])[] =>
  revocationLists.map(({ country, name, thisUpdate, nextUpdate, revoked }) => [
    '  revocation list',
    country,
    name,
    `${dayOf(thisUpdate)} to ${nextUpdate === undefined ? 'the next one' : dayOf(nextUpdate)}`,
    `${revoked} revoked`,
  ]);
