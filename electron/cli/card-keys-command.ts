import type { CardAccessKey } from '../../core/contract/device.ts';
import { type KeyOptions, scannedKeys } from './card-keys.ts';
import { shownKey } from './card-masking.ts';
import { type Answer, columns } from './output.ts';

/** What may open the chip of the card this came from; needs no chip and no reader. */
export const cardKeys = (options: KeyOptions, reveal: boolean): Answer => {
  const { kind, keys } = scannedKeys(options);
  const shown = keys.map(key => shownKey(key, reveal));
  return {
    json: { kind, revealed: reveal, keys: shown },
    lines:
      shown.length === 0
        ? [`${kind}: no key follows from it`]
        : [`${kind}: ${shown.length} to try`, ...columns(shown.map(keyCells))],
    exitCode: shown.length === 0 ? 1 : 0,
  };
};

const keyCells = (key: CardAccessKey, index: number): readonly string[] => [
  `  ${index + 1}`,
  ...(key.kind === 'can'
    ? [`card access number ${key.number}`]
    : [`number ${key.documentNumber}`, `birth ${key.birthDate}`, `expiry ${key.expiryDate}`]),
];
