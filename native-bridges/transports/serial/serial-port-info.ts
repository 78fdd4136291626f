/** A serial port as the system describes it; USB numbers in four small hex digits. */
export interface SerialPortInfo {
  readonly path: string;
  readonly vendorId?: string;
  readonly productId?: string;
  readonly serialNumber?: string;
  readonly manufacturer?: string;
  readonly product?: string;
  /** The socket it is plugged into. */
  readonly usbPort?: string;
}
