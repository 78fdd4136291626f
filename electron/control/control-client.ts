import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Input, MethodName, Output } from '../../core/contract/contract.ts';
import { replySchema } from '../../core/contract/contract.ts';
import { type ConnectContract, connectContract } from '../../core/contract/enrolment.ts';
import { FaultError } from '../../core/contract/errors.ts';
import type { Role } from '../host/host-interface.ts';
import { type PanelContract, panelContract } from '../../core/contract/panel.ts';
import { type StaffContract, staffContract } from '../../core/contract/staff.ts';

const PATIENCE_MS = 5000;

/**
 * One call of the running kiosk's panel.
 * @throws FaultError `device-absent` where no kiosk runs on that data, else
 * what the kiosk answered.
 */
export const callRunningKiosk = async <M extends MethodName<PanelContract>>(
  address: string,
  method: M,
  input: Input<PanelContract, M>,
): Promise<Output<PanelContract, M>> => {
  const line = await exchange(address, JSON.stringify({ method, input }));
  const reply = replySchema(panelContract[method].output).parse(JSON.parse(line));
  if (!reply.ok) throw new FaultError(reply.error.code);
  return reply.value as Output<PanelContract, M>;
};

/**
 * One call of the staff contract at the running kiosk.
 * @param patienceMs how long its answer may take
 * @throws FaultError `device-absent` where no kiosk runs on that data, else what it answered.
 */
export const callRunningStaff = async <M extends MethodName<StaffContract>>(
  address: string,
  method: M,
  input: Input<StaffContract, M>,
  patienceMs = PATIENCE_MS,
): Promise<Output<StaffContract, M>> => {
  const line = await exchange(address, JSON.stringify({ method, input }), patienceMs);
  const reply = replySchema(staffContract[method].output).parse(JSON.parse(line));
  if (!reply.ok) throw new FaultError(reply.error.code);
  return reply.value as Output<StaffContract, M>;
};

/** A hub may be slow to take a kiosk in. */
const CONNECT_PATIENCE_MS = 15_000;

/**
 * One call of the connect contract at the running kiosk.
 * @throws FaultError `device-absent` where no kiosk runs on that data, else what it answered.
 */
export const callConnectDesk = async <M extends MethodName<ConnectContract>>(
  address: string,
  method: M,
  input: Input<ConnectContract, M>,
): Promise<Output<ConnectContract, M>> => {
  const line = await exchange(address, JSON.stringify({ method, input }), CONNECT_PATIENCE_MS);
  const reply = replySchema(connectContract[method].output).parse(JSON.parse(line));
  if (!reply.ok) throw new FaultError(reply.error.code);
  return reply.value as Output<ConnectContract, M>;
};

/**
 * Follows the devices of the running kiosk: `listener` gets every line it says, until `until`
 * is aborted or the kiosk ends.
 * @throws FaultError `device-absent` where no kiosk runs on that data, else why it refused.
 */
export const followRunningKiosk = (
  address: string,
  request: FollowRequest,
  listener: (value: unknown) => void,
  until: AbortSignal,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect(address);
    let followed = false;
    until.addEventListener('abort', () => socket.end());
    socket.once('connect', () => socket.write(`${JSON.stringify(request)}\n`));
    socket.on('error', cause => {
      if (!followed)
        reject(new FaultError('device-absent', 'no kiosk runs on this data', { cause }));
    });
    socket.once('close', () => resolve());
    const lines = createInterface({ input: socket });
    lines.on('error', () => socket.destroy());
    lines.on('line', line => {
      const value: unknown = JSON.parse(line);
      if (followed) {
        listener(value);
        return;
      }
      const reply = replySchema(z.object({})).parse(value);
      followed = reply.ok;
      if (reply.ok) return;
      reject(new FaultError(reply.error.code));
      socket.destroy();
    });
  });

type FollowRequest =
  | { readonly method: 'watch-devices'; readonly input: Record<string, never> }
  | { readonly method: 'trace-device'; readonly input: { readonly deviceId: string } };

/**
 * A fresh one-time link to a page of the running kiosk, null where it has no such page.
 * @throws FaultError `device-absent` where no kiosk runs on that data.
 */
export const askForLink = async (address: string, page: Role): Promise<string | null> => {
  const line = await exchange(address, JSON.stringify({ method: 'link', input: { page } }));
  const reply = replySchema(z.string().nullable()).parse(JSON.parse(line));
  if (!reply.ok) throw new FaultError(reply.error.code);
  return reply.value;
};

const exchange = (address: string, request: string, patienceMs = PATIENCE_MS): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(address);
    const absent = (cause?: unknown): void => {
      socket.destroy();
      reject(
        new FaultError('device-absent', 'no kiosk runs on this data', {
          cause,
        }),
      );
    };
    socket.setTimeout(patienceMs, absent);
    socket.on('error', absent);
    // A kiosk that dies before it answers only closes.
    socket.once('close', () => absent());
    socket.once('connect', () => socket.write(`${request}\n`));
    const lines = createInterface({ input: socket });
    // It repeats the errors of its input.
    lines.on('error', absent);
    lines.once('line', line => {
      resolve(line);
      socket.destroy();
    });
  });
