import { type SimulatorAction } from '../../core/contract/device.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type Clock } from '../../core/ports/ports.ts';
import {
  type CardSlot,
  type CardSlotListener,
  type PresentCard,
  type ReaderTraits,
} from '../contract/chip-card.ts';
import { type SimulatedHardware } from '../contract/driver.ts';
import { type SyntheticCard } from '../contract/synthetic-card.ts';
import { pause } from '../core/deadline.ts';
import { profileOf } from './chip/synthetic-profile.ts';
import { createVirtualChip, type VirtualChip } from './chip/virtual-chip.ts';

/** What a command takes over the air at 424 kbit/s, chip included. */
const COMMAND_MS = 3;

const TRAITS: ReaderTraits = { model: 'simulated', extendedLength: true, maxShortResponse: 256 };

/** A reader and the hand that lays cards on it. */
export interface SimulatedCardReader {
  readonly slot: CardSlot;
  readonly hardware: SimulatedHardware;
}

export const createSimulatedCardReader = (
  cards: readonly SyntheticCard[],
  clock: Clock,
): SimulatedCardReader => {
  let listener: CardSlotListener | undefined;
  let connected = true;
  /** Each laying down is a card of its own to the reader. */
  let laid: { readonly card: SyntheticCard } | undefined;

  const announce = (): void => {
    const here = laid;
    if (here === undefined || !connected) return;
    listener?.inserted(overTheAir(here));
  };

  /** Written when the card is first laid down: what wrong keys led to stays in its memory. */
  const chips = new Map<string, VirtualChip>();
  const chipOf = (card: SyntheticCard): VirtualChip => {
    const chip =
      chips.get(card.id) ?? createVirtualChip(profileOf(card), { pause: ms => pause(clock, ms) });
    chips.set(card.id, chip);
    return chip;
  };

  const overTheAir = (here: { readonly card: SyntheticCard }): PresentCard => {
    const chip = chipOf(here.card);
    chip.reset();
    return {
      atr: chip.atr,
      reader: TRAITS,
      transmit: async command => {
        await pause(clock, COMMAND_MS);
        if (laid !== here || !connected) throw new FaultError('card-removed');
        return chip.transmit(command);
      },
    };
  };

  const insert = (cardId: string): void => {
    const card = cards.find(({ id }) => id === cardId);
    if (card === undefined) throw new FaultError('bad-request', 'no such card');
    if (laid !== undefined) remove();
    laid = { card };
    announce();
  };

  const remove = (): void => {
    if (laid === undefined) return;
    laid = undefined;
    if (connected) listener?.removed();
  };

  const plug = (now: boolean): void => {
    if (now === connected) return;
    if (!now && laid !== undefined) listener?.removed();
    connected = now;
    listener?.condition(now ? undefined : 'device-absent');
    announce();
  };

  const act = (action: SimulatorAction): void => {
    switch (action.action) {
      case 'insert-card': {
        insert(action.card);
        return;
      }
      case 'remove-card': {
        remove();
        return;
      }
      case 'plug': {
        plug(action.connected);
        return;
      }
      default:
        throw new FaultError('bad-request', `a card reader cannot take ${action.action}`);
    }
  };

  return {
    hardware: { act },
    slot: {
      open: opened => {
        listener = opened;
        opened.condition(connected ? undefined : 'device-absent');
        announce();
        return Promise.resolve();
      },
      close: () => {
        listener = undefined;
        return Promise.resolve();
      },
    },
  };
};
