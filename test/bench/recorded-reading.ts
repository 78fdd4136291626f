import { z } from 'zod';
import { cardAccessKeySchema } from '../../core/contract/device.ts';
import type { PresentCard, ReaderTraits } from '../../native-bridges/contract/chip-card.ts';
import {
  virtualChipProfileSchema,
  type VirtualChipProfileInput,
} from '../../native-bridges/contract/virtual-chip-profile.ts';
import type { DocumentReading } from '../../native-bridges/emrtd/reading/document-reading.ts';
import { readDocument } from '../../native-bridges/emrtd/reading/read-document.ts';
import { trustAnchorsOf } from '../../native-bridges/emrtd/trust/trust-anchors.ts';
import { createSeededRandom } from '../../native-bridges/simulators/chip/seeded-random.ts';
import { createVirtualChip } from '../../native-bridges/simulators/chip/virtual-chip.ts';

/** What the hospital reads where nobody configured anything else. */
export const DEFAULT_FILES = ['DG1', 'DG13', 'DG14', 'DG15', 'SOD'] as const;

/**
 * All that was said between reader and chip, in hex. The reader's random numbers follow from a seed,
 * so that a replay asks the same and takes the time of the reader alone.
 */
export const recordedReadingSchema = z.object({
  atr: z.string(),
  extendedLength: z.boolean(),
  key: cardAccessKeySchema,
  csca: z.string(),
  crl: z.string(),
  today: z.number(),
  exchanges: z.array(z.object({ command: z.string(), response: z.string() })),
});
export type RecordedReading = z.infer<typeof recordedReadingSchema>;

const SEED = 'a measured reading';
const TODAY = Date.UTC(2026, 5, 1);

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));

const traits = (extendedLength: boolean): ReaderTraits => ({
  model: 'measured reader',
  extendedLength,
  maxShortResponse: 256,
});

const read = (recording: Omit<RecordedReading, 'exchanges'>, transmit: PresentCard['transmit']) =>
  readDocument({
    card: {
      transmit,
      atr: bytesOf(recording.atr),
      reader: traits(recording.extendedLength),
    },
    keys: [recording.key],
    files: DEFAULT_FILES,
    random: createSeededRandom(SEED),
    trust: trustAnchorsOf([bytesOf(recording.csca)], [bytesOf(recording.crl)]),
    today: recording.today,
    readSizes: new Map(),
  });

/** Reads the chip of that profile once, and keeps what was said. */
export const recordReading = async (
  profile: VirtualChipProfileInput,
  extendedLength: boolean,
): Promise<{ readonly recording: RecordedReading; readonly reading: DocumentReading }> => {
  const chip = createVirtualChip(virtualChipProfileSchema.parse(profile));
  const { authority, mrz } = chip.personalised;
  const { documentNumber, birthDate, expiryDate } = mrz;
  const exchanges: RecordedReading['exchanges'] = [];
  const about = {
    atr: hex(chip.atr),
    extendedLength,
    key: { kind: 'mrz', documentNumber, birthDate, expiryDate } as const,
    csca: hex(authority.csca),
    crl: hex(authority.crl(TODAY)),
    today: TODAY,
  };
  const reading = await read(about, async command => {
    const response = await chip.transmit(command);
    exchanges.push({ command: hex(command), response: hex(response) });
    return response;
  });
  return { recording: { ...about, exchanges }, reading };
};

/**
 * The same reading against the recorded answers: what is left is the work of the reader.
 * @throws Error where the reader asks anything else than it did.
 */
export const replayReading = (recording: RecordedReading): Promise<DocumentReading> => {
  let at = 0;
  return read(recording, command => {
    const said = recording.exchanges[at];
    at += 1;
    if (said?.command !== hex(command)) throw new Error(`command ${at} is not the recorded one`);
    return Promise.resolve(bytesOf(said.response));
  });
};
