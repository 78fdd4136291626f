import type { AccessProtocol } from '../../native-bridges/emrtd/reading/document-reading.ts';

/** Commands and the bytes of commands and responses together. */
export interface Traffic {
  readonly commands: number;
  readonly bytes: number;
}

/** Bytes of a response data field: all that a short one holds, or the limit of an extended one. */
export interface Line {
  readonly response: number;
  readonly extended: boolean;
}

/** A file as secure messaging carries it: its length, and the block size of the cipher then. */
export interface CarriedFile {
  readonly length: number;
  readonly block: 8 | 16;
}

/**
 * Commands no reader can leave out before the files: EF.CardAccess, which tells whether there is
 * PACE, SELECT, and those of the protocol (ICAO 9303-11, 4.2 to 4.4).
 */
const OPENING: Readonly<Record<AccessProtocol, number>> = {
  none: 2,
  BAC: 2 + 2,
  'PACE-GM': 2 + 5,
  'PACE-IM': 2 + 5,
  'PACE-CAM': 2 + 5,
};

/** Chip authentication with AES takes two commands, active authentication one (6.1 and 6.2). */
const PROOF = { 'chip-authentication': 2, 'active-authentication': 1, mapping: 0 } as const;
export type ChipProof = keyof typeof PROOF;

export const leastOpening = (access: AccessProtocol, proof: ChipProof): number =>
  OPENING[access] + PROOF[proof];

const encodedLength = (length: number): number => (length < 0x80 ? 1 : length < 0x100 ? 2 : 3);

/** DO '87' with its padding indicator, DO '99', DO '8E' and the status word (9.8.4). */
const protectedResponse = (plain: number, block: number): number => {
  const cryptogram = 1 + (Math.floor(plain / block) + 1) * block;
  return 1 + encodedLength(cryptogram) + cryptogram + 4 + 10 + 2;
};

/** Header, Lc, DO '97', DO '8E' and Le of a protected READ BINARY. */
const readCommand = ({ extended }: Line): number =>
  extended ? 4 + 3 + 4 + 10 + 2 : 4 + 1 + 3 + 10 + 1;

/** The fewest commands that bring the files over, and the fewest bytes for so many commands. */
export const leastReading = (files: readonly CarriedFile[], line: Line): Traffic => {
  let commands = 0;
  let bytes = 0;
  for (const { length, block } of files) {
    let left = length;
    while (left > 0) {
      const part = Math.min(left, mostIn(line.response, block));
      commands += 1;
      bytes += readCommand(line) + protectedResponse(part, block);
      left -= part;
    }
  }
  return { commands, bytes };
};

const mostIn = (response: number, block: number): number => {
  let plain = block - 1;
  while (protectedResponse(plain + block, block) - 2 <= response) plain += block;
  return plain;
};
