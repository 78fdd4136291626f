import { asFaultError } from '../../core/contract/errors.ts';
import type { FoundDeviceOffer } from '../../core/contract/staff.ts';
import type { Clock } from '../../core/ports/ports.ts';
import type { Log } from '../host/host-interface.ts';

export interface AutobindParts {
  /** What is plugged in and not used now. */
  readonly offers: () => readonly FoundDeviceOffer[];
  /** Takes it as a device of this kiosk. @throws FaultError */
  readonly use: (offer: FoundDeviceOffer) => Promise<void>;
  /** Kinds of which some device is configured, whatever it is. */
  readonly isKindConfigured: (kind: FoundDeviceOffer['kind']) => boolean;
  /** Nobody is at the screen: the devices may start anew. */
  readonly isAtRest: () => boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** Whoever plugs something in looks at the screen some seconds later. */
const LOOK_MS = 3_000;

/**
 * Takes what is plugged in where there is no doubt what it is and nothing of its kind is configured,
 * one at a time and never while somebody is at the screen. What was refused once is left to IT.
 * @returns ends it
 */
export const startAutobind = (parts: AutobindParts): (() => void) => {
  const { offers, use, isKindConfigured, isAtRest, clock, log } = parts;
  const refused = new Set<string>();
  let stopped = false;
  let cancel = (): void => undefined;
  const nameOf = ({ usbPort, driver }: FoundDeviceOffer): string => `${usbPort} ${driver}`;

  const look = async (): Promise<void> => {
    const offer = isAtRest()
      ? offers().find(
          one => one.certain && !isKindConfigured(one.kind) && !refused.has(nameOf(one)),
        )
      : undefined;
    if (offer === undefined) return;
    const { name, kind, driver } = offer;
    try {
      await use(offer);
      log.info({ name, kind, driver }, 'a device was found and is used from now on');
    } catch (cause) {
      refused.add(nameOf(offer));
      const { code } = asFaultError(cause);
      log.warn({ name, kind, driver, code }, 'a device was found and could not be taken');
    }
  };
  const next = (): void => {
    if (!stopped) cancel = clock.after(LOOK_MS, () => void look().finally(next));
  };
  next();
  return () => {
    stopped = true;
    cancel();
  };
};
