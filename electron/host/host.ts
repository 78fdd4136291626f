import type { Catalogue } from '../../core/contract/catalogue.ts';
import type { Client, Handlers } from '../../core/contract/contract.ts';
import type { HubContract } from '../../core/contract/hub.ts';
import { type KioskContract, kioskContract, type StepName } from '../../core/contract/kiosk.ts';
import type { PressureStep } from '../../core/contract/staff.ts';
import type { PagePlace } from '../../core/contract/page-device.ts';
import {
  type PaymentWindowContract,
  paymentWindowContract,
} from '../../core/contract/payment-window.ts';
import { panelContract } from '../../core/contract/panel.ts';
import type { Language } from '../../core/contract/primitives.ts';
import type { Clock, Ids } from '../../core/ports/ports.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import type { VisitPace } from '../../core/visit/visit-context.ts';
import type { DeviceBridge } from '../../native-bridges/contract/bridge.ts';
import { DRIVER_TABLE, type DriverName } from '../../native-bridges/contract/driver-table.ts';
import type { KioskStore } from '../storage/kiosk-store.ts';
import { createCheckIn } from './check-in.ts';
import { createCopyPrinting } from './copy-printing.ts';
import { visitEventOf } from './device-intake.ts';
import { type CallFailure, createDispatch } from './dispatch.ts';
import { createFindTicket } from './find-ticket.ts';
import type { StaffRoom } from '../staff/staff-room.ts';
import type { Host, Log, Push } from './host-interface.ts';
import type { ConnectDesk } from '../enrolment/connect-desk.ts';
import { createLookUp } from './look-up.ts';
import { createPanel, type Panel } from './panel.ts';
import type { Plant } from './plant.ts';
import { followWithPaymentDisplays } from './payment-displays.ts';
import { createPaymentPrinting } from './payment-printing.ts';
import { createPayments } from './payments.ts';
import { createPrinting } from './printing.ts';
import { createSlipCheck } from './slip-check.ts';
import { createStaffCall } from './staff-call.ts';
import type { Watched } from '../hub-client/watched.ts';
import { watchSurroundings } from './surroundings.ts';
import { followWithSounds } from './visit-sounds.ts';
import { createVisitSession, type VisitSession } from './visit-session.ts';

