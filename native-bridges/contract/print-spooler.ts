/** What a spooler says of one printer, in the words of its own API. */
export interface SpooledPrinter {
  /** PRINTER_STATUS_* bits (winspool.h). */
  readonly status: number;
  /** PRINTER_ATTRIBUTE_* bits. */
  readonly attributes: number;
}

/**
 * The print spooler of the system: it takes whole documents and hands them to the printer by itself.
 * Every method rejects with a FaultError: `device-absent` without such a printer or spooler,
 * `not-permitted`, `printer-silent` where the spooler does not answer.
 */
export interface PrintSpooler {
  look(printer: string): Promise<SpooledPrinter>;
  /** Puts one document into the queue as it is (RAW); resolves to the number of its job. */
  submit(printer: string, document: string, bytes: Uint8Array): Promise<number>;
  /** JOB_STATUS_* bits; undefined once the job is no longer in the queue. */
  job(printer: string, job: number): Promise<number | undefined>;
  /** Takes a job out of the queue; one that is gone is no failure. */
  cancel(printer: string, job: number): Promise<void>;
  /** Takes all jobs out whose document begins with `prefix`. */
  sweep(printer: string, prefix: string): Promise<void>;
  stop(): void;
}
