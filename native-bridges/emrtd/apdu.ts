/** Command and response of ISO/IEC 7816-4, short form. */

/** Sends one command APDU and returns the response with its status word. */
export type Transmit = (command: Uint8Array) => Promise<Uint8Array>;

export interface Response {
  readonly data: Uint8Array;
  /** SW1 and SW2 as one number; 0 where the response had none. */
  readonly status: number;
}

export const STATUS = {
  ok: 0x9000,
  /** End of file reached before reading Le bytes: the data are good. */
  endOfFile: 0x6282,
  memoryFailure: 0x6581,
  wrongLength: 0x6700,
  accessDenied: 0x6982,
  notFound: 0x6a82,
  outsideFile: 0x6b00,
  unknownInstruction: 0x6d00,
} as const;

export const splitResponse = (response: Uint8Array): Response => {
  const end = response.length - 2;
  if (end < 0) return { data: new Uint8Array(), status: 0 };
  return {
    data: response.subarray(0, end),
    status: ((response[end] ?? 0) << 8) | (response[end + 1] ?? 0),
  };
};

/** SELECT by application identifier, no response data asked for. */
export const selectApplication = (identifier: Uint8Array): Uint8Array =>
  Uint8Array.of(0x00, 0xa4, 0x04, 0x0c, identifier.length, ...identifier);

/** SELECT an elementary file under the current application, no response data asked for. */
export const selectFile = (fid: number): Uint8Array =>
  Uint8Array.of(0x00, 0xa4, 0x02, 0x0c, 0x02, fid >> 8, fid & 0xff);

/** READ BINARY of the current file; `offset` below 32,768, `length` 1 to 255. */
export const readBinary = (offset: number, length: number): Uint8Array =>
  Uint8Array.of(0x00, 0xb0, (offset >> 8) & 0x7f, offset & 0xff, length);