/** What a kiosk is made of; the composition root supplies real parts, tests supply their own. */
export interface HostParts {
  readonly kioskId: () => string;
  readonly counterId: string;
  readonly language: Language;
  readonly pace: VisitPace;
  /** Keep the chip's picture with the visit, for the clerk. */
  readonly clerkRecord: boolean;
  readonly store: Pick<KioskStore, 'documents' | 'outbox' | 'prints' | 'visits'>;
  readonly hub: Client<HubContract>;
  readonly hubReachable: Watched<boolean>;
  /** How full the kiosk is; absent: never. */
  readonly pressure?: Watched<PressureStep>;
  readonly catalogue: Watched<Catalogue | undefined>;
  readonly bridge: DeviceBridge;
  readonly plant: Plant;
  /** Devices that are a window of their own, by id; none where it is absent. */
  readonly paymentWindows?: () => readonly string[];
  /** Joining a hub; a kiosk without has joined. */
  readonly desk?: ConnectDesk;
  /** Whether patients may have their visit on A4; absent: no. */
  readonly a4Copies?: 'off' | 'offered' | 'referrals';
  /** Paying at this kiosk; absent: nothing is paid here. */
  readonly payment?: { readonly cashierId: string };
  /** Diagonal of the screen. */
  readonly screenInches?: number;
  /** The pages of staff; a kiosk without has none. */
  readonly staff?: StaffRoom;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

const CAMERA_DRIVER = 'camera-code-scanner' satisfies DriverName;

/** Pages that nobody has touched yet. */
const RESTING: ReadonlySet<StepName> = new Set<StepName>(['welcome', 'out-of-service']);

/** The kiosk program without a screen: devices in, snapshots out. Plain Node. */
export const createHost = (parts: HostParts): Host => {
  const session = openSession(parts);
  const simulated = parts.bridge
    .statuses()
    .some(status => DRIVER_TABLE[status.driver as DriverName].simulated);
  const panel = simulated
    ? createPanel({ bridge: parts.bridge, outbox: parts.store.outbox, plant: parts.plant })
    : undefined;
  const report = (failure: CallFailure): void => parts.log.warn(failure, 'a call was refused');
  const screenCalls = createDispatch({
    contract: kioskContract,
    handlers: screenHandlers(session.session, parts.bridge, () => parts.staff?.touched()),
    ids: parts.ids,
    report,
  });
  const paymentCalls = createDispatch({
    contract: paymentWindowContract,
    handlers: paymentHandlers(parts),
    ids: parts.ids,
    report,
  });
  const panelCalls =
    panel &&
    createDispatch({ contract: panelContract, handlers: panel.handlers, ids: parts.ids, report });

  return {
    hasPanel: panel !== undefined,
    isAtRest: () =>
      RESTING.has(session.session.snapshot().step.name) && parts.staff?.isAsked() !== true,
    hasPaymentWindow: windowsOf(parts).length > 0,
    usesCamera: parts.bridge.statuses().some(({ driver }) => driver === CAMERA_DRIVER),
    ...(parts.staff === undefined ? {} : { devices: parts.staff.line }),
    ...(parts.desk === undefined ? {} : { connecting: parts.desk.lineCall }),
    call: (role, method, input) => {
      if (role === 'payment') return paymentCalls(role, method, input);
      if (role === 'panel' && panelCalls !== undefined) return panelCalls(role, method, input);
      if (role !== 'screen') return screenCalls(role, method, input);
      return (
        parts.staff?.pageCall(method, input) ??
        parts.desk?.pageCall(method, input) ??
        screenCalls(role, method, input)
      );
    },
    subscribe: (role, listener) => {
      switch (role) {
        case 'screen':
          return watchScreen(parts, session.session, listener);
        case 'payment':
          return watchOrders(parts, role, listener);
        case 'panel':
          return watchPanel(parts, panel, listener);
      }
    },
    stop: () => {
      session.stop();
      panel?.stop();
      return Promise.resolve();
    },
  };
};

const screenHandlers = (
  session: VisitSession,
  bridge: Pick<DeviceBridge, 'reportFromPage'>,
  touched: () => void,
): Handlers<KioskContract> => ({
  snapshot: () => session.snapshot(),
  send: ({ stepKey, intent }) => session.send(stepKey, intent),
  touch: () => {
    session.tell({ type: 'touch' });
    touched();
    return {};
  },
  deviceReport: report => {
    bridge.reportFromPage(report);
    return {};
  },
});

const paymentHandlers = ({
  bridge,
  catalogue,
}: Pick<HostParts, 'bridge' | 'catalogue'>): Handlers<PaymentWindowContract> => ({
  paymentWindow: () => {
    const hospital = catalogue.current()?.hospital.name;
    return hospital === undefined ? {} : { hospital };
  },
  deviceReport: report => {
    bridge.reportFromPage(report);
    return {};
  },
});

const windowsOf = ({ paymentWindows }: Pick<HostParts, 'paymentWindows'>): readonly string[] =>
  paymentWindows?.() ?? [];

/** The orders for the devices that a page is, and its presence for their drivers. */
const watchOrders = (
  parts: Pick<HostParts, 'bridge' | 'paymentWindows'>,
  place: PagePlace,
  listener: (push: Push) => void,
): (() => void) => {
  const { bridge } = parts;
  const unsubscribe = bridge.subscribe(event => {
    if (event.type !== 'page-order') return;
    const { type: _type, ...order } = event;
    const isOfWindow = windowsOf(parts).includes(order.deviceId);
    if (isOfWindow === (place === 'payment')) listener({ type: 'device-order', ...order });
  });
  bridge.pageCame(place);
  return () => {
    unsubscribe();
    bridge.pageWent(place);
  };
};

/** Snapshots for the page, and the orders for the devices that it is. */
const watchScreen = (
  parts: Pick<HostParts, 'bridge' | 'paymentWindows'>,
  session: VisitSession,
  listener: (push: Push) => void,
): (() => void) => {
  const unsubscribe = [
    session.subscribe(snapshot => listener({ type: 'snapshot', snapshot })),
    watchOrders(parts, 'screen', listener),
  ];
  return () => {
    for (const stop of unsubscribe) stop();
  };
};

/** A counter that the hospital does not have helps nobody: then it is the first one it has. */
const counterOf = (catalogue: Catalogue | undefined, configured: string): string => {
  const points = catalogue?.servicePoints ?? [];
  return points.some(({ id }) => id === configured)
    ? configured
    : (points.find(({ kind }) => kind === 'counter')?.id ?? configured);
};

const openSession = (parts: HostParts): { session: VisitSession; stop(): void } => {
  const day = () => businessDayOf(parts.clock.now());
  const now = () => new Date(parts.clock.now()).toISOString();
  const hubReachable = () => parts.hubReachable.current();
  const counterId = () => counterOf(parts.catalogue.current(), parts.counterId);
  const surroundings = watchSurroundings({
    ...parts,
    counterId,
    day,
    joining: parts.desk,
    cashierId: parts.payment?.cashierId,
  });
  const servicePoint = (id: string) =>
    parts.catalogue.current()?.servicePoints.find(point => point.id === id);
  const services = {
    lookUp: createLookUp({ hub: parts.hub, hubReachable, visits: parts.store.visits, day, now }),
    checkSlip: createSlipCheck({ hub: parts.hub, hubReachable, day }),
    ...createCheckIn({
      ...parts,
      counterId,
      hubReachable,
      visits: parts.store.visits,
      servicePoint,
      day,
    }),
    ...createPrinting({ ...parts, visits: parts.store.visits, prints: parts.store.prints }),
    ...createCopyPrinting({ ...parts, ...parts.store }),
    ...createPayments({ ...parts, hubReachable }),
    ...createPaymentPrinting({ ...parts, prints: parts.store.prints }),
    callStaff: createStaffCall(parts),
  };
  const session = createVisitSession({
    ...parts,
    services,
    cardKeys: {
      offer: keys => parts.bridge.offerCardKeys(keys),
      forget: () => parts.bridge.forgetCardKeys(),
    },
    surroundings: surroundings.current(),
  });
  const findTicket = createFindTicket(parts.store.visits);
  const unsubscribe = [
    session.subscribe(followWithSounds(parts.bridge)),
    session.subscribe(followWithPaymentDisplays(parts.bridge)),
    surroundings.subscribe(() =>
      session.tell({ type: 'surroundings', surroundings: surroundings.current() }),
    ),
    parts.bridge.subscribe(event => {
      if (parts.staff?.takes(event) === true || parts.desk?.takes(event) === true) return;
      const told = visitEventOf(event, findTicket);
      if (told !== undefined) session.tell(told);
    }),
  ];
  return {
    session,
    stop: () => {
      for (const stop of unsubscribe) stop();
      surroundings.stop();
      session.stop();
    },
  };
};

/** How long panel news may gather before they are told together. */
const PANEL_PAUSE_MS = 100;

const watchPanel = (
  { bridge, plant, store, clock }: HostParts,
  panel: Panel | undefined,
  listener: (push: Push) => void,
): (() => void) => {
  if (panel === undefined) return () => undefined;
  let cancel: (() => void) | undefined;
  const tell = (): void => {
    cancel ??= clock.after(PANEL_PAUSE_MS, () => {
      cancel = undefined;
      void panel.state().then(state => listener({ type: 'panel', state }));
    });
  };
  const unsubscribe = [bridge.subscribe(tell), plant.subscribe(tell), store.outbox.subscribe(tell)];
  return () => {
    cancel?.();
    for (const stop of unsubscribe) stop();
  };
};
