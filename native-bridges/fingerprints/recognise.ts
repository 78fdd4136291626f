import { type DeviceKind } from '../../core/contract/device.ts';
import { type Suggestion } from '../contract/device-care.ts';
import { type DriverName } from '../contract/driver-table.ts';
import { type UsbDevice } from '../contract/usb-device.ts';
import { CARD_READERS } from './card-readers.ts';
import { CODE_SCANNERS } from './code-scanners.ts';
import { type ModelFingerprint } from './fingerprint.ts';
import { LINES } from './lines.ts';
import { RECEIPT_PRINTERS } from './receipt-printers.ts';

/** From this score on nobody need be asked. */
export const CERTAIN = 60;

/** What a match is worth, beside what the line says. */
const SCORES = { vendor: 30, product: 20, says: 20 } as const;
const HIGHEST = 100;

export const MODELS: readonly ModelFingerprint[] = [
  ...CARD_READERS,
  ...CODE_SCANNERS,
  ...RECEIPT_PRINTERS,
];

/** Drivers for a device on the bus, the likeliest first; none where no line of it is known. */
export const recognise = (device: UsbDevice): readonly Suggestion[] => {
  const suggestions = LINES.filter(line => line.shows(device)).flatMap(line =>
    (Object.entries(line.drivers) as [DeviceKind, DriverName][]).map(([kind, driver]) =>
      suggestionOf(device, kind, driver, line.score),
    ),
  );
  return suggestions
    .toSorted((one, other) => other.score - one.score)
    .filter(({ kind }, at, all) => all.findIndex(other => other.kind === kind) === at);
};

const suggestionOf = (
  device: UsbDevice,
  kind: DeviceKind,
  driver: DriverName,
  lineScore: number,
): Suggestion => {
  const best = MODELS.filter(model => model.kind === kind)
    .map(model => ({ model, worth: worthOf(model, device) }))
    .reduce<{ model: ModelFingerprint; worth: number } | undefined>(
      (found, next) => (next.worth > (found?.worth ?? 0) ? next : found),
      undefined,
    );
  const score = Math.min(lineScore + (best?.worth ?? 0), HIGHEST);
  if (best === undefined) return { kind, driver, score };
  const { name, profile } = best.model;
  return { kind, driver, name, ...(profile === undefined ? {} : { profile }), score };
};

/** 0 where the fingerprint does not fit. */
const worthOf = (model: ModelFingerprint, device: UsbDevice): number => {
  if (model.vendorId !== device.vendorId) return 0;
  if (model.productIds?.includes(device.productId) === false) return 0;
  const said = `${device.manufacturer ?? ''} ${device.product ?? ''}`;
  if (model.says?.test(said) === false) return 0;
  return (
    SCORES.vendor +
    (model.productIds === undefined ? 0 : SCORES.product) +
    (model.says === undefined ? 0 : SCORES.says)
  );
};
