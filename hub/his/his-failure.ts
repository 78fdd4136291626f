import { FaultError, type FaultCode, asFaultError } from '../../core/contract/errors.ts';
import { type DeliveryVerdict, type HisDiagnosis } from './his.ts';

/**
 * What an answer means for the next step, where nothing that was sent has to be taken for lost:
 * `again` always means that a repeat has no second effect, or that what arrived is looked up first.
 */
export interface AnswerRule {
  readonly fault: FaultCode;
  readonly next: 'again-item' | 'again-system' | 'dead-letter';
}

export interface FailureDetails {
  readonly httpStatus?: number;
  /** As the HIS said it; it may quote the patient. */
  readonly outcome?: unknown;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** Something the HIS did not do, with what its answer says about the next step. */
export class HisFailure extends FaultError {
  readonly next: AnswerRule['next'];
  readonly details: FailureDetails;

  constructor(rule: AnswerRule, message: string, details: FailureDetails = {}) {
    super(rule.fault, message, {
      cause: details.cause,
      ...(details.retryAfterMs === undefined ? {} : { retryAfterMs: details.retryAfterMs }),
    });
    this.next = rule.next;
    this.details = details;
  }

  get diagnosis(): HisDiagnosis {
    const { httpStatus, outcome } = this.details;
    return {
      fault: this.code,
      ...(httpStatus === undefined ? {} : { httpStatus }),
      ...(outcome === undefined ? {} : { outcome }),
      ...(this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs }),
    };
  }

  get verdict(): DeliveryVerdict {
    const { diagnosis } = this;
    switch (this.next) {
      case 'dead-letter':
        return { verdict: 'rejected', diagnosis };
      case 'again-item':
        return { verdict: 'later', scope: 'item', diagnosis };
      case 'again-system':
        return { verdict: 'later', scope: 'system', diagnosis };
    }
  }
}

/** A person has to look: a repeat could have a second effect, and nobody here can tell. */
export const unclear = (why: string): HisFailure =>
  new HisFailure({ fault: 'his-conflict', next: 'dead-letter' }, why, {
    outcome: { code: 'unclear', message: why },
  });

/** The verdict on a delivery that threw: what is not of the HIS is a failure on our side. */
export const verdictOn = (error: unknown): DeliveryVerdict => {
  if (error instanceof HisFailure) return error.verdict;
  const fault = asFaultError(error).code;
  return fault === 'internal'
    ? { verdict: 'failed', diagnosis: { fault } }
    : { verdict: 'later', scope: 'system', diagnosis: { fault } };
};
