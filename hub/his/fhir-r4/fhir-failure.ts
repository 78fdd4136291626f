import { FaultError } from '../../../core/contract/errors.ts';
import { type HisDiagnosis } from '../his.ts';
import { type OperationOutcome } from './resources.ts';
import { type RetryAction, type RetryRule } from './retry-table.ts';

export interface FailureDetails {
  readonly httpStatus?: number | undefined;
  readonly outcome?: OperationOutcome | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** A FHIR interaction that did not succeed, with what its rule says about the next step. */
export class FhirFailure extends FaultError {
  readonly next: RetryAction;
  readonly httpStatus: number | undefined;
  readonly outcome: OperationOutcome | undefined;

  constructor(rule: RetryRule, message: string, details: FailureDetails = {}) {
    super(rule.fault, message, {
      cause: details.cause,
      ...(details.retryAfterMs === undefined ? {} : { retryAfterMs: details.retryAfterMs }),
    });
    this.next = rule.next;
    this.httpStatus = details.httpStatus;
    this.outcome = details.outcome;
  }

  /** What the person sees who looks into it. */
  get diagnosis(): HisDiagnosis {
    return {
      fault: this.code,
      ...(this.httpStatus === undefined ? {} : { httpStatus: this.httpStatus }),
      ...(this.outcome === undefined ? {} : { outcome: this.outcome }),
      ...(this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs }),
    };
  }
}
