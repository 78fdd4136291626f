import {
  kioskContract,
  type KioskContract,
  type KioskPush,
  kioskPushSchema,
} from '../../../core/contract/kiosk.ts';
import {
  panelContract,
  type PanelContract,
  type PanelPush,
  panelPushSchema,
} from '../../../core/contract/panel.ts';
import { type ConnectContract, connectContract } from '../../../core/contract/enrolment.ts';
import {
  paymentWindowContract,
  type PaymentWindowContract,
  type PaymentWindowPush,
  paymentWindowPushSchema,
} from '../../../core/contract/payment-window.ts';
import { type StaffContract, staffContract } from '../../../core/contract/staff.ts';
import { bridgeCarrier } from './bridge-carrier.ts';
import type { Carrier } from './carrier.ts';
import { type Connection, createConnection } from './connection.ts';
import { webSocketCarrier } from './web-socket-carrier.ts';

export type KioskConnection = Connection<KioskContract, KioskPush>;
export type StaffConnection = Connection<StaffContract, KioskPush>;
export type PanelConnection = Connection<PanelContract, PanelPush>;

export type PaymentConnection = Connection<PaymentWindowContract, PaymentWindowPush>;

const socketUrl = (path: string): string =>
  `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${path}`;

/** The desktop shell's bridge where there is one, else a socket to our own origin. */
const carrierTo = (path: string): Carrier =>
  window.tiepDon === undefined ? webSocketCarrier(socketUrl(path)) : bridgeCarrier(window.tiepDon);

/** The screen has one link: its visit, its staff pages and its first page share it. */
export const connectScreen = (): {
  readonly connection: KioskConnection;
  readonly staff: StaffConnection;
  readonly connecting: Connection<ConnectContract, KioskPush>;
} => {
  const carrier = carrierTo('/screen');
  return {
    connection: createConnection(kioskContract, kioskPushSchema, carrier),
    staff: createConnection(staffContract, kioskPushSchema, carrier),
    connecting: createConnection(connectContract, kioskPushSchema, carrier),
  };
};

export const connectPanel = (): PanelConnection =>
  createConnection(panelContract, panelPushSchema, carrierTo('/panel'));

export const connectPaymentWindow = (): PaymentConnection =>
  createConnection(paymentWindowContract, paymentWindowPushSchema, carrierTo('/payment'));
