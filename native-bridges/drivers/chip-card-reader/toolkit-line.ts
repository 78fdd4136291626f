import { io } from 'socket.io-client';
import { type ToolkitLine, type ToolkitLineListener } from './vendor-toolkit.ts';

/** The channel all of these terminals speak on. */
const CHANNEL = '/event';
const RECONNECT_MS = { first: 250, longest: 2_000 };

/** A Socket.IO connection to the terminal's program, kept open. */
export const openToolkitLine = (url: string, listener: ToolkitLineListener): ToolkitLine => {
  const socket = io(url, {
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: RECONNECT_MS.first,
    reconnectionDelayMax: RECONNECT_MS.longest,
    forceNew: true,
  });
  socket.on('connect', () => listener.connected(true));
  socket.on('disconnect', () => listener.connected(false));
  socket.on('connect_error', () => listener.connected(false));
  socket.on(CHANNEL, (message: unknown) => listener.message(message));
  return {
    close: () => {
      socket.removeAllListeners();
      socket.disconnect();
    },
  };
};
