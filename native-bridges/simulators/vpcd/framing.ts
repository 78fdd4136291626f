/** The longest message: its length stands in two bytes. */
export const LONGEST_MESSAGE = 0xffff;

/** What the reader wants of the card, as a message of one byte. */
export const CONTROL = { powerOff: 0, powerOn: 1, reset: 2, answerToReset: 4 } as const;

/**
 * A message of the vpcd protocol: length in two bytes, big-endian, then the bytes.
 * @throws RangeError where it is longer than that can say.
 */
export const encodeMessage = (payload: Uint8Array): Uint8Array => {
  if (payload.length > LONGEST_MESSAGE) throw new RangeError('message too long for vpcd');
  const message = new Uint8Array(2 + payload.length);
  message[0] = payload.length >> 8;
  message[1] = payload.length & 0xff;
  message.set(payload, 2);
  return message;
};

/** Puts messages together from pieces of any size; returns those that are complete. */
export const createMessageReader = (): ((piece: Uint8Array) => Uint8Array[]) => {
  let rest = new Uint8Array();
  return piece => {
    const bytes = new Uint8Array(rest.length + piece.length);
    bytes.set(rest);
    bytes.set(piece, rest.length);
    const messages: Uint8Array[] = [];
    let at = 0;
    while (at + 2 <= bytes.length) {
      const end = at + 2 + (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0));
      if (end > bytes.length) break;
      messages.push(bytes.subarray(at + 2, end));
      at = end;
    }
    rest = bytes.slice(at);
    return messages;
  };
};
