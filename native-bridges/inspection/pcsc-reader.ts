import { type CardSlot } from '../contract/chip-card.ts';
import { systemClock } from '../process/system-clock.ts';
import { createPcscCardSlot } from '../transports/pcsc/card-slot.ts';

/**
 * The readers of this machine with that in their name, all where it is empty. The smart card library
 * is loaded here and not before: what does not touch a reader must not depend on it.
 */
export const openPcscReader = async (nameContains: string): Promise<CardSlot> => {
  const { openPcscMini } = await import('../transports/pcsc/pcsc-mini.ts');
  return createPcscCardSlot({
    openService: openPcscMini,
    nameContains,
    clock: systemClock,
    log: () => undefined,
  });
};
