import { useState } from 'react';
import { deskVi } from '../../core/words/desk.vi.ts';
import { DeskButton } from './controls.tsx';
import { useLoaded } from './desk-context.ts';
import { dayAndTime, say } from './desk-words.ts';
import { Loading, PageFrame } from './page-frame.tsx';
import { Table } from './table.tsx';

const PAGE = 50;

type Action = keyof typeof deskVi.audit.actions;
const isAction = (name: string): name is Action => Object.hasOwn(deskVi.audit.actions, name);

/** Who did what, the newest first. */
export const AuditPage = () => {
  const [before, setBefore] = useState<number>();
  const { value, fault, reload } = useLoaded('audit', {
    limit: PAGE,
    ...(before === undefined ? {} : { before }),
  });
  const last = value?.entries.at(-1)?.auditId;
  return (
    <PageFrame
      title={say('pages.audit')}
      fault={fault}
      tools={
        <span className="desk-actions">
          <DeskButton label={say('refresh')} onPress={() => setBefore(undefined)} />
          <DeskButton
            label={say('audit.older')}
            isDisabled={(value?.entries.length ?? 0) < PAGE}
            onPress={() => setBefore(last)}
          />
        </span>
      }
    >
      {value === undefined ? (
        <Loading fault={fault} reload={reload} />
      ) : (
        <Table
          caption={say('pages.audit')}
          rows={value.entries}
          keyOf={({ auditId }) => String(auditId)}
          empty={say('audit.empty')}
          columns={[
            { head: say('audit.at'), cell: ({ at }) => dayAndTime(at) },
            { head: say('audit.who'), cell: ({ who }) => who ?? say('audit.nobody') },
            {
              head: say('audit.action'),
              cell: ({ action }) => (isAction(action) ? say(`audit.actions.${action}`) : action),
            },
            {
              head: say('audit.subject'),
              cell: ({ subject }) => <span className="desk-soft">{subject}</span>,
              isLong: true,
            },
          ]}
        />
      )}
    </PageFrame>
  );
};
