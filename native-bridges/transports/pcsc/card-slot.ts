import { asFaultError, FaultError } from '../../../core/contract/errors.ts';
import { type Clock } from '../../../core/ports/ports.ts';
import {
  type CardSlot,
  type CardSlotListener,
  type PresentCard,
} from '../../contract/chip-card.ts';
import { type DeviceLog } from '../../contract/device-log.ts';
import { pause, within } from '../../core/deadline.ts';
import { isForCards, traitsOf } from './reader-models.ts';
import {
  type ConnectedCard,
  type OpenSmartCardService,
  type SlotState,
  type SmartCardReader,
  type SmartCardService,
} from './smart-card-service.ts';

export interface PcscCardSlotOptions {
  readonly openService: OpenSmartCardService;
  /** Only readers with this in their name, whatever the case; empty for all. */
  readonly nameContains: string;
  readonly clock: Clock;
  readonly log: DeviceLog;
}

/** The readers are named within milliseconds; none by then is none plugged in. */
const FIRST_READER_MS = 500;
/** A service that was restarted is back within a second; one that is not installed never comes. */
const REOPEN_MS = [250, 500, 1_000, 2_000, 5_000];
/** Windows looks at every new card itself for a moment, and other programs may. */
const CONNECT_ATTEMPTS_MS = [0, 100, 200, 400, 800];
/** The reader notices that a card left later than the chip that lost its power. */
const NOTICE_MS = 500;

/** A reader with something in it. */
interface Occupied {
  readonly gone: AbortController;
  card?: PresentCard;
  connection?: ConnectedCard;
}

/**
 * All readers that match, as one place for a card: of two cards the second one is announced when
 * the first was taken away.
 */
