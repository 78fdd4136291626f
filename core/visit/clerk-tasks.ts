import type { Coverage } from '../contract/coverage.ts';
import type { ClerkTask, CounterReason } from '../contract/hub.ts';
import type { Slip, SlipStanding } from '../contract/slip.ts';
import { slipSchema } from '../contract/slip.ts';
import { relatedPersonOf, relativeNeedsClerk } from './relative.ts';
import type { Circumstances, VisitContext } from './visit-context.ts';
import { coverOf } from './visit-cover.ts';

/** The slip as it goes with the visit: the one that was shown, or that of the booking chosen. */
const slipOf = ({ slip, bookingId, lookup }: VisitContext): Slip | undefined => {
  if (slip !== undefined) return slip;
  const booking = lookup?.bookings.find(({ id }) => id === bookingId);
  if (booking?.kind !== 're-examination') return undefined;
  return slipSchema.safeParse({
    kind: 're-examination',
    number: booking.code,
    standing: 'valid',
    hisId: booking.id,
  }).data;
};

/** By the rule for children, or because the insurer's portal says so. */
const isChildWithoutCard = ({ reason, route }: Coverage): boolean =>
  reason === 'child-without-card' || route?.reason === 'child-without-card';

const tasksOf = (context: VisitContext, slip: Slip | undefined): readonly ClerkTask[] => {
  const { claim } = context;
  const tasks: readonly (readonly [ClerkTask, boolean])[] = [
    ['identity', claim?.flags.includes('identity-temporary') === true],
    ['passport', claim?.passportNumber !== undefined && claim.method === 'typed'],
    ['birth-certificate', claim !== undefined && isChildWithoutCard(coverOf(context))],
    ['relative-document', relativeNeedsClerk(context)],
    [slip?.kind ?? 'referral', slip !== undefined && slip.standing !== 'valid'],
  ];
  return tasks.flatMap(([task, isOpen]) => (isOpen ? [task] : []));
};

/** Who acts for the patient, what they brought, and what is left for the clerk. */
export const circumstancesOf = (context: VisitContext): Circumstances => {
  const slip = slipOf(context);
  return { relative: relatedPersonOf(context), slip, clerkTasks: tasksOf(context, slip) };
};

/** Where a slip leads that cannot be used: a clerk decides. */
const REASONS: Partial<Record<SlipStanding, CounterReason>> = {
  expired: 'referral-expired',
  used: 'slip-used',
  'too-early': 'slip-not-today',
  'too-late': 'slip-not-today',
  unknown: 'slip-unknown',
};

export const slipRefusal = ({ slip }: VisitContext): CounterReason | undefined =>
  slip && REASONS[slip.standing];
