import { resolve } from 'node:path';
import {
  inspectFiles,
  judgeFiles,
  readDumpedFiles,
} from '../../native-bridges/contract/card-tools.ts';
import { cardReport } from './card-report.ts';
import { loadTrust } from './card-trust.ts';
import type { Answer } from './output.ts';

export interface CardVerifyOptions {
  readonly files: string;
  readonly reveal: boolean;
}

/**
 * Judges the files of a chip without it: are they what the issuer signed? Whether they came from the
 * chip they were issued in, no file can tell.
 * @throws FaultError `bad-request`, `config-invalid`
 */
export const cardVerify = async (
  { files: folder, reveal }: CardVerifyOptions,
  trustFolder: string | undefined,
  at: number,
): Promise<Answer> => {
  const { files, others } = await readDumpedFiles(resolve(folder));
  const verdict = judgeFiles(files, await loadTrust(trustFolder, at), at);
  const report = cardReport(inspectFiles(files, verdict), reveal);
  return {
    json: { directory: resolve(folder), ...report.json, others },
    lines: [
      ...report.lines,
      ...(others.length === 0 ? [] : [`left out, by their names: ${others.join(', ')}`]),
    ],
    exitCode: verdict.authenticity === 'valid' ? 0 : 1,
  };
};
