import { type DeviceMessage } from '../contract/protocol.ts';

/** The device process's end of the line to its host. */
export interface HostLink {
  send(message: DeviceMessage): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called when the host is gone or has closed the line. */
  onDisconnect(listener: () => void): void;
}

/** The part of Electron's `process.parentPort` that is used here. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
}

/** The line this process was started with; undefined where nobody started it as a child. */
export const openHostLink = (): HostLink | undefined => {
  const { parentPort } = process as NodeJS.Process & { parentPort?: ParentPort };
  if (parentPort !== undefined) return utilityProcessLink(parentPort);
  return process.send === undefined ? undefined : forkedProcessLink();
};

const utilityProcessLink = (port: ParentPort): HostLink => ({
  send: message => port.postMessage(message),
  onMessage: listener => port.on('message', ({ data }) => listener(data)),
  onDisconnect: listener => port.on('close', listener),
});

const forkedProcessLink = (): HostLink => ({
  // Without a callback a closed channel is thrown as an uncaught error (nodejs.org, subprocess.send).
  send: message => process.send?.(message, undefined, {}, () => undefined),
  onMessage: listener => void process.on('message', listener),
  onDisconnect: listener => void process.on('disconnect', listener),
});
