import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Input, MethodName, Output } from '../../core/contract/contract.ts';
import { replySchema } from '../../core/contract/contract.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type PanelContract, panelContract } from '../../core/contract/panel.ts';

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
 * A fresh one-time link to a page of the running kiosk, null where it has no such page.
 * @throws FaultError `device-absent` where no kiosk runs on that data.
 */
export const askForLink = async (
  address: string,
  page: 'screen' | 'panel',
): Promise<string | null> => {
  const line = await exchange(address, JSON.stringify({ method: 'link', input: { page } }));
  const reply = replySchema(z.string().nullable()).parse(JSON.parse(line));
  if (!reply.ok) throw new FaultError(reply.error.code);
  return reply.value;
};

const exchange = (address: string, request: string): Promise<string> =>
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
    socket.setTimeout(PATIENCE_MS, absent);
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
