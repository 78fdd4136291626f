import { FaultError } from '../../../core/contract/errors.ts';
import { type DeliveryVerdict, type HisDiagnosis } from '../his.ts';
import { type AnswerRule } from './answer-rules.ts';

export interface FailureDetails {
  readonly httpStatus?: number;
  /** `code` and `message` as the HIS gave them; the message may quote the patient. */
  readonly outcome?: { readonly code: string; readonly message: string | undefined };
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** A request that did not succeed, with what its rule says about the next step. */
export class MedipayFailure extends FaultError {
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
