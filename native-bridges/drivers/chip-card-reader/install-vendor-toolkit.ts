import { type DriverName } from '../../contract/driver-table.ts';
import { type ChipCardReaderDriver, type DriverContext } from '../../contract/driver.ts';
import { configuredTrust } from './configured-trust.ts';
import { openToolkitLine } from './toolkit-line.ts';
import { portraitOfDg2, portraitOfPicture } from './small-portrait.ts';
import { createVendorToolkitReader } from './vendor-toolkit.ts';

export interface VendorToolkitConfig {
  readonly driver: DriverName;
  readonly url?: string | undefined;
  readonly trustFolder?: string | undefined;
  readonly portrait?: boolean | undefined;
}

const THIS_MACHINE = 'http://127.0.0.1:8000';

/** The driver of an ID-card terminal with everything it needs of this machine. */
export const installVendorToolkitReader = (
  config: VendorToolkitConfig,
  context: DriverContext,
): ChipCardReaderDriver =>
  createVendorToolkitReader(
    {
      driver: config.driver,
      openLine: listener => openToolkitLine(config.url ?? THIS_MACHINE, listener),
      loadTrust: configuredTrust(config.trustFolder, context.clock),
      portrait: config.portrait ?? false,
      portraitOf: portraitOfDg2,
      smallPicture: portraitOfPicture,
    },
    context,
  );
