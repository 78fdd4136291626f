import { type DeskAction } from '../../core/contract/desk-access.ts';
import { type Queryable } from '../storage/database.ts';

/** Who did something at the desk, when, and to what: ids and counts, nothing personal. */
export interface Deed {
  readonly at: string;
  /** Undefined: the command line, or a try at the door. */
  readonly userId?: string | undefined;
  readonly action: DeskAction;
  readonly subject?: string;
}

/** Nothing that was written here is ever changed. */
export const recordDeed = async (
  tx: Queryable,
  { at, userId, action, subject = '' }: Deed,
): Promise<void> => {
  await tx.query('insert into desk_audit (at, user_id, action, subject) values ($1, $2, $3, $4)', [
    at,
    userId ?? null,
    action,
    subject,
  ]);
};

export interface AuditEntry {
  readonly auditId: number;
  readonly at: string;
  readonly who: string | null;
  readonly action: string;
  readonly subject: string;
}

/** The newest entries, from before an entry on where one is named. */
export const readAudit = async (
  database: Queryable,
  before: number | undefined,
  limit: number,
): Promise<AuditEntry[]> => {
  const { rows } = await database.query<AuditEntry>(
    `select audit_id as "auditId", at, desk_user.name as who, action, subject
     from desk_audit left join desk_user using (user_id)
     where audit_id < coalesce($1, 9223372036854775807) order by audit_id desc limit $2`,
    [before ?? null, limit],
  );
  return rows;
};
