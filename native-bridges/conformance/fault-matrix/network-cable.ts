import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { inOrder } from './in-order.ts';
import { rubbish, type TroubledHardware } from './troubled-device.ts';

/** A network with everything that can happen to one, between the product and a real peer. */
export interface NetworkCable extends Required<Pick<TroubledHardware, 'hang' | 'slow' | 'babble'>> {
  /** Where the product connects to; the same after every plug. */
  readonly port: number;
  plug(connected: boolean): void;
  /** Resolves when all that was done to it has happened. */
  done(): Promise<void>;
}

const BABBLE_BYTES = 700;

/** Passes every byte on to `target`, over real sockets. */
export const openNetworkCable = async (target: number): Promise<NetworkCable> => {
  const pairs = new Set<readonly [Socket, Socket]>();
  const sequence = inOrder();
  let server: Server | undefined;
  let port = 0;
  let hung = false;
  let delayMs = 0;

  /** A connection that hangs stays open on both sides, and nothing gets through. */
  const pass = (from: Socket, to: Socket): void => {
    from.on('error', () => undefined);
    from.on('data', (bytes: Buffer) => {
      if (hung) return;
      if (delayMs === 0) to.write(bytes);
      else setTimeout(() => to.writable && to.write(bytes), delayMs);
    });
    from.on('end', () => {
      if (!hung) setTimeout(() => to.end(), delayMs);
    });
  };

  const serve = (near: Socket): void => {
    const far = connect({ port: target, host: '127.0.0.1', noDelay: true });
    near.setNoDelay(true);
    const pair = [near, far] as const;
    pairs.add(pair);
    pass(near, far);
    pass(far, near);
    far.once('close', () => {
      pairs.delete(pair);
      if (!hung) near.destroy();
    });
    near.once('close', () => {
      if (!hung) far.destroy();
    });
  };

  const put = async (): Promise<void> => {
    if (server !== undefined) return;
    server = createServer({ allowHalfOpen: true }, serve);
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  };

  const pull = async (): Promise<void> => {
    const leaving = server;
    server = undefined;
    for (const [near, far] of pairs) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
    pairs.clear();
    if (leaving !== undefined) await new Promise(resolve => leaving.close(resolve));
  };

  await put();
  return {
    port,
    plug: connected => sequence.then(connected ? put : pull),
    done: sequence.done,
    hang: now => {
      hung = now;
    },
    slow: ms => {
      delayMs = ms;
    },
    babble: () => {
      for (const [near] of pairs) near.write(rubbish(BABBLE_BYTES));
    },
  };
};
