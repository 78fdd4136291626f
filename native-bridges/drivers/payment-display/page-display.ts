import { type PagePlace } from '../../../core/contract/page-device.ts';
import { type DriverContext } from '../../contract/driver.ts';
import { createPageLine, type PageLine } from '../../transports/page/page-line.ts';
import { type DisplayLine } from './display-line.ts';

/** A page that is alive draws at once. */
const ANSWER_MS = 5_000;

/** The place on one of the kiosk's own pages where a payment code stands. */
export const createPageDisplay = (
  context: DriverContext,
  place: PagePlace,
): { readonly line: DisplayLine; readonly onPage: PageLine } => {
  let tell: (there: boolean) => void = () => undefined;
  const page = createPageLine(context, there => tell(there), place);
  return {
    onPage: page,
    line: {
      start: ({ changed, emptied }) => {
        let wasThere = false;
        tell = there => {
          changed(there ? undefined : 'device-absent');
          if (there && wasThere) emptied();
          wasThere = there;
        };
        tell(page.isThere());
        return Promise.resolve();
      },
      stop: () => {
        tell = () => undefined;
      },
      send: payment => page.send({ kind: 'payment', payment }, ANSWER_MS),
    },
  };
};