export const createPcscCardSlot = (options: PcscCardSlotOptions): CardSlot => {
  const { clock, log } = options;
  const wanted = options.nameContains.toLowerCase();
  const readers = new Map<SmartCardReader, Occupied | undefined>();
  let listener: CardSlotListener | undefined;
  let service: SmartCardService | undefined;
  let announced: Occupied | undefined;
  let saidUsable: boolean | undefined;
  let onReader: (() => void) | undefined;
  let cancelReopen: (() => void) | undefined;
  let failures = 0;

  const matches = ({ name }: SmartCardReader): boolean =>
    isForCards(name) && name.toLowerCase().includes(wanted);

  const tellCondition = (): void => {
    const usable = readers.size > 0;
    if (usable === saidUsable) return;
    saidUsable = usable;
    listener?.condition(usable ? undefined : 'device-absent');
  };

  const announceNext = (): void => {
    if (announced !== undefined) return;
    const next = [...readers.values()].find(occupied => occupied?.card !== undefined);
    if (next?.card === undefined) return;
    announced = next;
    listener?.inserted(next.card);
  };

  const changed = (reader: SmartCardReader, state: SlotState): void => {
    if (!readers.has(reader)) return;
    const occupied = readers.get(reader);
    if (state === 'empty') vacate(reader);
    else if (occupied === undefined) void occupy(reader, state);
  };

  const occupy = async (reader: SmartCardReader, state: SlotState): Promise<void> => {
    const here: Occupied = { gone: new AbortController() };
    readers.set(reader, here);
    const card = await powered(reader, state, here);
    if (here.gone.signal.aborted) return;
    here.card = card;
    announceNext();
  };

  const powered = async (
    reader: SmartCardReader,
    state: SlotState,
    here: Occupied,
  ): Promise<PresentCard> => {
    const traits = traitsOf(reader.name);
    try {
      if (state === 'mute') throw new FaultError('card-unreadable', 'the card does not answer');
      const connection = await connect(reader, here);
      if (here.gone.signal.aborted) void connection.disconnect();
      here.connection = connection;
      const transmit = (command: Uint8Array) => transmitIn(reader, here, connection, command);
      return { atr: connection.atr, reader: traits, transmit };
    } catch (thrown) {
      // The card is announced all the same: a person laid it there and waits.
      const { code, message } = asFaultError(thrown);
      if (code === 'device-busy')
        log({ level: 'warn', event: 'card-taken', code, detail: message });
      const transmit = () => Promise.reject(new FaultError('card-unreadable', message));
      return { atr: new Uint8Array(), reader: traits, transmit };
    }
  };

  const connect = async (reader: SmartCardReader, here: Occupied): Promise<ConnectedCard> => {
    let last = new FaultError('card-unreadable', 'no connection');
    for (const wait of CONNECT_ATTEMPTS_MS) {
      if (wait > 0) await pause(clock, wait);
      if (here.gone.signal.aborted) throw new FaultError('card-removed');
      try {
        return await reader.connect();
      } catch (thrown) {
        last = asFaultError(thrown);
      }
    }
    throw last;
  };

  const transmitIn = async (
    reader: SmartCardReader,
    here: Occupied,
    connection: ConnectedCard,
    command: Uint8Array,
  ): Promise<Uint8Array> => {
    if (here.gone.signal.aborted) throw new FaultError('card-removed');
    try {
      const response = await connection.transmit(command);
      // Some drivers answer with nothing for a card that left while it was asked.
      if (response.length >= 2) return response;
      throw new FaultError('card-unreadable', 'a response without status');
    } catch (thrown) {
      const fault = asFaultError(thrown);
      await within(clock, NOTICE_MS, aborted(here.gone.signal));
      if (isGone(here)) throw new FaultError('card-removed', fault.message);
      if (fault.code !== 'card-removed') throw fault;
      // Taken away and laid down again before the reader looked: a new card, as far as we know.
      vacate(reader);
      void occupy(reader, 'present');
      throw fault;
    }
  };

  const vacate = (reader: SmartCardReader): void => {
    const here = readers.get(reader);
    readers.set(reader, undefined);
    if (here === undefined) return;
    here.gone.abort();
    void here.connection?.disconnect();
    if (announced !== here) return;
    announced = undefined;
    listener?.removed();
    announceNext();
  };

  const forgetReader = (reader: SmartCardReader): void => {
    if (!readers.has(reader)) return;
    vacate(reader);
    readers.delete(reader);
  };

  const lost = (fault: FaultError): void => {
    void service?.close();
    service = undefined;
    for (const reader of readers.keys()) forgetReader(reader);
    tellCondition();
    if (listener === undefined) return;
    if (failures === 0) {
      const { code, message } = fault;
      log({ level: 'warn', event: 'smart-card-service-lost', code, detail: message });
    }
    const wait = REOPEN_MS[Math.min(failures, REOPEN_MS.length - 1)] ?? 0;
    failures += 1;
    cancelReopen = clock.after(wait, openService);
  };

  const openService = (): void => {
    let mine = true;
    try {
      service = options.openService({
        added: reader => {
          if (!mine || !matches(reader)) return;
          readers.set(reader, undefined);
          log({ level: 'info', event: 'card-reader-found', detail: traitsOf(reader.name).model });
          onReader?.();
          tellCondition();
        },
        changed: (reader, state) => {
          if (mine) changed(reader, state);
        },
        removed: reader => {
          if (!mine) return;
          forgetReader(reader);
          tellCondition();
        },
        lost: fault => {
          if (!mine) return;
          mine = false;
          lost(fault);
        },
      });
      failures = 0;
    } catch (thrown) {
      mine = false;
      lost(asFaultError(thrown));
    }
  };

  return {
    open: async opened => {
      listener = opened;
      const first = new Promise<void>(resolve => (onReader = resolve));
      openService();
      if (service !== undefined) await within(clock, FIRST_READER_MS, first);
      onReader = undefined;
      tellCondition();
    },
    close: async () => {
      listener = undefined;
      cancelReopen?.();
      const occupied = [...readers.values()].filter(here => here !== undefined);
      for (const here of occupied) here.gone.abort();
      readers.clear();
      announced = undefined;
      await Promise.all(occupied.map(async here => here.connection?.disconnect()));
      await service?.close();
      service = undefined;
    },
  };
};

const isGone = ({ gone }: Occupied): boolean => gone.signal.aborted;

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
