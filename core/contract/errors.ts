import { z } from 'zod';

/**
 * What a failure means for the next step, which is all a retry policy may look at:
 * transient: nothing happened, the same request may be repeated;
 * ambiguous: it may have happened, look it up before anything is repeated;
 * permanent: repeating cannot help, a person or another path is needed.
 */
export const FAULT_FAMILIES = ['transient', 'ambiguous', 'permanent'] as const;
export type FaultFamily = (typeof FAULT_FAMILIES)[number];

/** Every failure that may cross a boundary. The words for people are looked up by this code. */
export const FAULTS = {
  // the network and the systems behind it
  'hub-unreachable': 'transient',
  'hub-timeout': 'ambiguous',
  'hub-overloaded': 'transient',
  'hub-refused': 'permanent',
  'hub-unauthorised': 'permanent',
  /** What answers is not the hub that this kiosk joined. */
  'hub-not-trusted': 'permanent',
  /** The clocks of kiosk and hub differ too much for a signature to count. */
  'clock-skew': 'permanent',
  // joining a hub
  'kiosk-not-enrolled': 'permanent',
  'kiosk-revoked': 'permanent',
  'enrolment-code-wrong': 'permanent',
  'enrolment-code-used': 'permanent',
  'enrolment-code-expired': 'permanent',
  /** Another machine has this name, and the code does not say that it is replaced. */
  'kiosk-id-taken': 'permanent',
  'his-unreachable': 'transient',
  'his-timeout': 'ambiguous',
  'his-busy': 'transient',
  'his-conflict': 'ambiguous',
  'his-unauthorised': 'permanent',
  'his-rejected': 'permanent',
  'his-protocol': 'permanent',
  'payment-unreachable': 'transient',
  'payment-timeout': 'ambiguous',
  'payment-refused': 'permanent',
  // what a patient presents
  'code-unknown': 'permanent',
  'code-damaged': 'permanent',
  'card-unreadable': 'transient',
  'card-removed': 'transient',
  'card-expired': 'permanent',
  'card-not-authentic': 'permanent',
  /** The chip did not open with this key; another key may fit. */
  'card-key-refused': 'permanent',
  /** The chip takes no more keys for now, or never. */
  'card-blocked': 'permanent',
  /** The chip answers, too slowly to wait for. */
  'card-too-slow': 'transient',
  'patient-not-found': 'permanent',
  'booking-not-found': 'permanent',
  'booking-used': 'permanent',
  /** The patient's papers are those the relative showed as their own. */
  'same-document': 'permanent',
  'identity-mismatch': 'permanent',
  'clinic-full': 'permanent',
  'clinic-closed': 'permanent',
  'numbers-exhausted': 'transient',
  // devices
  'device-absent': 'transient',
  'device-crashed': 'transient',
  'device-busy': 'transient',
  'device-protocol': 'permanent',
  'printer-paper-end': 'transient',
  'printer-cover-open': 'transient',
  'printer-jam': 'transient',
  'printer-offline': 'transient',
  'printer-toner-end': 'transient',
  /** The head is too hot; it goes on by itself. */
  'printer-hot': 'transient',
  /** The line is open and a model that answers does not: nothing is known of it. */
  'printer-silent': 'transient',
  'print-uncertain': 'ambiguous',
  'render-failed': 'permanent',
  // boundaries themselves
  'bad-request': 'permanent',
  'unknown-method': 'permanent',
  'not-permitted': 'permanent',
  'stale-step': 'permanent',
  'not-possible-now': 'permanent',
  'idempotency-conflict': 'permanent',
  'storage-failed': 'transient',
  'config-invalid': 'permanent',
  'data-in-use': 'permanent',
  'data-unreadable': 'permanent',
  internal: 'permanent',
} as const satisfies Record<string, FaultFamily>;

export type FaultCode = keyof typeof FAULTS;
export const faultCodeSchema = z.enum(Object.keys(FAULTS) as [FaultCode, ...FaultCode[]]);

/** A failure as it crosses a boundary: no text for people, no personal data. */
export const faultSchema = z.object({
  code: faultCodeSchema,
  retryable: z.boolean(),
  correlationId: z.string().min(1),
});
export type Fault = z.infer<typeof faultSchema>;

/** The family that decides what may be done next. */
export const familyOf = (code: FaultCode): FaultFamily => FAULTS[code];

/** True only where nothing can have happened yet, so that a plain repeat is harmless. */
export const isRetryable = (code: FaultCode): boolean => FAULTS[code] === 'transient';

/**
 * The one exception type of the product. `message` is for the log and for IT: it never holds
 * personal data; people see words chosen by `code`.
 */
export class FaultError extends Error {
  override readonly name = 'FaultError';
  readonly code: FaultCode;
  /** Whole milliseconds the other side asked us to wait (Retry-After), where it did. */
  readonly retryAfterMs: number | undefined;

  constructor(
    code: FaultCode,
    message: string = code,
    options: { cause?: unknown; retryAfterMs?: number } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }

  get family(): FaultFamily {
    return familyOf(this.code);
  }

  toFault(correlationId: string): Fault {
    return { code: this.code, retryable: isRetryable(this.code), correlationId };
  }
}

/** Any thrown value as a coded failure; what is not ours is `internal`. */
export const asFaultError = (thrown: unknown): FaultError =>
  thrown instanceof FaultError
    ? thrown
    : new FaultError('internal', thrown instanceof Error ? thrown.message : 'unknown failure', {
        cause: thrown,
      });
