/** A HID interface as the system describes it. */
export interface HidDeviceInfo {
  readonly path: string;
  readonly vendorId: number;
  readonly productId: number;
  readonly serialNumber?: string;
  readonly manufacturer?: string;
  readonly product?: string;
  /** Absent where the system does not say what a device is for. */
  readonly usagePage?: number;
}

/** An open HID interface. */
export interface HidHandle {
  /** Every input report, its id in front. */
  onReport(listener: (report: Uint8Array) => void): void;
  /** The device is away; nothing more comes. */
  onLost(listener: () => void): void;
  close(): void;
}

/** The seam below which only the system's own HID library is. */
export interface HidBinding {
  list(): Promise<readonly HidDeviceInfo[]>;
  /** Rejects with whatever the library says. */
  open(path: string): Promise<HidHandle>;
  /** The report descriptor; undefined where the system does not hand it out. */
  descriptor(path: string): Promise<Uint8Array | undefined>;
}
