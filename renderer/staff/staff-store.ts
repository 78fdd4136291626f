import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Input, MethodName, Output } from '../../core/contract/contract.ts';
import type { StaffAccess, StaffContract, StaffOverview } from '../../core/contract/staff.ts';
import type { StaffConnection } from '../ui/connection/connect.ts';
import type { Answer } from '../ui/connection/connection.ts';

/** Which staff page is open. */
export type StaffView =
  | { readonly page: 'home' }
  | { readonly page: 'self-test' }
  | { readonly page: 'devices' }
  | { readonly page: 'device'; readonly deviceId: string }
  | { readonly page: 'test'; readonly deviceId: string }
  | { readonly page: 'driver'; readonly deviceId: string }
  | { readonly page: 'profile'; readonly deviceId: string }
  | { readonly page: 'settings'; readonly deviceId: string; readonly driver: string }
  | { readonly page: 'found'; readonly usbPort: string; readonly driver: string }
  | { readonly page: 'paper' };

export interface StaffState {
  /** Somebody asked for the staff pages: they lie in the place of the welcome page. */
  readonly isAsked: boolean;
  readonly access: StaffAccess | null;
  /** The last PIN opened nothing. */
  readonly isRefused: boolean;
  readonly isBusy: boolean;
  readonly overview: StaffOverview | null;
  readonly view: StaffView;
}

export interface StaffStore {
  readonly store: StoreApi<StaffState>;
  /** Asks to be let in. */
  readonly ask: () => void;
  readonly signIn: (pin: string) => Promise<void>;
  readonly leave: () => void;
  readonly open: (view: StaffView) => void;
  readonly call: <M extends MethodName<StaffContract>>(
    method: M,
    input: Input<StaffContract, M>,
  ) => Promise<Answer<Output<StaffContract, M>>>;
  readonly refresh: () => Promise<void>;
}

const LOOK_EVERY_MS = 1000;

const SHUT: StaffState = {
  isAsked: false,
  access: null,
  isRefused: false,
  isBusy: false,
  overview: null,
  view: { page: 'home' },
};

/** Of a screen without staff pages, as in the gallery of the patient's. */
export const NO_STAFF = createStore<StaffState>(() => SHUT);

/** The staff pages' own state: what the host said last, and which page is open. */
export const createStaffStore = (connection: StaffConnection): StaffStore => {
  const store = createStore<StaffState>(() => SHUT);
  let timer: ReturnType<typeof setInterval> | undefined;

  const shut = (): void => {
    clearInterval(timer);
    store.setState(SHUT);
  };

  /** The host lets nobody stay for ever, and lets in whoever shows a badge. */
  const refresh = async (): Promise<void> => {
    const access = await connection.call('staffAccess', {});
    if (!store.getState().isAsked || !access.ok) return;
    if (access.value.state !== 'in') {
      // Signed out by the host: nobody had touched anything for a while.
      if (store.getState().access?.state === 'in') shut();
      else store.setState({ access: access.value });
      return;
    }
    const overview = await connection.call('staffOverview', {});
    if (!store.getState().isAsked) return;
    store.setState({ access: access.value, ...(overview.ok ? { overview: overview.value } : {}) });
  };

  const ask = async (): Promise<void> => {
    if (store.getState().isAsked) return;
    const answer = await connection.call('staffEnter', {});
    if (!answer.ok) return;
    store.setState({ ...SHUT, isAsked: true, access: answer.value });
    clearInterval(timer);
    timer = setInterval(() => void refresh(), LOOK_EVERY_MS);
  };

  const signIn = async (pin: string): Promise<void> => {
    if (store.getState().isBusy) return;
    store.setState({ isBusy: true, isRefused: false });
    const answer = await connection.call('staffSignIn', { pin });
    const isIn = answer.ok && answer.value.state === 'in';
    store.setState({
      isBusy: false,
      isRefused: !isIn,
      ...(answer.ok ? { access: answer.value } : {}),
    });
    if (isIn) await refresh();
  };

  return {
    store,
    ask: () => void ask(),
    signIn,
    leave: () => {
      void connection.call('staffLeave', {});
      shut();
    },
    open: view => store.setState({ view }),
    call: (method, input) => connection.call(method, input),
    refresh,
  };
};
