/** An open line to a device: serial port, socket or USB endpoint. It is used once: a lost line is opened anew. */
export interface ByteChannel {
  /** False for ever once the line was lost or closed. */
  readonly isOpen: boolean;
  /** What the device says of its messages by itself: a HID report descriptor. */
  readonly descriptor?: Uint8Array;
  /**
   * Resolves when the bytes were handed to the line, which says nothing about the device.
   * @throws FaultError `device-absent` on a line that is not open; nothing is kept for later.
   */
  write(bytes: Uint8Array): Promise<void>;
  onData(listener: (chunk: Uint8Array) => void): void;
  /** Called once, when the line is lost or closed. */
  onClose(listener: () => void): void;
  /** Lets what was written arrive, where the line can still carry it. */
  close(): void;
  /** Closes the line so that nothing still under way arrives; absent where a line holds nothing. */
  abandon?(): void;
}

/** @throws FaultError `device-absent` while there is nothing to open. */
export type OpenByteChannel = () => Promise<ByteChannel>;
