import { writeFileSync } from 'node:fs';
import { asFaultError, FaultError } from '../../core/contract/errors.ts';
import { createVirtualCard, portOfSlot } from '../../native-bridges/contract/card-tools.ts';
import { loadCardProfile } from './card-profile.ts';
import { give } from './output.ts';

export interface CardSimulateOptions {
  /** Slot of the virtual reader, counted from 0. */
  readonly slot: number;
  readonly host: string;
  /** Instead of the port of the slot. */
  readonly port?: number;
  /** Where to write the certificate of the authority that signed the card. */
  readonly csca?: string;
}

/**
 * Lays a virtual chip into the virtual reader of this machine until it is told to stop. Everything
 * about the card may be shown: its holder does not exist.
 * @throws FaultError `config-invalid`, `device-absent` where no vpcd listens, `device-busy` where
 * another card lies in the slot
 */
export const cardSimulate = async (
  file: string,
  { slot, host, port = portOfSlot(slot), csca }: CardSimulateOptions,
  asJson: boolean,
): Promise<void> => {
  const profile = loadCardProfile(file);
  const card = createVirtualCard(profile);
  if (csca !== undefined) writeNew(csca, card.csca);
  const inserted = await card.insert(host, port).catch((cause: unknown) => {
    const { code } = asFaultError(cause);
    throw new FaultError(
      code,
      code === 'device-busy'
        ? `another card lies in the virtual reader at ${host}:${port}`
        : `no virtual reader (vpcd) listens at ${host}:${port}`,
    );
  });
  const { documentNumber, birthDate, expiryDate, zone } = card;
  const { can } = profile.access;
  give(
    {
      json: {
        card: profile.id,
        host,
        port,
        key: { documentNumber, birthDate, expiryDate },
        ...(can === undefined ? {} : { can }),
        zone,
      },
      lines: [
        `${profile.id} lies in the virtual reader at ${host}:${port}; Ctrl-C takes it away`,
        `  opens with  --doc ${documentNumber} --birth ${birthDate} --expiry ${expiryDate}`,
        ...(can === undefined ? [] : [`          or  --can ${can}`]),
        ...zone.map(line => `  ${line}`),
      ],
    },
    asJson,
  );
  const told = new AbortController();
  const stop = (): void => {
    told.abort();
    void inserted.remove();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  await inserted.removed;
  process.off('SIGINT', stop);
  process.off('SIGTERM', stop);
  if (told.signal.aborted) return;
  const why = 'its profile took it away, or the reader is gone';
  throw new FaultError('card-removed', `the card is out: ${why}`);
};

const writeNew = (file: string, bytes: Uint8Array): void => {
  try {
    writeFileSync(file, bytes, { flag: 'wx' });
  } catch (cause) {
    const exists = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    const why = exists ? 'is there already; name a new file' : 'cannot be written';
    throw new FaultError('bad-request', `${file} ${why}`, { cause });
  }
};
