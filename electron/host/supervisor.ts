import { z } from 'zod';
import { type PlantPart, plantPartSchema } from '../../core/contract/panel.ts';

const plantNewsSchema = z.object({
  type: z.literal('plant'),
  part: plantPartSchema,
  up: z.boolean(),
});

/** Whoever started this program as one of several, over Node's IPC channel. */
export interface Supervisor {
  /** A patient can check in; `fields` say where. */
  ready(fields: Readonly<Record<string, string | null>>): void;
  /** Asks for another program of the demonstration to be stopped or started. */
  setPlant(part: PlantPart, up: boolean): void;
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
