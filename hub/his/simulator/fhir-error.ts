import { type OperationOutcome } from '../fhir-r4/resources.ts';

type IssueCode = OperationOutcome['issue'][number]['code'];

/** An answer other than success, as FHIR says it: a status and an OperationOutcome. */
export class FhirError extends Error {
  override readonly name = 'FhirError';
  readonly status: number;
  readonly outcome: OperationOutcome;

  constructor(status: number, code: IssueCode, diagnostics: string, expression?: string) {
    super(diagnostics);
    this.status = status;
    this.outcome = outcomeOf('error', code, diagnostics, expression);
  }
}

export const outcomeOf = (
  severity: 'error' | 'information',
  code: IssueCode,
  diagnostics: string,
  expression?: string,
): OperationOutcome => ({
  resourceType: 'OperationOutcome',
  issue: [
    {
      severity,
      code,
      diagnostics,
      ...(expression === undefined ? {} : { expression: [expression] }),
    },
  ],
});
