import { writeFileSync } from 'node:fs';
import type { Clock } from '../../core/ports/ports.ts';
import type { DeviceBridge } from '../../native-bridges/contract/bridge.ts';
import { type SampleTicket, sampleTicket } from '../host/sample-ticket.ts';
import type { Answer } from './output.ts';

/** The ticket as the printer would print it, as a picture: nobody's number, and it says so. */
export const ticketSample = async (
  bridge: Pick<DeviceBridge, 'preview'>,
  clock: Clock,
  options: SampleTicket,
  file: string,
): Promise<Answer> => {
  const picture = await bridge.preview(sampleTicket(clock, options));
  writeFileSync(file, Buffer.from(picture.png, 'base64'));
  return {
    json: { file, widthDots: picture.widthDots, heightDots: picture.heightDots },
    lines: [`${file}: ${picture.widthDots} × ${picture.heightDots} dots`],
  };
};
