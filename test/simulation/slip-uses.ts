import { allEvents, type Check, groupedBy } from './facts.ts';

/**
 * Of all visits with one slip for a re-examination, one alone is in the HIS as having used it; the
 * others say which. A kiosk calls a slip used only where somebody came with it before.
 */
export const slipsUsedOnce: Check = facts => {
  const shown = facts.effects.filter(({ event }) => event.type === 'check-in' && event.slip);
  const uses = groupedBy(shown, ({ event }) => event.slip?.number ?? '');
  const twice = [...uses].flatMap(([slip, effects]) => {
    const flaggedBy = effects.flatMap(({ slipUsedBy }) => slipUsedBy ?? []);
    const free = effects.filter(
      ({ slipUsedBy, duplicateOf }) => slipUsedBy === undefined && duplicateOf === undefined,
    );
    return [
      ...(free.length > 1 ? [`${slip} was good for ${free.length} visits`] : []),
      ...(new Set(flaggedBy).size > 1 ? [`${slip} has ${flaggedBy.length} first users`] : []),
    ];
  });
  const brought = new Set(allEvents(facts).flatMap(event => event.slip?.number ?? []));
  const refused = [...facts.slipsRefused].filter(slip => !brought.has(slip));
  return [...twice, ...refused.map(slip => `${slip} was refused as used, and nobody had used it`)];
};
