import { z } from 'zod';
import { idSchema, languageSchema } from '../../core/contract/primitives.ts';
import { DEFAULT_PACE } from '../../core/visit/visit-context.ts';
import { deviceConfigSchema } from '../../native-bridges/contract/bridge.ts';

const seconds = (fallback: number) => z.int().min(1).max(3600).default(fallback);

/** The simulated devices of a kiosk that was told of no others. */
const SIMULATED_DEVICES = [
  { id: 'card-reader', driver: 'simulated-card-reader' },
  { id: 'code-scanner', driver: 'simulated-code-scanner' },
  { id: 'receipt-printer', driver: 'simulated-receipt-printer' },
] as const;

const devicesSchema = z
  .array(deviceConfigSchema)
  .refine(
    devices => new Set(devices.map(device => device.id)).size === devices.length,
    'two devices have the same id',
  );

/** Everything that can be set at one kiosk: one JSON file. Secrets are files, never values here. */
export const kioskConfigSchema = z.strictObject({
  /** The hub has the last word: see `kiosk doctor`. */
  kioskId: idSchema
    .optional()
    .describe('name this kiosk asks for when it joins; the hub gives it one when absent'),
  hubUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('address of the hub, where it has moved since this kiosk joined'),
  hubSecretFile: z
    .string()
    .min(1)
    .optional()
    .describe('of earlier versions: kiosks have keys of their own now, and this does nothing'),
  dataDirectory: z.string().min(1).optional().describe('folder of the data of this kiosk'),
  shell: z
    .enum(['electron', 'browser', 'none'])
    .optional()
    .describe('what shows the screen; the first that is there when absent'),
  screen: z
    .strictObject({
      port: z.int().min(0).max(65535).default(0).describe('port of the browser shell, 0 = any'),
      paymentWindow: z
        .strictObject({
          left: z.int().min(-32_768).max(32_767),
          top: z.int().min(-32_768).max(32_767),
        })
        .optional()
        .describe('where the panel for payments begins on the desktop, for the browser shell'),
      inches: z
        .number()
        .min(5)
        .max(100)
        .default(21.5)
        .describe('diagonal of the screen: payment codes are 45 mm wide on it or more'),
    })
    .prefault({}),
  devices: devicesSchema
    .default(() => devicesSchema.parse(SIMULATED_DEVICES))
    .describe('readers, scanners and printers; simulated ones when absent'),
  autobindDevices: z
    .boolean()
    .default(false)
    .describe(
      'take what is plugged in where it is known for certain and nothing of its kind is set',
    ),
  paperLowTickets: z
    .int()
    .min(0)
    .max(500)
    .default(30)
    .describe('tickets that fit after the printer says that its paper is near the end'),
  a4Copies: z
    .enum(['off', 'offered', 'referrals'])
    .default('offered')
    .describe(
      'the visit on A4, where there is an A4 printer: on request, or by itself when referred',
    ),
  counterServicePointId: idSchema
    .default('counter-2')
    .describe('the counter that helps whoever the kiosk cannot'),
  payment: z
    .strictObject({
      offered: z
        .boolean()
        .default(true)
        .describe('patients pay at this kiosk, where the hospital takes payments at kiosks'),
      cashierServicePointId: idSchema
        .optional()
        .describe('the counter that takes cash; that of `counterServicePointId` when absent'),
    })
    .prefault({}),
  clerkRecord: z
    .boolean()
    .default(false)
    .describe("keep the picture on the card's chip with the check-in, for the clerk"),
  language: languageSchema.default('vi').describe('language of the first page'),
  pace: z
    .strictObject({
      idleSeconds: seconds(DEFAULT_PACE.idle).describe('without a touch until the warning'),
      countdownSeconds: seconds(DEFAULT_PACE.countdown).describe('from the warning to the end'),
      ticketSeconds: seconds(DEFAULT_PACE.ticket).describe('how long the last page stays'),
      farewellSeconds: seconds(DEFAULT_PACE.farewell),
      readingSeconds: seconds(DEFAULT_PACE.reading).describe('patience with a card'),
      codeSeconds: seconds(DEFAULT_PACE.code).describe('how long a payment code stays at most'),
    })
    .prefault({}),
  catalogueSeconds: z
    .int()
    .min(2)
    .max(600)
    .default(15)
    .describe('how often clinics and queues are asked for'),
  retentionDays: z
    .int()
    .min(1)
    .max(365)
    .default(7)
    .describe('how long delivered visits stay on this machine'),
  logLevel: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
});
export type KioskConfig = z.infer<typeof kioskConfigSchema>;
