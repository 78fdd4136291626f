import { closeSync, openSync, writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { asFaultError, FaultError } from '../../core/contract/errors.ts';
import { controlAddress } from '../control/control-address.ts';
import { followRunningKiosk } from '../control/control-client.ts';
import { DRIVER_TABLE } from '../../native-bridges/contract/driver-table.ts';
import { transcriptLine } from '../../native-bridges/contract/transcript-file.ts';
import {
  type TranscriptEntry,
  transcriptEntrySchema,
} from '../../native-bridges/contract/transcript.ts';
import { type KioskPlace, withBridge } from './kiosk-place.ts';
import type { Answer } from './output.ts';
import { untilInterrupted } from './until-interrupted.ts';

export interface TraceOptions {
  readonly deviceId: string;
  readonly file: string;
  readonly seconds: number | undefined;
}

/**
 * Writes a transcript of a device's line. Of real hardware it is redacted before it leaves the
 * device process.
 * @throws FaultError `device-absent` where no such device is configured, `storage-failed` where
 * the file is there already or cannot be written
 */
export const devicesTrace = async (place: KioskPlace, options: TraceOptions): Promise<Answer> => {
  const { deviceId, file, seconds } = options;
  const device = place.config.devices.find(({ id }) => id === deviceId);
  if (device === undefined) throw new FaultError('device-absent', `no device ${deviceId}`);
  const { kind, simulated } = DRIVER_TABLE[device.driver];
  const descriptor = newFile(file);
  let entries = 0;
  const take = (entry: TranscriptEntry): void => {
    entries += 1;
    writeSync(descriptor, transcriptLine(entry));
    if (entry.what === 'set-up') process.stderr.write(`${setUpLine(deviceId, entry.driver)}\n`);
  };
  try {
    writeSync(
      descriptor,
      transcriptLine({
        transcript: 1,
        deviceId,
        kind,
        driver: device.driver,
        recordedAt: new Date().toISOString(),
        redacted: !simulated,
      }),
    );
    process.stderr.write('recording; Ctrl-C ends it\n');
    await untilInterrupted(seconds, until => record(place, deviceId, take, until));
  } finally {
    closeSync(descriptor);
  }
  return {
    json: { file, entries, redacted: !simulated },
    lines: [`${file}: ${entries} entries${simulated ? ' (simulated, not redacted)' : ''}`],
  };
};

const setUpLine = (deviceId: string, driver: string | undefined): string =>
  driver === undefined
    ? `${deviceId} is configured no more: nothing passes until it is again`
    : `${deviceId} was set up anew, with ${driver}; the recording goes on`;

const newFile = (file: string): number => {
  try {
    return openSync(file, 'wx', 0o600);
  } catch (cause) {
    throw new FaultError('storage-failed', `${file}: is there already, or cannot be written`, {
      cause,
    });
  }
};

const record = async (
  place: KioskPlace,
  deviceId: string,
  take: (entry: TranscriptEntry) => void,
  until: AbortSignal,
): Promise<void> => {
  try {
    await followRunningKiosk(
      controlAddress(place.dataDirectory),
      { method: 'trace-device', input: { deviceId } },
      value => take(transcriptEntrySchema.parse(value)),
      until,
    );
  } catch (cause) {
    if (asFaultError(cause).code !== 'device-absent') throw cause;
    await withBridge(place, async bridge => {
      const stop = bridge.trace(deviceId, take);
      await delay(2 ** 30, undefined, { signal: until }).catch(() => undefined);
      stop();
    });
  }
};
