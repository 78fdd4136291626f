/** Status words of ISO/IEC 7816-4, 5.1.3, as a chip card uses them. */
export const SW = {
  ok: 0x9000,
  /** Fewer bytes than asked for: the end of the file came first. */
  endOfFile: 0x6282,
  /** What external authentication answers to a wrong proof. */
  notAuthenticated: 0x6300,
  memoryFailure: 0x6581,
  wrongLength: 0x6700,
  securedObjectsMissing: 0x6987,
  securedObjectsWrong: 0x6988,
  securityStatusNotSatisfied: 0x6982,
  authenticationBlocked: 0x6983,
  conditionsNotSatisfied: 0x6985,
  noCurrentFile: 0x6986,
  wrongChaining: 0x6883,
  wrongData: 0x6a80,
  fileNotFound: 0x6a82,
  wrongParameters: 0x6a86,
  referenceNotFound: 0x6a88,
  outsideFile: 0x6b00,
  unknownInstruction: 0x6d00,
  unknownClass: 0x6e00,
} as const;

/** What a command comes to, before secure messaging is put around it. */
export interface Answer {
  readonly data: Uint8Array;
  readonly status: number;
  /** Done once the answer was protected: where new session keys take over. */
  readonly then?: () => void;
  /** How much later than usual the chip answers. */
  readonly delayMs?: number;
}

const NOTHING = new Uint8Array();

export const answer = (status: number, data: Uint8Array = NOTHING): Answer => ({ data, status });
