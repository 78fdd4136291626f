import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { DeviceStatus, SimulatorAction } from '../../core/contract/device.ts';
import type { CustomerPays, PanelState, PlantPart } from '../../core/contract/panel.ts';
import type { Language } from '../../core/contract/primitives.ts';
import type { PanelConnection } from '../ui/connection/connect.ts';

export interface PanelView {
  readonly state: PanelState | undefined;
  readonly isLost: boolean;
  /** The last thing that was asked for was refused. */
  readonly isRefused: boolean;
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly simulate: (kind: DeviceStatus['kind'], action: SimulatorAction) => void;
  readonly simulateOn: (deviceId: string, action: SimulatorAction) => void;
  readonly setPlant: (part: PlantPart, up: boolean) => void;
  /** What the customer transferred last, in whole đồng; null where there was no code to pay. */
  readonly paid: number | null | undefined;
  readonly payAsCustomer: (way: CustomerPays) => void;
}

export type PanelStore = UseBoundStore<StoreApi<PanelView>>;

/** A slip comes out of the printer without an event: the panel looks again by itself. */
const LOOK_AGAIN_MS = 2000;

/** Mirror of what the kiosk says of its simulated devices, and the calls back to it. */
export const createPanelStore = (connection: PanelConnection): PanelStore => {
  const store = create<PanelView>((set, get) => ({
    state: undefined,
    isLost: false,
    isRefused: false,
    language: 'vi',
    setLanguage: language => set({ language }),
    simulate: (kind, action) => {
      const device = get().state?.devices.find(status => status.kind === kind);
      if (device !== undefined) get().simulateOn(device.deviceId, action);
    },
    simulateOn: (deviceId, action) => {
      void connection.call('simulate', { deviceId, action }).then(answer => {
        set({ isRefused: !answer.ok });
        void refresh();
      });
    },
    paid: undefined,
    payAsCustomer: way => {
      set({ paid: undefined });
      void connection.call('payAsCustomer', { way }).then(answer => {
        set({ isRefused: !answer.ok, paid: answer.ok ? answer.value.paid : undefined });
      });
    },
    setPlant: (part, up) => {
      void connection.call('setPlant', { part, up }).then(answer => set({ isRefused: !answer.ok }));
    },
  }));
  const refresh = async (): Promise<void> => {
    const answer = await connection.call('state', {});
    if (answer.ok) store.setState({ state: answer.value });
  };
  setInterval(() => void refresh(), LOOK_AGAIN_MS);
  connection.subscribe(push => store.setState({ state: push.state }));
  connection.watch(link => {
    store.setState({ isLost: link === 'lost' });
    if (link === 'open') void refresh();
  });
  return store;
};
