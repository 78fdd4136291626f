import { expect, test } from 'vitest';
import { withBooking } from './testing/known-patient.ts';
import { checkInForBooking } from './testing/visit-walks.ts';
import { visitWorld } from './testing/visit-world.ts';

/** The ticket page after "print again", where the printer said so of both jobs. */
const printedAgain = async (print: 'printed' | 'uncertain' | 'failed') => {
  const world = visitWorld({ lookUp: withBooking, print });
  await checkInForBooking(world);
  const label = world.issued[0]?.number.label;
  if (label === undefined) throw new Error('no number was given out');
  world.send({ type: 'reprint', label, large: false });
  const { step } = await world.settle();
  return step.name === 'ticket' ? step.ticket : undefined;
};

test.each(['printed', 'uncertain'] as const)(
  'a ticket asked for again is a second one after a ticket that is %s',
  async print => {
    expect(await printedAgain(print)).toMatchObject({ print, reprinted: true });
  },
);

test('a ticket asked for again is the first one where nothing came out', async () => {
  expect(await printedAgain('failed')).toMatchObject({ print: 'failed', reprinted: false });
});
