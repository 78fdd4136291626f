import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { Input, MethodName, Output } from '../../core/contract/contract.ts';
import { replySchema } from '../../core/contract/contract.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type PanelContract, panelContract } from '../../core/contract/panel.ts';

const PATIENCE_MS = 5000;

/**
 * One call of the running kiosk's panel.
 * @throws FaultError `device-absent` where no kiosk with simulated devices runs on that data, else
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

const exchange = (address: string, request: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(address);
    const absent = (cause?: unknown): void => {
      socket.destroy();
      reject(
        new FaultError('device-absent', 'no kiosk with simulated devices runs on this data', {
          cause,
        }),
      );
    };
    socket.setTimeout(PATIENCE_MS, absent);
    socket.once('error', absent);
    socket.once('connect', () => socket.write(`${request}\n`));
    createInterface({ input: socket }).once('line', line => {
      resolve(line);
      socket.destroy();
    });
  });
