import { type AnswerRule, HisFailure } from '../his-failure.ts';
import { type Acknowledgement } from './acknowledgement.ts';

/** A message the HIS did not accept. */
export class Hl7Failure extends HisFailure {
  readonly acknowledgement: Acknowledgement | undefined;

  constructor(rule: AnswerRule, message: string, acknowledgement?: Acknowledgement) {
    super(rule, message, acknowledgement === undefined ? {} : { outcome: acknowledgement });
    this.acknowledgement = acknowledgement;
  }
}
