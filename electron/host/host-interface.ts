import { type Reply } from '../../core/contract/contract.ts';
import { type KioskPush } from '../../core/contract/kiosk.ts';
import { type PanelPush } from '../../core/contract/panel.ts';

/** Which page asks: the patient's screen, or the panel of the simulated devices. */
export type Role = 'screen' | 'panel';

/** Anything the host says to a page unasked. */
export type Push = KioskPush | PanelPush;

/** The kiosk program as a shell sees it, whichever shell carries it to a screen. */
export interface Host {
  /** Handles one call of a page; never throws. `role` says which page asks. */
  call(role: Role, method: string, input: unknown): Promise<Reply<unknown>>;
  /** Pushes for that role, from now on. */
  subscribe(role: Role, listener: (push: Push) => void): () => void;
  /** True only while simulated devices are configured. */
  readonly hasPanel: boolean;
  stop(): Promise<void>;
}

/** Structured log of the program; a pino logger fits. Personal data and inputs never go in. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
