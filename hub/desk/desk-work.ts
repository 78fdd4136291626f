import { type DeskAction } from '../../core/contract/desk-access.ts';
import { type DeskFile } from '../../core/contract/desk-file.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type ReportTable } from '../../core/reports/safe-cell.ts';
import { instantOf } from '../../core/scheduling/business-day.ts';
import { type Recording } from '../billing/journal.ts';
import { tableFile, type TableFormat } from '../reports/table-file.ts';
import { type Database, type Queryable } from '../storage/database.ts';
import { recordDeed } from './desk-audit.ts';
import { type DeskCaller, userOf } from './desk-caller.ts';

/** What people do at the desk, with what the audit says of it. */
export interface DeskWork {
  /** Work and its deed in one transaction. */
  readonly doing: <T>(
    caller: DeskCaller,
    action: DeskAction,
    subject: string,
    work: (tx: Queryable, recording: Recording) => Promise<T>,
  ) => Promise<T>;
  /** A file that leaves the hub. The name is without an ending. */
  readonly file: (
    caller: DeskCaller,
    table: ReportTable,
    format: TableFormat,
    name: string,
  ) => Promise<DeskFile>;
}

export const createDeskWork = (database: Database, clock: Clock): DeskWork => ({
  doing: (caller, action, subject, work) =>
    database.transaction(async tx => {
      const at = instantOf(clock.now());
      const result = await work(tx, { actor: caller.actor, at });
      await recordDeed(tx, { at, userId: userOf(caller).userId, action, subject });
      return result;
    }),
  async file(caller, table, format, name) {
    const { content, ...file } = await tableFile(table, format, name);
    await recordDeed(database, {
      at: instantOf(clock.now()),
      userId: userOf(caller).userId,
      action: 'exported',
      subject: file.name,
    });
    return { ...file, content: content.toString('base64') };
  },
});
