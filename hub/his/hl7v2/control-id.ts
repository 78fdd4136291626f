import { createHash } from 'node:crypto';

/**
 * MSH-10 of what an event causes: the same for every repeat, another for every message of the
 * event. v2.5.1 allows 20 characters (2.14.9.10), too few for a UUID: 120 bits of a digest stand in.
 */
export const controlIdOf = (eventId: string, purpose: string): string =>
  createHash('sha256')
    .update(`${eventId.toLowerCase()}|${purpose}`)
    .digest('base64url')
    .slice(0, 20);
