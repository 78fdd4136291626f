/**
 * Carries one request of the IPP to a printer and its answer back (RFC 8010, 4).
 * @throws FaultError `device-absent` where nothing was sent, `printer-silent` where something was
 * and no whole answer came, `not-permitted`, `device-protocol`
 */
export type ExchangeIpp = (request: Uint8Array, limits: ExchangeLimits) => Promise<Uint8Array>;

export interface ExchangeLimits {
  /** From the first byte sent to the last received, in milliseconds. */
  readonly ms: number;
}

/** The way to one printer. */
export interface IppLine {
  /** As the printer names itself in requests. */
  readonly printerUri: string;
  readonly exchange: ExchangeIpp;
  stop(): void;
}
