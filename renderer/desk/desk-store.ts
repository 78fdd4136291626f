import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { Input, MethodName, Output } from '../../core/contract/contract.ts';
import type { DeskAccess } from '../../core/contract/desk-access.ts';
import type { BusinessDay } from '../../core/contract/primitives.ts';
import type { DeskContract } from '../../core/contract/desk.ts';
import type { Answer } from '../ui/connection/connection.ts';
import type { DeskConnection } from '../ui/connection/connect-desk.ts';
import { firstPageOf, type MatchingPart, type PageName, pagesOf } from './desk-pages.ts';

/** What is open. Details are no part of the address: browsers keep addresses. */
export type DeskView =
  | { readonly page: PageName; readonly part?: MatchingPart }
  | { readonly page: 'password' }
  | { readonly page: 'payment'; readonly paymentId: string }
  | { readonly page: 'bill'; readonly billId: string }
  | { readonly page: 'shift'; readonly shiftId: string }
  | { readonly page: 'day'; readonly day: BusinessDay };

export type DeskCall = <M extends MethodName<DeskContract>>(
  method: M,
  input: Input<DeskContract, M>,
) => Promise<Answer<Output<DeskContract, M>>>;

export interface DeskState {
  /** Undefined until the hub has said it. */
  readonly access: DeskAccess | undefined;
  readonly isLost: boolean;
  readonly view: DeskView;
  readonly call: DeskCall;
  readonly enter: (access: DeskAccess) => void;
  readonly open: (view: DeskView) => void;
  readonly signOut: () => Promise<void>;
  /** A key or a click: whoever works is not signed out. */
  readonly touched: () => void;
}

export type DeskStore = UseBoundStore<StoreApi<DeskState>>;

/** The hub is told of keys and clicks so often at most. */
const TOUCH_EVERY_MS = 20_000;
const LOOK_EVERY_MS = 10_000;

const viewIn = (state: unknown): DeskView | undefined =>
  typeof state === 'object' && state !== null && 'page' in state ? (state as DeskView) : undefined;

/** What the hub said of who is signed in, and which page is open. */
export const createDeskStore = (connection: DeskConnection): DeskStore => {
  let touchedAt = 0;
  const look = async (): Promise<void> => {
    const answer = await connection.call('access', {});
    if (answer.ok) enter(answer.value);
  };
  const enter = (access: DeskAccess): void => {
    const before = store.getState().access;
    const wasIn = before?.state === 'in';
    if (access.state === 'in' && (!wasIn || before.user.userId !== access.user.userId)) {
      const asked = pagesOf(access.user.role).find(page => `#${page}` === location.hash);
      store.setState({ access, view: { page: asked ?? firstPageOf(access.user.role) } });
      return;
    }
    // Who was signed out by the hub reads why; nobody who has just come needs to.
    store.setState({ access });
  };
  const call: DeskCall = async (method, input) => {
    const answer = await connection.call(method, input);
    if (!answer.ok && answer.error.code === 'hub-unauthorised') await look();
    return answer;
  };
  const store = create<DeskState>(set => ({
    access: undefined,
    isLost: false,
    view: { page: 'live' },
    call,
    enter,
    open: view => {
      history.pushState(view, '', `#${view.page}`);
      set({ view });
    },
    signOut: async () => {
      await connection.call('signOut', {});
      history.replaceState(null, '', '#');
      set({ access: { state: 'out', because: 'nobody' } });
    },
    touched: () => {
      const now = Date.now();
      if (store.getState().access?.state !== 'in' || now - touchedAt < TOUCH_EVERY_MS) return;
      touchedAt = now;
      void connection.call('touch', {}).then(answer => {
        if (answer.ok) enter(answer.value);
        else void look();
      });
    },
  }));
  connection.watch(link => store.setState({ isLost: link === 'lost' }));
  addEventListener('popstate', event => {
    const view = viewIn(event.state);
    if (view !== undefined) store.setState({ view });
  });
  setInterval(() => void look(), LOOK_EVERY_MS);
  void look();
  return store;
};
