/** A running device process as the host sees it, whatever made it. */
export interface DeviceProcess {
  /** Undefined where it never came up. */
  readonly pid: number | undefined;
  /** Never throws: a message that cannot be handed over is reported to `failed`. */
  send(message: unknown, failed: (cause: Error) => void): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, when the process has ended and everything it said was delivered. */
  onEnd(listener: (reason: string) => void): void;
  /** Ends it at once, as the operating system can. */
  kill(): void;
}

/** Starts one device process: `child_process.fork` in Node, `utilityProcess.fork` in Electron. */
export type DeviceProcessLauncher = () => DeviceProcess;
