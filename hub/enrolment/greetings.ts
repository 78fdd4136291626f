import { type Clock } from '../../core/ports/ports.ts';
import { type Caller } from '../server/caller.ts';
import { type Database } from '../storage/database.ts';
import { noteGreeting } from './kiosk-register.ts';

/** Kiosks greet every few seconds; what they say is stored this often, or when it changes. */
const EVERY_MS = 60_000;
/** Signed times are whole seconds: less than this is no news. */
const NEWS_MS = 2_000;

export interface Greetings {
  /** Keeps what a kiosk said of itself, and which key it was told will follow. */
  note(
    caller: Pick<Caller, 'keyId' | 'clockAheadMs'>,
    version: string,
    toldPin: string | undefined,
  ): Promise<void>;
}

interface Noted {
  readonly at: number;
  readonly clockAheadMs: number;
  readonly said: string;
}

export const createGreetings = (database: Database, clock: Clock): Greetings => {
  const noted = new Map<string, Noted>();
  return {
    async note({ keyId, clockAheadMs }, version, toldPin) {
      const now = clock.now();
      const said = `${version} ${toldPin ?? ''}`;
      const before = noted.get(keyId);
      const isNews =
        before === undefined ||
        before.said !== said ||
        now - before.at >= EVERY_MS ||
        Math.abs(clockAheadMs - before.clockAheadMs) >= NEWS_MS;
      if (!isNews) return;
      noted.set(keyId, { at: now, clockAheadMs, said });
      await noteGreeting(database, {
        keyId,
        version,
        clockAheadMs,
        toldPin,
        at: new Date(now).toISOString(),
      });
    },
  };
};
