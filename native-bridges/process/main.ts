/**
 * The device process: started by a host as a child (`child_process.fork`, or `utilityProcess.fork`
 * in Electron), it runs every configured device and ends with its host.
 */
import { flushCompileCache } from 'node:module';
import { watchUsb } from '../transports/usb/watch-usb.ts';
import { createDeviceHost } from './device-host.ts';
import { openHostLink } from './host-link.ts';
import { systemClock } from './system-clock.ts';

const link = openHostLink();
if (link === undefined) {
  process.stderr.write('The device process is started by the kiosk, not by hand.\n');
  process.exit(2);
}

const takeMessage = createDeviceHost({
  send: message => link.send(message),
  clock: systemClock,
  exit: () => process.exit(0),
  crash: () => process.kill(process.pid, 'SIGKILL'),
  watchHardware: onDevices => watchUsb({ clock: systemClock, onDevices }),
});
link.onMessage(takeMessage);
link.onDisconnect(() => process.exit(0));

/** By then every driver is loaded. */
const LOADED_MS = 5_000;
// Written at the end by itself, which a process that is killed does not reach.
setTimeout(flushCompileCache, LOADED_MS).unref();

// A terminal sends Ctrl-C to all processes in it: the host decides, and a ticket is finished first.
process.on('SIGINT', () => undefined);

const die = (cause: unknown): void => {
  const detail = cause instanceof Error ? (cause.stack ?? cause.message) : 'unknown';
  const entry = { level: 'error', event: 'device-process-failed', detail: detail.slice(0, 500) };
  link.send({ type: 'log', entry: { ...entry, level: 'error' } });
  // The state of the drivers is unknown now: a fresh process is quicker than being right about it.
  setTimeout(() => process.exit(1), 50);
};
process.on('uncaughtException', die);
process.on('unhandledRejection', die);
