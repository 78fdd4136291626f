import { describeScan } from '../../core/identity/describe-scan.ts';
import { type Answer, columns } from './output.ts';

/** What is this code? Fields as they were read, and what a clerk should look at. */
export const scanCommand = (payload: string): Answer => {
  const description = describeScan(payload);
  const fields = Object.entries(description.fields).map(([name, value]) => [
    `  ${name}`,
    Array.isArray(value) ? value.join(' | ') : String(value),
  ]);
  return {
    json: description,
    lines: [
      description.kind,
      ...columns(fields),
      ...description.warnings.map(warning => `  ! ${warning}`),
    ],
    exitCode: description.kind === 'unknown' ? 1 : 0,
  };
};
