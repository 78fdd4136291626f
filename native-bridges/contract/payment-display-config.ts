import { z } from 'zod';
import { idSchema } from '../../core/contract/primitives.ts';

/** Letters, digits and signs that stand in topics, without the wildcards of subscriptions. */
const topicSchema = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^+#\0]+$/, 'a topic without wildcards');

/** A file that holds nothing but the secret; secrets are never in a configuration file. */
const secretFileSchema = z.string().min(1).max(400);

/**
 * How a display wants to be spoken to.
 * `qf100`: sound boxes with a screen of the QF100 family and its relatives;
 * `soundbox-push`: the fields of TConnect's push to sound boxes, in the clear.
 */
export const displayDialectSchema = z.enum(['qf100', 'soundbox-push']);
export type DisplayDialect = z.infer<typeof displayDialectSchema>;

/** Configurations of displays for payment codes. */
export const PAYMENT_DISPLAY_CONFIGS = [
  z.strictObject({
    id: idSchema,
    driver: z.literal('http-payment-display'),
    /** Where each order is posted. */
    url: z.url({ protocol: /^https?$/ }),
    serialNumber: z.string().min(1).max(64),
    /** Absent: `soundbox-push`. */
    dialect: displayDialectSchema.optional(),
    /** File with the token for `Authorization: Bearer`. */
    tokenFile: secretFileSchema.optional(),
    /** Further headers that are no secrets, such as a partner's code. */
    headers: z.record(z.string().regex(/^[A-Za-z\d-]{1,64}$/), z.string().max(200)).optional(),
  }),
  z.strictObject({
    id: idSchema,
    driver: z.literal('mqtt-payment-display'),
    /** Of the broker. */
    url: z.url({ protocol: /^(mqtts?|wss?)$/ }),
    /** What the display listens to. */
    topic: topicSchema,
    /** Where the display says that it is alive. Absent: it is not known whether it is. */
    heartbeatTopic: topicSchema.optional(),
    serialNumber: z.string().min(1).max(64),
    /** Absent: `qf100`. */
    dialect: displayDialectSchema.optional(),
    username: z.string().min(1).max(200).optional(),
    passwordFile: secretFileSchema.optional(),
  }),
  z.strictObject({
    id: idSchema,
    driver: z.literal('page-payment-display'),
    /** In a window of its own, for a second panel. Absent: on the screen of the kiosk itself. */
    window: z.boolean().optional(),
  }),
  z.strictObject({
    id: idSchema,
    driver: z.literal('simulated-payment-display'),
    /** Absent: `qf100`. */
    dialect: displayDialectSchema.optional(),
  }),
] as const;
