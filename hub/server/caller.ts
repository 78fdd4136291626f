/** Who calls. */
export interface Caller {
  /** The name the machine has now. */
  readonly kioskId: string;
  /** Names it had before. */
  readonly formerNames: readonly string[];
  readonly keyId: string;
  /** Network address, for limits only. */
  readonly address: string;
  /** The caller's clock less the hub's, in milliseconds; whole seconds were signed. */
  readonly clockAheadMs: number;
}
