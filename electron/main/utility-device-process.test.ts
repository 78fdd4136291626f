import { utilityProcess } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DeviceProcess } from '../../native-bridges/contract/device-process.ts';
import { createUtilityLauncher } from './utility-device-process.ts';

const kill = vi.spyOn(process, 'kill').mockReturnValue(true);

const launch = () => {
  const device: DeviceProcess = createUtilityLauncher('/app/dist/device-process/main.js')();
  const child = vi.mocked(utilityProcess.fork).mock.results.at(-1)!.value as ReturnType<
    typeof utilityProcess.fork
  >;
  return { device, child };
};

beforeEach(() => {
  vi.clearAllMocks();
  vi.stubEnv('DATABASE_URL', 'postgres://user:password@host/db');
  vi.stubEnv('NODE_OPTIONS', '--inspect');
});
afterEach(() => vi.unstubAllEnvs());

describe('the device process under Electron', () => {
  it('is the same entry file, without the secrets of the environment', () => {
    launch();
    const [entry, args, options] = vi.mocked(utilityProcess.fork).mock.calls[0]!;
    expect([entry, args]).toEqual(['/app/dist/device-process/main.js', []]);
    expect(options?.env).toHaveProperty('PATH');
    expect(options?.env).not.toHaveProperty('DATABASE_URL');
    expect(options?.env).not.toHaveProperty('NODE_OPTIONS');
  });

  it('exchanges messages', () => {
    const { device, child } = launch();
    const received = vi.fn();
    const failed = vi.fn();
    device.onMessage(received);
    device.send({ type: 'ping', sequence: 1 }, failed);
    child.emit('message', { type: 'pong', sequence: 1 });
    expect(child.postMessage).toHaveBeenCalledWith({ type: 'ping', sequence: 1 });
    expect(received).toHaveBeenCalledWith({ type: 'pong', sequence: 1 });
    expect(failed).not.toHaveBeenCalled();
  });

  it('reports a message that cannot be handed over instead of throwing', () => {
    const { device, child } = launch();
    const failed = vi.fn();
    vi.mocked(child.postMessage).mockImplementationOnce(() => {
      throw new Error('An object could not be cloned.');
    });
    device.send({}, failed);
    child.emit('exit', 139);
    device.send({}, failed);
    expect(failed).toHaveBeenCalledTimes(2);
    expect(child.postMessage).toHaveBeenCalledTimes(1);
  });

  it('says once that it ended, and survives the report of a fatal error', () => {
    const { device, child } = launch();
    const ended = vi.fn();
    device.onEnd(ended);
    child.emit('error', 'FatalError', 'somewhere', '{}');
    child.emit('exit', 139);
    child.emit('exit', 139);
    expect(ended.mock.calls).toEqual([['exit code 139']]);
  });

  it('is ended at once, even when it is stuck in native code', () => {
    const { device, child } = launch();
    device.kill();
    expect(kill).not.toHaveBeenCalled();
    Object.assign(child, { pid: 4711 });
    expect(device.pid).toBe(4711);
    device.kill();
    expect(kill).toHaveBeenCalledWith(4711, 'SIGKILL');
    kill.mockImplementationOnce(() => {
      throw new Error('ESRCH');
    });
    device.kill();
    expect(child.kill).toHaveBeenCalledOnce();
  });
});
