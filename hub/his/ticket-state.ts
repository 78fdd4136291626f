import { z } from 'zod';

/** States of a queue ticket, both ways. */
export const ticketStateSchema = z.enum([
  'waiting',
  'called',
  'serving',
  'done',
  'duplicate',
  'cancelled',
]);
export const TICKET_STATES = ticketStateSchema.options;
export type TicketState = z.infer<typeof ticketStateSchema>;
