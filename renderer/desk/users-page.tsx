import { Chip, News } from './controls.tsx';
import { useLoaded } from './desk-context.ts';
import { dayAndTime, say } from './desk-words.ts';
import { Loading, PageFrame } from './page-frame.tsx';
import { Table } from './table.tsx';

/** Who may sign in; changed on the command line. */
export const UsersPage = () => {
  const { value, fault, reload } = useLoaded('users', {});
  return (
    <PageFrame title={say('pages.users')} fault={fault}>
      <News words={say('users.how')} />
      {value === undefined ? (
        <Loading fault={fault} reload={reload} />
      ) : (
        <Table
          caption={say('pages.users')}
          rows={value.users}
          keyOf={({ userId }) => userId}
          empty={say('none')}
          columns={[
            { head: say('users.login'), cell: ({ login }) => login },
            { head: say('users.name'), cell: ({ name }) => name, isLong: true },
            { head: say('users.role'), cell: ({ role }) => say(`roles.${role}`) },
            {
              head: say('users.state'),
              cell: ({ isDisabled }) => (
                <Chip tone={isDisabled ? 'attention' : 'ok'}>
                  {isDisabled ? say('users.disabled') : say('users.active')}
                </Chip>
              ),
            },
            {
              head: say('users.last'),
              cell: ({ lastSignedInAt }) =>
                lastSignedInAt === null ? say('users.never') : dayAndTime(lastSignedInAt),
            },
          ]}
        />
      )}
    </PageFrame>
  );
};
