import { keepChannel, type KeptChannelOptions } from './kept-channel.ts';
import { type HeldLine, visitChannel } from './visited-channel.ts';

/**
 * `kept`: open all the time, for what has one owner by its nature. `visited`: open only while it is
 * held, for devices that serve one peer at a time and would wait for a crashed one for minutes.
 */
export type LineUse = 'kept' | 'visited';

export const holdLine = (use: LineUse, options: KeptChannelOptions): HeldLine => {
  if (use === 'visited') return visitChannel(options);
  const kept = keepChannel(options);
  return { ...kept, hold: () => Promise.resolve(() => undefined) };
};
