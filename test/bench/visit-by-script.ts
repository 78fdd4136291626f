import { setTimeout as delay } from 'node:timers/promises';
import type { RunningDemonstration } from '../e2e/demonstration.ts';
import type { ScriptedScreen } from '../e2e/scripted-screen.ts';
import { cardCodeOf } from './synthetic-check-ins.ts';

const LOOK_MS = 10;

const isPrinting = ({ latest: { step } }: ScriptedScreen): boolean =>
  step.name === 'ticket' && step.ticket.print === 'printing';

/**
 * A whole visit as fast as the programs allow: code scanned, identity confirmed, clinic and payer
 * chosen, ticket printed. It ends on the last page, where the next person's code is heard too.
 * @param index whose visit: a different person for each.
 */
export const visitByScript = async (
  { scan }: Pick<RunningDemonstration, 'scan'>,
  screen: ScriptedScreen,
  index: number,
): Promise<void> => {
  await scan(cardCodeOf(index));
  await screen.reaches('confirm');
  await screen.send({ type: 'confirmIdentity' });
  const { step } = await screen.reaches('clinic');
  const open = step.clinics.filter(({ state }) => state === 'open');
  const { servicePointId = '' } = open[index % open.length] ?? {};
  await screen.send({ type: 'chooseClinic', servicePointId });
  await screen.reaches('coverage');
  await screen.send({ type: 'choosePayer', mode: 'self-pay' });
  await screen.reaches('ticket');
  while (isPrinting(screen)) await delay(LOOK_MS);
  await screen.send({ type: 'finish' });
  await screen.reaches('farewell');
};
