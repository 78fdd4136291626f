import { z } from 'zod';
import { defineContract } from './contract.ts';
import { deviceStatusSchema, paperSchema, simulatorActionSchema } from './device.ts';
import { dongSchema, idSchema } from './primitives.ts';

/** Parts of the demonstration plant that can be taken away and given back. */
export const plantPartSchema = z.enum(['network', 'hub', 'his']);
export type PlantPart = z.infer<typeof plantPartSchema>;

/** How the customer of the simulated payment provider pays the code shown last. */
export const customerPaysSchema = z.enum(['exact', 'part', 'over', 'twice']);
export type CustomerPays = z.infer<typeof customerPaysSchema>;

export const panelStateSchema = z.object({
  devices: z.array(deviceStatusSchema),
  plant: z.array(z.object({ part: plantPartSchema, up: z.boolean() })),
  /** Synthetic people only. */
  cards: z.array(z.object({ id: idSchema, title: z.string(), note: z.string() })),
  codes: z.array(z.object({ id: idSchema, title: z.string(), payload: z.string() })),
  cardOnReader: idSchema.nullable(),
  papers: z.array(paperSchema).max(12),
  /** There is a simulated provider whose customer can be played. */
  hasCustomer: z.boolean(),
  outbox: z.object({
    queued: z.int(),
    inFlight: z.int(),
    rejected: z.int(),
    failed: z.int(),
    delivered: z.int(),
  }),
});
export type PanelState = z.infer<typeof panelStateSchema>;

/** The device panel: exists only while simulated devices are configured. */
export const panelContract = defineContract({
  state: { role: 'panel', input: z.object({}), output: panelStateSchema },
  simulate: {
    role: 'panel',
    input: z.object({ deviceId: idSchema, action: simulatorActionSchema }),
    output: z.object({}),
  },
  setPlant: {
    role: 'panel',
    input: z.object({ part: plantPartSchema, up: z.boolean() }),
    output: z.object({}),
  },
  /** Answers what was transferred, in whole đồng; null where no code was shown. */
  payAsCustomer: {
    role: 'panel',
    input: z.object({ way: customerPaysSchema }),
    output: z.object({ paid: dongSchema.nullable() }),
  },
});
export type PanelContract = typeof panelContract;

export const panelPushSchema = z.object({ type: z.literal('panel'), state: panelStateSchema });
export type PanelPush = z.infer<typeof panelPushSchema>;
