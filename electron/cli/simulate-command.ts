import { readFileSync } from 'node:fs';
import type { SimulatorAction } from '../../core/contract/device.ts';
import { FaultError } from '../../core/contract/errors.ts';
import type { PlantPart } from '../../core/contract/panel.ts';
import { callRunningKiosk } from '../control/control-client.ts';
import { DRIVER_TABLE } from '../../native-bridges/contract/driver-table.ts';
import type { DeviceKind } from '../../core/contract/device.ts';
import { type Answer, columns } from './output.ts';

/** Which kind of device each action is for. */
const KIND_OF_ACTION = {
  'insert-card': 'chip-card-reader',
  'remove-card': 'chip-card-reader',
  scan: 'code-scanner',
  paper: 'receipt-printer',
  cover: 'receipt-printer',
  jam: 'receipt-printer',
} as const satisfies Partial<Record<SimulatorAction['action'], DeviceKind>>;

/** Does something to the simulated devices of the kiosk that runs on this data. */
export const simulate = async (
  address: string,
  action: SimulatorAction,
  deviceId?: string,
): Promise<Answer> => {
  const device = deviceId ?? (await firstDevice(address, action));
  await callRunningKiosk(address, 'simulate', { deviceId: device, action });
  return { json: { device, ...action }, lines: [`${device}: ${action.action}`] };
};

const firstDevice = async (address: string, action: SimulatorAction): Promise<string> => {
  const kind =
    action.action in KIND_OF_ACTION
      ? KIND_OF_ACTION[action.action as keyof typeof KIND_OF_ACTION]
      : undefined;
  if (kind === undefined) throw new FaultError('bad-request', 'name the device with --device');
  const { devices } = await callRunningKiosk(address, 'state', {});
  const found = devices.find(status => status.kind === kind && isSimulated(status.driver));
  if (found === undefined) throw new FaultError('device-absent', `no simulated ${kind}`);
  return found.deviceId;
};

const isSimulated = (driver: string): boolean =>
  Object.entries(DRIVER_TABLE).some(([name, facts]) => name === driver && facts.simulated);

export const setPlant = async (address: string, part: PlantPart, up: boolean): Promise<Answer> => {
  await callRunningKiosk(address, 'setPlant', { part, up });
  return { json: { part, up }, lines: [`${part}: ${up ? 'up' : 'down'}`] };
};

/** What can be inserted and scanned, and how the devices are. */
export const simulatorState = async (address: string): Promise<Answer> => {
  const state = await callRunningKiosk(address, 'state', {});
  const { papers, ...rest } = state;
  return {
    json: { ...rest, papers: papers.length },
    lines: columns([
      ...state.devices.map(status => [status.deviceId, status.driver, status.state]),
      ...state.plant.map(({ part, up }) => [part, 'plant', up ? 'up' : 'down']),
      ...state.cards.map(card => [card.id, 'card', card.title]),
      ...state.codes.map(code => [code.id, 'code', code.title]),
    ]),
  };
};

/** Payload text, or `-` for standard input, as a scanner sends it: UTF-8 and a carriage return. */
export const scanAction = (payload: string, chunk: number | undefined): SimulatorAction => {
  const text = payload === '-' ? readFileSync(0, 'utf8').trimEnd() : payload;
  const bytes = Buffer.from(`${text}\r`, 'utf8');
  return {
    action: 'scan',
    bytes: bytes.toString('base64'),
    ...(chunk === undefined
      ? {}
      : { chunks: Array.from({ length: Math.ceil(bytes.length / chunk) }, () => chunk) }),
  };
};
