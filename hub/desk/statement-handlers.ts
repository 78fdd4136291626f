import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Handlers, type Output } from '../../core/contract/contract.ts';
import { type DeskContract } from '../../core/contract/desk.ts';
import { type deskStatementMethods } from '../../core/contract/desk-statements.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type Clock, type Ids } from '../../core/ports/ports.ts';
import { instantOf } from '../../core/scheduling/business-day.ts';
import {
  importStatement,
  type StatementFile,
  StatementRefused,
} from '../bank-statements/statement-import.ts';
import { type Database } from '../storage/database.ts';
import { recordDeed } from './desk-audit.ts';
import { type DeskCaller, userOf } from './desk-caller.ts';
import { whoOf } from './money-rows.ts';

export interface StatementParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  /** An import came to an end that nobody expected. */
  readonly onFailure: (error: unknown) => void;
}

type Progress = Output<DeskContract, 'statementProgress'>;

interface Job {
  readonly userId: string;
  progress: Progress;
}

/** A file or two for each person; an old one has been looked at. */
const REMEMBERED = 30;

/** Statements of the bank, brought in one file after the other. */
export const createStatementHandlers = (
  parts: StatementParts,
): Handlers<typeof deskStatementMethods, DeskCaller> => {
  const { database, clock, ids, onFailure } = parts;
  const jobs = new Map<string, Job>();
  let before: Promise<unknown> = Promise.resolve();

  const remember = (importId: string, job: Job): void => {
    jobs.set(importId, job);
    const [oldest] = jobs.keys();
    if (jobs.size > REMEMBERED && oldest !== undefined) jobs.delete(oldest);
  };

  const run = async (
    job: Job,
    file: StatementFile,
    actor: string,
    isTrial: boolean,
  ): Promise<void> => {
    try {
      const report = await importStatement({ database, clock, ids }, file, actor, {
        isTrial,
        onProgress: (done, of) => {
          job.progress = { state: 'working', done, of };
        },
      });
      job.progress = { state: 'done', report };
      await recordDeed(database, {
        at: instantOf(clock.now()),
        userId: job.userId,
        action: isTrial ? 'statement-tried' : 'statement-imported',
        subject: `${report.account} ${report.fresh}/${report.lines}`,
      });
    } catch (error) {
      if (!(error instanceof StatementRefused)) onFailure(error);
      const why = error instanceof StatementRefused ? error.why : 'failed';
      job.progress = { state: 'refused', why };
    }
  };

  return {
    startStatement({ content, bank, account, isTrial }, caller) {
      const importId = ids.uuid();
      const job: Job = {
        userId: userOf(caller).userId,
        progress: { state: 'working', done: 0, of: 0 },
      };
      const file = {
        content: Buffer.from(content, 'base64'),
        bank,
        ...(account === undefined ? {} : { account }),
      };
      remember(importId, job);
      // One after the other: each holds its whole file. And behind the answer to this call.
      before = before.then(() => nextTurn()).then(() => run(job, file, caller.actor, isTrial));
      return { importId };
    },
    statementProgress({ importId }, caller) {
      const job = jobs.get(importId);
      if (job === undefined || job.userId !== userOf(caller).userId) {
        throw new FaultError('not-possible-now', 'there is no such import');
      }
      return job.progress;
    },
    async statements({ limit }) {
      const { rows } = await database.query<
        Output<DeskContract, 'statements'>['statements'][number]
      >(
        `select statement_id as "statementId", account, bank, imported_at as "importedAt",
           ${whoOf('imported_by')} as "importedBy", completed_at is not null as "isComplete",
           (select count(*) from bank_line where bank_line.statement_id = bank_statement.statement_id)
             as lines
         from bank_statement order by imported_at desc limit $1`,
        [limit],
      );
      return { statements: rows };
    },
  };
};
