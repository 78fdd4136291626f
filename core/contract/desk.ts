import { deskAccessMethods } from './desk-access.ts';
import { deskDayMethods } from './desk-day.ts';
import { deskMoneyMethods } from './desk-money.ts';
import { deskReconciliationMethods } from './desk-reconciliation.ts';
import { deskShiftMethods } from './desk-shifts.ts';
import { deskStatementMethods } from './desk-statements.ts';

/**
 * The cashiers' desk: pages of the hub for people who sign in. `role` names the audience of a method
 * (`DESK_AUDIENCES`). Inputs travel in bodies: an address never says anything about anybody.
 */
export const deskContract = {
  ...deskAccessMethods,
  ...deskDayMethods,
  ...deskMoneyMethods,
  ...deskReconciliationMethods,
  ...deskShiftMethods,
  ...deskStatementMethods,
} as const;
export type DeskContract = typeof deskContract;
