import { FaultError } from '../../../core/contract/errors.ts';
import { type Clock } from '../../../core/ports/ports.ts';
import { type CardSlot } from '../../contract/chip-card.ts';
import { installChipCardReader } from '../../drivers/chip-card-reader/install.ts';
import {
  createVendorToolkitReader,
  type ToolkitLineListener,
} from '../../drivers/chip-card-reader/vendor-toolkit.ts';
import { NO_TRUST_ANCHORS } from '../../emrtd/trust/trust-anchors.ts';
import { pause } from '../../core/deadline.ts';
import { createSimulatedCardReader } from '../../simulators/card-reader.ts';
import { profileOf } from '../../simulators/chip/synthetic-profile.ts';
import { createVirtualChip } from '../../simulators/chip/virtual-chip.ts';
import { createPcscCardSlot } from '../../transports/pcsc/card-slot.ts';
import {
  type SmartCardEvents,
  type SmartCardReader,
} from '../../transports/pcsc/smart-card-service.ts';
import { EXAMPLE_CARD } from '../example-cards.ts';
import { rubbish, type MakeDevice } from './troubled-device.ts';

type Transmit = (command: Uint8Array) => Promise<Uint8Array>;

/** What can happen between a reader and its card. */
const createTroubledAir = (clock: Clock) => {
  let hung = false;
  let delayMs = 0;
  let babbles = false;
  return {
    hang: (now: boolean) => {
      hung = now;
    },
    slow: (ms: number) => {
      delayMs = ms;
    },
    /** Until the card is taken away. */
    babble: () => {
      babbles = true;
    },
    cleared: () => {
      babbles = false;
    },
    over:
      (transmit: Transmit): Transmit =>
      async command => {
        if (hung) return new Promise<never>(() => undefined);
        if (delayMs > 0) await pause(clock, delayMs);
        const response = await transmit(command);
        return babbles ? rubbish(response.length + 7) : response;
      },
  };
};

export const simulatedCardReader: MakeDevice = ({ clock }) => {
  const { slot, hardware } = createSimulatedCardReader([EXAMPLE_CARD], clock);
  const air = createTroubledAir(clock);
  const troubled: CardSlot = {
    open: listener =>
      slot.open({
        ...listener,
        inserted: card =>
          listener.inserted({ ...card, transmit: air.over(command => card.transmit(command)) }),
      }),
    close: () => slot.close(),
  };
  const plug = (connected: boolean): void => hardware.act({ action: 'plug', connected });
  return {
    plug,
    power: plug,
    hang: air.hang,
    slow: air.slow,
    babble: air.babble,
    act: action => {
      if (action.action === 'remove-card') air.cleared();
      hardware.act(action);
    },
    orphaned: () => void slot.close(),
    install: context =>
      Promise.resolve({
        driver: installChipCardReader({ driver: 'simulated-card-reader' }, troubled, context),
      }),
  };
};

/** A reader as the smart card service of the system shows it. */
export const pcscCardReader: MakeDevice = ({ clock }) => {
  const chip = createVirtualChip(profileOf(EXAMPLE_CARD));
  const air = createTroubledAir(clock);
  let events: SmartCardEvents | undefined;
  let connected = true;
  let laid = false;
  const reader: SmartCardReader = {
    name: 'ACS ACR1252 Dual Reader [ACR1252 Dual Reader PICC] 00 00',
    connect: () => {
      chip.reset();
      return Promise.resolve({
        atr: chip.atr,
        transmit: air.over(command =>
          laid && connected
            ? Promise.resolve(chip.transmit(command))
            : Promise.reject(new FaultError('card-removed')),
        ),
        disconnect: () => Promise.resolve(),
      });
    },
  };
  const show = (): void => events?.changed(reader, laid ? 'present' : 'empty');
  const plug = (now: boolean): void => {
    if (now === connected) return;
    connected = now;
    if (now) {
      events?.added(reader);
      show();
    } else events?.removed(reader);
  };
  return {
    plug,
    power: plug,
    hang: air.hang,
    slow: air.slow,
    babble: air.babble,
    act: action => {
      laid = action.action === 'insert-card';
      if (!laid) air.cleared();
      if (connected) show();
    },
    orphaned: () => {
      events = undefined;
    },
    install: context => {
      const slot = createPcscCardSlot({
        nameContains: '',
        clock: context.clock,
        log: context.log,
        openService: to => {
          events = to;
          if (connected) {
            to.added(reader);
            show();
          }
          return { close: () => Promise.resolve() };
        },
      });
      return Promise.resolve({
        driver: installChipCardReader({ driver: 'pcsc-card-reader' }, slot, context),
      });
    },
  };
};

const CARD_SAID = [
  { id: 1, message: 'new card!' },
  {
    id: 2,
    message: 'read card successfully!',
    data: {
      idCode: '001148999921',
      personName: 'Nguyễn Thị Hòa',
      dateOfBirth: '12/03/1948',
      gender: 'Nữ',
    },
  },
];

/** An ID-card terminal whose own program reads the card. */
export const vendorTerminal: MakeDevice = ({ clock }) => {
  let line: ToolkitLineListener | undefined;
  let connected = true;
  let hung = false;
  let delayMs = 0;
  const say = (message: unknown): void => {
    if (connected && !hung) clock.after(delayMs, () => line?.message(message));
  };
  const plug = (now: boolean): void => {
    connected = now;
    line?.connected(now);
  };
  return {
    plug,
    power: plug,
    hang: now => {
      hung = now;
    },
    slow: ms => {
      delayMs = ms;
    },
    babble: () => {
      for (const message of ['', 7, { id: 99 }, { id: 2, data: null }, [CARD_SAID]]) say(message);
    },
    act: action => {
      if (action.action === 'insert-card') for (const message of CARD_SAID) say(message);
    },
    orphaned: () => {
      line = undefined;
    },
    install: context =>
      Promise.resolve({
        driver: createVendorToolkitReader(
          {
            driver: 'vendor-toolkit-card-reader',
            openLine: listener => {
              line = listener;
              clock.after(1, () => line?.connected(connected));
              return { close: () => undefined };
            },
            loadTrust: () => Promise.resolve(NO_TRUST_ANCHORS),
            portrait: false,
            portraitOf: () => Promise.resolve(undefined),
            smallPicture: () => Promise.resolve(undefined),
          },
          context,
        ),
      }),
  };
};
