import type { DeskUser } from '../../core/contract/desk-access.ts';

/** Somebody at the cashiers' desk of the demonstration; the password protects nothing. */
export interface DeskPerson extends Omit<DeskUser, 'userId'> {
  readonly password: string;
}

const PASSWORD = 'tiep-don-demo';

export const DESK_PEOPLE: readonly DeskPerson[] = [
  { login: 'lan', name: 'Phạm Ngọc Lan', role: 'cashier', password: PASSWORD },
  { login: 'hoa', name: 'Lê Thị Hoa', role: 'supervisor', password: PASSWORD },
];

/** How to come in, in one line. */
export const deskPeopleLine = (): string =>
  `${DESK_PEOPLE.map(({ login, role }) => `${login} (${role})`).join(', ')}: password ${PASSWORD}`;
