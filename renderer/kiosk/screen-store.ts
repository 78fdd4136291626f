import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Intent, IntentType, KioskPush, Snapshot } from '../../core/contract/kiosk.ts';
import type { LinkState } from '../ui/connection/carrier.ts';
import type { KioskConnection } from '../ui/connection/connect.ts';
import type { PaymentShown } from './devices/payment-shown.ts';

/** After this long without the host nothing personal may stay on the screen or in memory. */
const FORGET_AFTER_MS = 20_000;

/** The host's last word, and what only the eye needs. */
export interface ScreenState {
  readonly snapshot: Snapshot | null;
  /** `performance.now()` when the snapshot came, for the clock that goes on between two. */
  readonly receivedAt: number;
  readonly link: LinkState;
  readonly displaySheet: boolean;
  /** A page of several parts takes Back for itself until it is at its first part. */
  readonly ownBack: (() => void) | null;
  /** What the camera sees, while it looks for a code. */
  readonly viewfinder: MediaStream | null;
  /** What is to be paid, or was just paid. */
  readonly payment: PaymentShown | null;
}

export interface Screen {
  readonly store: StoreApi<ScreenState>;
  /** Sends what the patient chose on the page of that key; a second tap on it is dropped. */
  readonly send: (intent: Intent, stepKey: number) => void;
  /** Tells the host that somebody is there; at most once a second. */
  readonly touch: () => void;
  readonly openDisplaySheet: (open: boolean) => void;
  readonly takeBack: (handler: (() => void) | null) => void;
  /** Ends everything the screen has under way. */
  readonly close: () => void;
}

const TOUCH_EVERY_MS = 1000;

/** Not part of the page: they may be repeated, and never wait for what the page has sent. */
const BESIDE_THE_PAGE: ReadonlySet<IntentType> = new Set<IntentType>([
  'callStaff',
  'closeStaffCall',
  'stillHere',
  'setLanguage',
  'setDisplay',
]);

export const createScreen = (connection: KioskConnection): Screen => {
  const store = createStore<ScreenState>(() => ({
    snapshot: null,
    receivedAt: 0,
    link: 'connecting',
    displaySheet: false,
    ownBack: null,
    viewfinder: null,
    payment: null,
  }));
  let sentFor: number | undefined;
  let touchedAt = Number.NEGATIVE_INFINITY;
  let forgetting: ReturnType<typeof setTimeout> | undefined;
  // A host that has started again counts from its own beginning.
  let freshHost = true;

  const receive = (snapshot: Snapshot): void => {
    const known = store.getState().snapshot;
    if (!freshHost && known !== null && snapshot.revision <= known.revision) return;
    freshHost = false;
    const turned = known?.stepKey !== snapshot.stepKey;
    if (turned) sentFor = undefined;
    store.setState({
      snapshot,
      receivedAt: performance.now(),
      ...(turned ? { ownBack: null, displaySheet: false } : {}),
    });
  };

  const refresh = async (): Promise<void> => {
    const answer = await connection.call('snapshot', {});
    if (answer.ok) receive(answer.value);
  };

  const send = async (intent: Intent, stepKey: number): Promise<void> => {
    const ofPage = !BESIDE_THE_PAGE.has(intent.type);
    if (ofPage && sentFor === stepKey) return;
    if (ofPage) sentFor = stepKey;
    const answer = await connection.call('send', { stepKey, intent });
    if (ofPage && sentFor === stepKey) sentFor = undefined;
    // Refused because the page has turned meanwhile, or not known: what is true now decides.
    if (answer.ok) receive(answer.value);
    else await refresh();
  };

  const endWatch = connection.watch(link => {
    store.setState({ link });
    clearTimeout(forgetting);
    if (link === 'open') {
      freshHost = true;
      sentFor = undefined;
      void refresh();
    } else if (link === 'lost') {
      forgetting = setTimeout(
        () => store.setState({ snapshot: null, ownBack: null, displaySheet: false }),
        FORGET_AFTER_MS,
      );
    }
  });
  const endPushes = connection.subscribe((push: KioskPush) => {
    if (push.type === 'snapshot') receive(push.snapshot);
  });

  return {
    store,
    send: (intent, stepKey) => void send(intent, stepKey),
    touch: () => {
      const now = performance.now();
      if (now - touchedAt < TOUCH_EVERY_MS) return;
      touchedAt = now;
      void connection.call('touch', {});
    },
    openDisplaySheet: open => store.setState({ displaySheet: open }),
    takeBack: handler => store.setState({ ownBack: handler }),
    close: () => {
      clearTimeout(forgetting);
      endWatch();
      endPushes();
    },
  };
};
