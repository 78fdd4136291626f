import { FaultError } from '../../../core/contract/errors.ts';
import { type DeliveryVerdict } from '../his.ts';
import { type Acknowledgement, type AcknowledgementRule } from './acknowledgement.ts';

/** A message the HIS did not accept, with what its answer says about the next step. */
export class Hl7Failure extends FaultError {
  readonly next: AcknowledgementRule['next'];
  readonly acknowledgement: Acknowledgement | undefined;

  constructor(rule: AcknowledgementRule, message: string, acknowledgement?: Acknowledgement) {
    super(rule.fault, message);
    this.next = rule.next;
    this.acknowledgement = acknowledgement;
  }

  get verdict(): DeliveryVerdict {
    const diagnosis = {
      fault: this.code,
      ...(this.acknowledgement === undefined ? {} : { outcome: this.acknowledgement }),
    };
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
