import type { Said } from '../said.ts';

/** What a part of the page for matching tells the page. */
export interface PartProps {
  readonly onSaid: (said: Said) => void;
  readonly onFault: (fault: string | undefined) => void;
}
