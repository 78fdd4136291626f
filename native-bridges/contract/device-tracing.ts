import { type TranscriptEntry } from './transcript.ts';

/** Listening to what passes on the lines of devices, for IT. */
export interface DeviceTracing {
  /**
   * Tells `listener` everything that passes on the line of a device until the returned function is
   * called, also after a restart of its process, and what it was set up as where that changes
   * meanwhile. Of real hardware only redacted bytes are told.
   * Devices without a line of bytes (services of a network) tell nothing.
   * @throws FaultError `device-absent` where no such device is configured, `device-busy` where
   * somebody listens already
   */
  trace(deviceId: string, listener: (entry: TranscriptEntry) => void): () => void;
}
