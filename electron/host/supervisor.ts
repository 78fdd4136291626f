import { z } from 'zod';
import { type CustomerPays, type PlantPart, plantPartSchema } from '../../core/contract/panel.ts';

const plantNewsSchema = z.object({
  type: z.literal('plant'),
  part: plantPartSchema,
  up: z.boolean(),
});

const paidSchema = z.object({ type: z.literal('customer-paid'), paid: z.int().nullable() });

const codeSchema = z.object({ type: z.literal('enrolment-code'), code: z.string() });

/** Whoever started this program as one of several, over Node's IPC channel. */
export interface Supervisor {
  /** A patient can check in; `fields` say where. */
  ready(fields: Readonly<Record<string, string | null>>): void;
  /** Asks for another program of the demonstration to be stopped or started. */
  setPlant(part: PlantPart, up: boolean): void;
  /** Has the customer of the simulated provider pay. @returns whole đồng, null without a code. */
  customerPays(way: CustomerPays): Promise<number | null>;
  /** A code that lets this kiosk join the hub beside it; waits until there is one. */
  enrolmentCode(): Promise<string>;
  /** Calls `listener` with what became of other programs. */
  onPlant(listener: (part: PlantPart, up: boolean) => void): void;
  /** Calls `listener` once, when the supervisor is gone. */
  onGone(listener: () => void): void;
}

/** The supervisor, or undefined for a program that somebody started by hand. */
export const connectSupervisor = (): Supervisor | undefined => {
  const send = process.send?.bind(process);
  if (send === undefined) return undefined;
  // Without a callback a closed channel would be thrown as an uncaught error.
  const tell = (message: object) => void send(message, undefined, {}, () => undefined);
  /** Asks, and waits for the first answer of that shape. */
  const asked = <Answer>(question: object, answer: z.ZodType<Answer>): Promise<Answer> =>
    new Promise(resolve => {
      const listen = (message: unknown): void => {
        const read = answer.safeParse(message);
        if (!read.success) return;
        process.off('message', listen);
        resolve(read.data);
      };
      process.on('message', listen);
      tell(question);
    });
  return {
    ready: fields => tell({ type: 'ready', ...fields }),
    enrolmentCode: async () => (await asked({ type: 'enrolment-code' }, codeSchema)).code,
    customerPays: async way => (await asked({ type: 'customer-pays', way }, paidSchema)).paid,
    setPlant: (part, up) => tell({ type: 'set-plant', part, up }),
    onPlant: listener => {
      process.on('message', message => {
        const news = plantNewsSchema.safeParse(message);
        if (news.success) listener(news.data.part, news.data.up);
      });
    },
    onGone: listener => void process.once('disconnect', listener),
  };
};
