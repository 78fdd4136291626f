import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const fileIn = (dataDirectory: string): string => join(dataDirectory, 'hub.address');

const addressSchema = z.object({ url: z.url() });

/** Where commands on this machine find the hub that holds a data directory. */
export const writeHubAddress = (dataDirectory: string, url: string): void => {
  const local = url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
  writeFileSync(fileIn(dataDirectory), `${JSON.stringify({ url: local })}\n`, { mode: 0o600 });
};

export const removeHubAddress = (dataDirectory: string): void => {
  rmSync(fileIn(dataDirectory), { force: true });
};

/** Undefined where no hub says that it runs; after a crash it may be out of date. */
export const readHubAddress = (dataDirectory: string): string | undefined => {
  try {
    return addressSchema.parse(JSON.parse(readFileSync(fileIn(dataDirectory), 'utf8'))).url;
  } catch {
    return undefined;
  }
};
