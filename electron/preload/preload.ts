import { contextBridge, ipcRenderer } from 'electron';
import { CALL_CHANNEL, PUSH_CHANNEL } from './channels.ts';

/**
 * All that a page can reach of the program. Pages see copies of values, never an Electron object:
 * the event of a push would carry `sender`, and with it every other channel.
 */
const tiepDon = Object.freeze({
  invoke: (method: string, input: unknown): Promise<unknown> =>
    ipcRenderer.invoke(CALL_CHANNEL, method, input),
  subscribe: (listener: (push: unknown) => void): (() => void) => {
    const forward = (_event: unknown, push: unknown) => listener(push);
    ipcRenderer.on(PUSH_CHANNEL, forward);
    return () => {
      ipcRenderer.off(PUSH_CHANNEL, forward);
    };
  },
});

contextBridge.exposeInMainWorld('tiepDon', tiepDon);
