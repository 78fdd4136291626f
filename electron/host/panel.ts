import type { Handlers } from '../../core/contract/contract.ts';
import type { PanelContract, PanelState } from '../../core/contract/panel.ts';
import { SYNTHETIC_CARDS } from '../../core/identity/synthetic-cards.ts';
import {
  bookingQrOf,
  citizenCardQrOf,
  insuranceCardQrOf,
  patientQrOf,
} from '../../core/identity/synthetic-payloads.ts';
import { SYNTHETIC_PEOPLE } from '../../core/identity/synthetic-people.ts';
import type { DeviceBridge } from '../../native-bridges/contract/bridge.ts';
import type { OutboxTable } from '../storage/kiosk-store.ts';
import type { Plant } from './plant.ts';

export interface PanelParts {
  readonly bridge: DeviceBridge;
  readonly outbox: Pick<OutboxTable, 'counts'>;
  readonly plant: Plant;
}

export interface Panel {
  readonly handlers: Handlers<PanelContract>;
  state(): Promise<PanelState>;
  stop(): void;
}

/** The device panel of the demonstration: synthetic cards and codes, paper, cables. */
export const createPanel = ({ bridge, outbox, plant }: PanelParts): Panel => {
  let cardOnReader: string | null = null;
  const unsubscribe = bridge.subscribe(event => {
    if (event.type === 'card-removed') cardOnReader = null;
  });
  const state = async (): Promise<PanelState> => ({
    devices: [...bridge.statuses()],
    plant: [...plant.state()],
    cards: CARDS,
    codes: CODES,
    cardOnReader,
    papers: [...(await bridge.papers())],
    hasCustomer: plant.pay !== undefined,
    outbox: outbox.counts(),
  });
  return {
    state,
    stop: unsubscribe,
    handlers: {
      state,
      simulate: async ({ deviceId, action }) => {
        await bridge.simulate(deviceId, action);
        if (action.action === 'insert-card') cardOnReader = action.card;
        return {};
      },
      setPlant: async ({ part, up }) => {
        await plant.set(part, up);
        return {};
      },
      payAsCustomer: async ({ way }) => ({ paid: (await plant.pay?.(way)) ?? null }),
    },
  };
};

const CARDS: PanelState['cards'] = SYNTHETIC_CARDS.map(({ id, title, note }) => ({
  id,
  title,
  note: note.vi,
}));

const code = (id: string, title: string, payload: string | undefined): PanelState['codes'] =>
  payload === undefined ? [] : [{ id, title, payload }];

const CODES: PanelState['codes'] = SYNTHETIC_PEOPLE.flatMap(person => [
  ...code(`${person.id}.cccd`, `CCCD · ${person.name}`, citizenCardQrOf(person)),
  ...code(`${person.id}.bhyt`, `BHYT · ${person.name}`, insuranceCardQrOf(person)),
  ...code(`${person.id}.mrn`, `Mã bệnh nhân · ${person.name}`, patientQrOf(person)),
  ...person.bookings.flatMap(booking =>
    code(`${person.id}.${booking.id}`, `Giấy hẹn · ${person.name}`, bookingQrOf(booking)),
  ),
]);
