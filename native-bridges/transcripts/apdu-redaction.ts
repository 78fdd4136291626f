/** CLA INS P1 P2 (ISO/IEC 7816-4, 5.1). */
const COMMAND_HEAD = 4;
const STATUS_WORD = 2;
const SELECT = 0xa4;

/**
 * A command APDU without what it says: header and length stay, and the name in a SELECT, which is
 * the same on every card.
 */
export const redactCommand = (command: Uint8Array): Uint8Array => {
  if (command[1] === SELECT && ((command[0] ?? 0) & 0x0c) === 0) return command;
  const extended = command.length > COMMAND_HEAD + 3 && command[COMMAND_HEAD] === 0;
  const kept = COMMAND_HEAD + (extended ? 3 : 1);
  return command.map((byte, index) => (index < kept ? byte : 0));
};

/** A response APDU without its data: length and status word stay. */
export const redactResponse = (response: Uint8Array): Uint8Array =>
  response.map((byte, index) => (index < response.length - STATUS_WORD ? 0 : byte));
