import { z } from 'zod';
import {
  type DeviceEvent,
  type DeviceStatus,
  type Paper,
  type PrintJob,
  type PrintOutcome,
  type SimulatorAction,
} from '../../core/contract/device.ts';
import { idSchema } from '../../core/contract/primitives.ts';

/** One configured device: which driver, where it is plugged in, and the model's profile. */
export const deviceConfigSchema = z.discriminatedUnion('driver', [
  z.strictObject({ id: idSchema, driver: z.literal('simulated-card-reader') }),
  z.strictObject({
    id: idSchema,
    driver: z.literal('simulated-code-scanner'),
    /** What the scanner puts before every code, as configured on the device. */
    prefix: z.string().max(8).default(''),
  }),
  z.strictObject({
    id: idSchema,
    driver: z.literal('simulated-receipt-printer'),
    profile: idSchema.default('generic-80mm'),
  }),
]);
export type DeviceConfig = z.infer<typeof deviceConfigSchema>;

/** The host's view of all devices, whichever process they live in. */
export interface DeviceBridge {
  /** Resolves once every configured device has reported a first status. */
  start(): Promise<void>;
  stop(): Promise<void>;
  statuses(): readonly DeviceStatus[];
  /** Calls `listener` for every event until the returned function is called. */
  subscribe(listener: (event: DeviceEvent) => void): () => void;
  /** Never rejects: what is unknown is said as `uncertain`. The same jobId prints once. */
  print(job: PrintJob): Promise<PrintOutcome>;
  /** @throws FaultError `not-permitted` on a device that is not simulated. */
  simulate(deviceId: string, action: SimulatorAction): Promise<void>;
  /** Sheets that came out of simulated printers, newest last, at most twelve. */
  papers(): Promise<readonly Paper[]>;
}
