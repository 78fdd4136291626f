import { type IdentityClaim } from '../../core/contract/identity.ts';
import { type BusinessDay } from '../../core/contract/primitives.ts';
import { type Clock, type Ids } from '../../core/ports/ports.ts';
import { type Queryable } from '../storage/database.ts';
import { type Holder, type InsuranceAnswer, insuranceAnswerOf } from './card-answer.ts';
import { type LookUpPurpose, type LookUpRecord, recordLookUp } from './look-up-records.ts';
import { type PortalClient, type PortalReply } from './portal-client.ts';
import { type PortalQuestion } from './portal-messages.ts';
import { NO_TIME } from './portal-trouble.ts';

/** Whom to ask about; what the hospital knows of them completes what was read. */
export interface InsuranceQuestion {
  readonly claim: IdentityClaim;
  readonly known?:
    | (Pick<Holder, 'name' | 'birthDate'> & {
        readonly cardNumber?: string | undefined;
        readonly citizenNumber?: string | undefined;
      })
    | undefined;
  readonly day: BusinessDay;
  readonly purpose: LookUpPurpose;
  readonly visitId?: string;
  /** Milliseconds since 1970: nobody waits longer. */
  readonly deadline: number;
}

export interface InsuranceLookUp {
  /** True where what was read is enough to ask with, without the hospital's record. */
  isReady(claim: IdentityClaim): boolean;
  /** Never rejects; undefined where there is no number, name or birth date to ask with. */
  ask(question: InsuranceQuestion): Promise<InsuranceAnswer | undefined>;
}

export interface InsuranceLookUpParts {
  readonly client: PortalClient;
  readonly database: Queryable;
  /** The 12-digit citizen number is taken for a card number. */
  readonly byCitizenNumber: boolean;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Told where counters and evidence could not be kept. */
  readonly onRecordsLost: () => void;
  /** Told what only IT can put right; nothing personal. */
  readonly onAlarm: (alarm: string, code: string | undefined) => void;
}

const numbersOf = (
  { claim, known }: Pick<InsuranceQuestion, 'claim' | 'known'>,
  byCitizenNumber: boolean,
): readonly string[] => {
  const cards = [claim.insurance?.cardNumber, known?.cardNumber];
  const citizen = byCitizenNumber ? [claim.citizenNumber, known?.citizenNumber] : [];
  // What lies on the reader first; then the number every card hangs on; then the hospital's memory.
  return [...new Set([cards[0], ...citizen, cards[1]].flatMap(number => number ?? []))];
};

const questionsOf = (
  question: Pick<InsuranceQuestion, 'claim' | 'known'>,
  byCitizenNumber: boolean,
): readonly PortalQuestion[] => {
  const name = question.claim.name ?? question.known?.name;
  const birthDate = question.claim.birthDate ?? question.known?.birthDate;
  if (name === undefined || birthDate === undefined) return [];
  return numbersOf(question, byCitizenNumber).map(number => ({ number, name, birthDate }));
};

/** That a citizen number is in no card register says little: another number may be. */
const saysLittle = (reply: PortalReply, { number }: PortalQuestion): boolean =>
  /^\d{12}$/.test(number) &&
  (reply.kind === 'answer' ? /^05[0-3]$/.test(reply.answer.code) : reply.trouble.code === '205');

const LEAST_MS = 200;

/** Asks the insurer's portal, keeps count and evidence, and always has something to say. */
export const createInsuranceLookUp = (parts: InsuranceLookUpParts): InsuranceLookUp => {
  const { client, database, byCitizenNumber, clock, ids } = parts;

  /** With less than this left no portal answers; to try would only count as its failure. */
  const lookUp = (asked: PortalQuestion, deadline: number): Promise<PortalReply> =>
    deadline - clock.now() < LEAST_MS
      ? Promise.resolve({ kind: 'trouble', trouble: NO_TIME, ms: 0 })
      : client.lookUp(asked, deadline);

  const record = async (entry: LookUpRecord): Promise<void> => {
    const alarm = entry.failure?.trouble.alarm;
    if (alarm !== undefined) parts.onAlarm(alarm, entry.failure?.trouble.code);
    await recordLookUp(database, entry).catch(parts.onRecordsLost);
  };

  const answered = async (
    { claim, known, day, purpose, visitId }: InsuranceQuestion,
    reply: PortalReply,
  ): Promise<InsuranceAnswer> => {
    const at = new Date(clock.now()).toISOString();
    const entry = { day, at, method: claim.method, purpose, ms: reply.ms };
    if (reply.kind === 'answer') {
      await record({ ...entry, result: reply.answer.code });
      return insuranceAnswerOf(reply.answer, { ...known, ...claim }, at);
    }
    const evidenceId = ids.uuid();
    const { trouble } = reply;
    await record({ ...entry, result: trouble.what, failure: { evidenceId, trouble, visitId } });
    const code = trouble.code === undefined ? {} : { code: trouble.code };
    return {
      record: { outcome: 'portal-away' },
      extras: { portal: { at, ...code, evidenceId } },
    };
  };

  return {
    isReady: claim => questionsOf({ claim }, byCitizenNumber).length > 0,
    async ask(question) {
      const [first, ...others] = questionsOf(question, byCitizenNumber);
      if (first === undefined) return undefined;
      let asked = first;
      let reply = await lookUp(asked, question.deadline);
      for (const next of others) {
        if (!saysLittle(reply, asked)) break;
        asked = next;
        reply = await lookUp(asked, question.deadline);
      }
      return answered(question, reply);
    },
  };
};
