import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const fileIn = (dataDirectory: string): string => join(dataDirectory, 'hub.address');

/** `certificate`: PEM of what answers there, where it speaks TLS. */
const addressSchema = z.object({ url: z.url(), certificate: z.string().optional() });
export type HubAddress = z.infer<typeof addressSchema>;

/** Where commands on this machine find the hub that holds a data directory. */
export const writeHubAddress = (dataDirectory: string, address: HubAddress): void => {
  writeFileSync(fileIn(dataDirectory), `${JSON.stringify(address)}\n`, { mode: 0o600 });
};

export const removeHubAddress = (dataDirectory: string): void => {
  rmSync(fileIn(dataDirectory), { force: true });
};

/** Undefined where no hub says that it runs; after a crash it may be out of date. */
export const readHubAddress = (dataDirectory: string): HubAddress | undefined => {
  try {
    return addressSchema.parse(JSON.parse(readFileSync(fileIn(dataDirectory), 'utf8')));
  } catch {
    return undefined;
  }
};
