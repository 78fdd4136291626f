import { type CardSlot } from '../../contract/chip-card.ts';
import { chipReadingOf, type ChipReadingSettings } from '../../contract/chip-reading.ts';
import { type DriverName } from '../../contract/driver-table.ts';
import { type ChipCardReaderDriver, type DriverContext } from '../../contract/driver.ts';
import { systemRandom } from '../../process/system-random.ts';
import { configuredTrust } from './configured-trust.ts';
import { readDocument } from '../../emrtd/reading/read-document.ts';
import { createChipCardReader } from './driver.ts';
import { portraitOfDg2 } from './small-portrait.ts';

/** The driver of a slot with everything it needs of this machine. */
export const installChipCardReader = (
  config: ChipReadingSettings & { readonly driver: DriverName },
  slot: CardSlot,
  context: DriverContext,
): ChipCardReaderDriver => {
  const choice = chipReadingOf(config);
  return createChipCardReader(
    {
      driver: config.driver,
      slot: context.recorder?.slot(slot) ?? slot,
      choice,
      readDocument,
      random: systemRandom,
      loadTrust: configuredTrust(choice.trustFolder, context.clock),
      portraitOf: portraitOfDg2,
    },
    context,
  );
};
