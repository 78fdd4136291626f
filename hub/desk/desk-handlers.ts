import { type Handlers } from '../../core/contract/contract.ts';
import { type DeskContract } from '../../core/contract/desk.ts';
import { createDayHandlers, type DayParts } from './day-handlers.ts';
import { type DeskCaller } from './desk-caller.ts';
import { createDoorHandlers, type DoorParts } from './desk-door.ts';
import { createMoneyHandlers, type MoneyParts } from './money-handlers.ts';
import {
  createReconciliationHandlers,
  type ReconciliationParts,
} from './reconciliation-handlers.ts';
import { createShiftHandlers } from './shift-handlers.ts';
import { createStatementHandlers, type StatementParts } from './statement-handlers.ts';

export type DeskParts = DayParts & DoorParts & MoneyParts & ReconciliationParts & StatementParts;

/** What every method of the desk does; each group of methods has handlers of its own. */
export const createDeskHandlers = (parts: DeskParts): Handlers<DeskContract, DeskCaller> => ({
  ...createDayHandlers(parts),
  ...createDoorHandlers(parts),
  ...createMoneyHandlers(parts),
  ...createReconciliationHandlers(parts),
  ...createShiftHandlers(parts),
  ...createStatementHandlers(parts),
});
