import { type DriverContext } from '../../contract/driver.ts';
import { createPageLine, type PageLine } from '../../transports/page/page-line.ts';
import { type Loudspeaker } from './loudspeaker.ts';

/** The longest recording takes a minute. */
const LONGEST_MS = 70_000;

/** The loudspeaker of the machine, which the page of the kiosk can reach. */
export const createPageLoudspeaker = (
  context: DriverContext,
): { readonly loudspeaker: Loudspeaker; readonly onPage: PageLine } => {
  let tell: (there: boolean) => void = () => undefined;
  const line = createPageLine(context, there => tell(there));
  return {
    onPage: line,
    loudspeaker: {
      watch: onChange => {
        tell = onChange;
        onChange(line.isThere());
      },
      play: clip => line.send({ kind: 'sound', ...clip }, LONGEST_MS),
      stop: () => {
        tell = () => undefined;
      },
    },
  };
};
