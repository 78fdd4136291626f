import { z } from 'zod';
import { type PlantPart, plantPartSchema } from '../../core/contract/panel.ts';

const plantNewsSchema = z.object({
  type: z.literal('plant'),
  part: plantPartSchema,
  up: z.boolean(),
});

const codeSchema = z.object({ type: z.literal('enrolment-code'), code: z.string() });

/** Whoever started this program as one of several, over Node's IPC channel. */
export interface Supervisor {
  /** A patient can check in; `fields` say where. */
  ready(fields: Readonly<Record<string, string | null>>): void;
  /** Asks for another program of the demonstration to be stopped or started. */
  setPlant(part: PlantPart, up: boolean): void;
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
  return {
    ready: fields => tell({ type: 'ready', ...fields }),
    enrolmentCode: () =>
      new Promise(resolve => {
        const listen = (message: unknown): void => {
          const answer = codeSchema.safeParse(message);
          if (!answer.success) return;
          process.off('message', listen);
          resolve(answer.data.code);
        };
        process.on('message', listen);
        tell({ type: 'enrolment-code' });
      }),
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
