import { z } from 'zod';
import { defineContract } from './contract.ts';
import { deviceKindSchema, deviceStatusSchema } from './device.ts';
import { faultCodeSchema } from './errors.ts';
import { idSchema, instantSchema } from './primitives.ts';

/** Digits, because the kiosk has no keyboard; six are a million to try. */
export const staffPinSchema = z.string().regex(/^\d{6,12}$/);

/** How the door to the staff pages stands. */
export const staffAccessSchema = z.object({
  /**
   * not-set-up: nobody has set a PIN, so nobody gets in here; locked: too many wrong tries;
   * in: somebody is signed in.
   */
  state: z.enum(['not-set-up', 'closed', 'locked', 'in']),
  /** Whole seconds until the next try, while locked. */
  waitSeconds: z.int().nonnegative(),
  /** A badge shown to the scanner opens as well. */
  badge: z.boolean(),
});
export type StaffAccess = z.infer<typeof staffAccessSchema>;

const driverNameSchema = z.string().min(1).max(60);
const settingNameSchema = z.string().min(1).max(40);

/** A setting of a driver that is typed: where in the network or on the machine the device is. */
export const typedSettingSchema = z.object({
  /** As in the configuration file, `port.path` for a setting within another. */
  name: settingNameSchema,
  type: z.enum(['host', 'number', 'url', 'path', 'topic', 'text']),
  /** As it is now; empty where it is not set. */
  value: z.string().max(500),
  /** The driver cannot run without. */
  required: z.boolean(),
  /** Of a URL. */
  schemes: z.array(z.string().max(10)),
  /** Bounds of a number. */
  least: z.int().optional(),
  most: z.int().optional(),
  /** What holds where an optional one is not set. */
  otherwise: z.string().max(40).optional(),
});
export type TypedSetting = z.infer<typeof typedSettingSchema>;

/** What can be set of one device. */
const deviceChoiceSchema = z.object({
  driver: driverNameSchema,
  /** Drivers of the same kind that need nothing more than is configured already. */
  drivers: z.array(driverNameSchema),
  /** Drivers that are told where the device is, this device's own among them. */
  typed: z.array(
    z.object({ driver: driverNameSchema, settings: z.array(typedSettingSchema).min(1) }),
  ),
  /** Of printers. */
  profile: z.string().max(60).optional(),
  profiles: z.array(z.string().max(60)),
});
export type DeviceChoice = z.infer<typeof deviceChoiceSchema>;

export const staffDeviceSchema = z.object({
  status: deviceStatusSchema,
  simulated: z.boolean(),
  /** When this state began, as far as this program knows. */
  since: instantSchema.optional(),
  /** The last faults, newest first. */
  faults: z.array(z.object({ at: instantSchema, code: faultCodeSchema })).max(5),
  choice: deviceChoiceSchema,
  /** Of a receipt printer whose paper is near its end: tickets that should still fit. */
  ticketsLeft: z.int().nonnegative().optional(),
});
export type StaffDevice = z.infer<typeof staffDeviceSchema>;

/** Something plugged in that no configured device uses. */
export const foundDeviceSchema = z.object({
  /** Names it, together with the driver. */
  usbPort: z.string().min(1).max(200),
  /** Maker and model where they are known, else what it calls itself. */
  name: z.string().min(1).max(200),
  kind: deviceKindSchema,
  driver: driverNameSchema,
  profile: z.string().max(60).optional(),
  /** Nobody need be asked what it is. */
  certain: z.boolean(),
  /** The configured device in whose place it comes; absent: it is added. */
  replaces: idSchema.optional(),
});
export type FoundDeviceOffer = z.infer<typeof foundDeviceSchema>;

export const staffOverviewSchema = z.object({
  kioskId: idSchema,
  version: z.string().max(40),
  now: instantSchema,
  hub: z.enum(['reachable', 'away']),
  devices: z.array(staffDeviceSchema).max(50),
  /** What is plugged in and not used, the most certain first. */
  found: z.array(foundDeviceSchema).max(50),
  /** Tickets that fit after the printer says that its paper is near the end. */
  paperLowTickets: z.int().min(0).max(500),
  /** False where this kiosk runs without a configuration file: nothing can be set then. */
  canConfigure: z.boolean(),
});
export type StaffOverview = z.infer<typeof staffOverviewSchema>;

/** Steps of the self-test that need no hand, in the order in which one depends on the other. */
export const selfTestStepSchema = z.object({
  step: z.enum(['data', 'hub', 'hospital-system', 'device']),
  /** Of a device. */
  deviceId: idSchema.optional(),
  result: z.enum(['fine', 'look']),
  fault: faultCodeSchema.optional(),
});
export type SelfTestStep = z.infer<typeof selfTestStepSchema>;

export const deviceTestSchema = z.object({
  /** nothing-came: nobody laid a card or showed a code in time. */
  result: z.enum(['passed', 'failed', 'nothing-came']),
  fault: faultCodeSchema.optional(),
  /** What kind of code or card it was, and how long it took; never what it says. */
  seen: z.string().max(60).optional(),
  milliseconds: z.int().nonnegative(),
});
export type DeviceTest = z.infer<typeof deviceTestSchema>;

const changeSchema = z.object({
  result: z.enum(['changed', 'refused']),
  /** Why not, in the words of the configuration check, for IT. */
  problems: z.array(z.string().max(500)).max(20),
  /** The typed setting that is wrong. */
  wrong: settingNameSchema.optional(),
});

/**
 * The staff pages of a kiosk, and its command line for devices. `screen` may be called by the
 * page at any time; `staff` only while somebody is signed in, or by the owner of the kiosk's data
 * over the local socket.
 */
export const staffContract = defineContract({
  /** Somebody asks to be let in: devices are heard for badges only, until the door is left. */
  staffEnter: { role: 'screen', input: z.object({}), output: staffAccessSchema },
  staffAccess: { role: 'screen', input: z.object({}), output: staffAccessSchema },
  staffSignIn: {
    role: 'screen',
    input: z.object({ pin: staffPinSchema }),
    output: staffAccessSchema,
  },
  staffLeave: { role: 'screen', input: z.object({}), output: z.object({}) },
  staffOverview: { role: 'staff', input: z.object({}), output: staffOverviewSchema },
  staffSelfTest: {
    role: 'staff',
    input: z.object({}),
    output: z.object({ steps: z.array(selfTestStepSchema).max(60) }),
  },
  /** Prints a sample, or waits for a card or code, at most `seconds`. */
  staffTestDevice: {
    role: 'staff',
    input: z.object({ deviceId: idSchema, seconds: z.int().min(1).max(60) }),
    output: deviceTestSchema,
  },
  /** Written to the configuration file and in force once the devices are set up anew. */
  staffChangeDevice: {
    role: 'staff',
    input: z.object({
      deviceId: idSchema,
      driver: driverNameSchema,
      profile: z.string().max(60).optional(),
      /** What was typed, by name; an empty text takes an optional setting away. */
      settings: z.record(settingNameSchema, z.string().max(500)).optional(),
    }),
    output: changeSchema,
  },
  /** Takes something that is plugged in as a device of this kiosk; written and in force likewise. */
  staffUseFound: {
    role: 'staff',
    input: z.object({ usbPort: z.string().min(1).max(200), driver: driverNameSchema }),
    output: changeSchema,
  },
  staffSetPaperLow: {
    role: 'staff',
    input: z.object({ tickets: z.int().min(0).max(500) }),
    output: changeSchema,
  },
  staffRestartDevices: { role: 'staff', input: z.object({}), output: z.object({}) },
});
export type StaffContract = typeof staffContract;
