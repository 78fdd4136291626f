/** What the sensors of a printer see. */
export interface PrinterSensors {
  readonly paper: 'ok' | 'near-end' | 'end';
  readonly coverOpen: boolean;
  readonly jammed: boolean;
  /** The head is too hot and waits. */
  readonly hot: boolean;
}

export const NOTHING_WRONG: PrinterSensors = {
  paper: 'ok',
  coverOpen: false,
  jammed: false,
  hot: false,
};

const bits = (...pairs: readonly (readonly [boolean, number])[]): number =>
  pairs.reduce((byte, [set, mask]) => (set ? byte | mask : byte), 0);

export const isOffline = (sensors: PrinterSensors): boolean =>
  sensors.paper === 'end' || sensors.coverOpen || sensors.jammed || sensors.hot;

/** Answer to DLE EOT n; bits 1 and 4 are always set. */
export const realTimeStatus = (n: number, sensors: PrinterSensors): number => {
  const end = sensors.paper === 'end';
  const low = sensors.paper !== 'ok';
  const answers: Readonly<Record<number, number>> = {
    1: bits([isOffline(sensors), 0x08]),
    2: bits([sensors.coverOpen, 0x04], [end, 0x20], [sensors.jammed || sensors.hot, 0x40]),
    3: bits([sensors.jammed, 0x08], [sensors.hot, 0x40]),
    4: bits([low, 0x0c], [end, 0x60]),
  };
  return 0x12 | (answers[n] ?? 0);
};

/** The four bytes of automatic status back. */
export const automaticStatus = (sensors: PrinterSensors): Uint8Array =>
  Uint8Array.of(
    0x10 | bits([isOffline(sensors), 0x08], [sensors.coverOpen, 0x20]),
    bits([sensors.jammed, 0x08], [sensors.hot, 0x40]),
    paperSensorStatus(sensors),
    0x00,
  );

/** Answer to GS r 1. */
export const paperSensorStatus = (sensors: PrinterSensors): number =>
  bits([sensors.paper !== 'ok', 0x03], [sensors.paper === 'end', 0x0c]);
