import { asFaultError, type FaultCode } from '../../core/contract/errors.ts';
import type { CounterReason } from '../../core/contract/hub.ts';
import type { IdentityClaim } from '../../core/contract/identity.ts';
import type { Slip, SlipStanding } from '../../core/contract/slip.ts';
import { NO_GROUNDS, withRoute } from '../../core/coverage/route.ts';
import type { IssuedVisit } from '../../core/visit/visit-context.ts';
import type { KioskServices } from './kiosk-node.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import type { Visitor } from './visitors.ts';

/** What comes of a visit, as somebody in front of the kiosk sees it. */
export interface VisitEars {
  told(issued: IssuedVisit): void;
  refused(code: FaultCode): void;
  /** The kiosk says that a slip was used up before. */
  slipRefused(number: string): void;
}

export interface VisitParts {
  readonly process: SimulatedProcess;
  readonly services: KioskServices;
  readonly visitor: Visitor;
  readonly ears: VisitEars;
}

/** Nobody came along, and no paper was brought. */
const NOTHING_SPECIAL = { relative: undefined, slip: undefined, clerkTasks: [] } as const;

/** Words of the counter for a slip that is not good today. */
const NOT_GOOD: Partial<Record<SlipStanding, CounterReason>> = {
  used: 'slip-used',
  unknown: 'slip-unknown',
  expired: 'slip-not-today',
  'too-early': 'slip-not-today',
  'too-late': 'slip-not-today',
};

/** The way of one visitor at a kiosk, from who they are to a ticket or a slip for the counter. */
export const visit = async ({ process, services, visitor, ears }: VisitParts): Promise<void> => {
  const { claim, priority, servicePointId, bookingId } = visitor;

  const attempt = async (work: () => Promise<IssuedVisit>): Promise<'done' | 'refused'> => {
    try {
      ears.told(await work());
      return 'done';
    } catch (error) {
      if (!process.alive()) throw error;
      ears.refused(asFaultError(error).code);
      return 'refused';
    }
  };
  const refer = (reason: CounterReason) =>
    attempt(() => services.refer({ ...NOTHING_SPECIAL, reason, claim, priority, language: 'vi' }));
  const thinking = (): Promise<void> =>
    new Promise(resolve => process.clock.after(visitor.thinksMs, resolve));

  const slipShown = async (by: IdentityClaim, hisPatientId: string | undefined) => {
    const { slipNumber: number } = visitor;
    if (number === undefined) return undefined;
    const order = { kind: 're-examination', number, claim: by, hisPatientId } as const;
    return (await services.checkSlip(order)).slip;
  };

  if (claim === undefined || visitor.wantsHelp) {
    await thinking();
    await refer('asked-for-help');
    return;
  }
  const lookup = await services.lookUp(claim);
  const slip: Slip | undefined = await slipShown(claim, lookup.patient?.hisPatientId);
  await thinking();
  if (slip?.standing === 'used') ears.slipRefused(slip.number);
  const notGood = slip === undefined ? undefined : NOT_GOOD[slip.standing];
  if (notGood !== undefined) {
    await refer(notGood);
    return;
  }
  const { reason } = lookup.coverage;
  const isCovered = reason.startsWith('valid-') || reason.startsWith('unverified-');
  const reExamination = { valid: 'good', unverified: 'unconfirmed' } as const;
  const grounds = {
    ...NO_GROUNDS,
    reExamination:
      slip?.standing === 'valid' || slip?.standing === 'unverified'
        ? reExamination[slip.standing]
        : ('none' as const),
  };
  const end = await attempt(() =>
    services.issue({
      ...NOTHING_SPECIAL,
      slip,
      claim,
      lookup,
      coverage: withRoute(lookup.coverage, lookup.routeBasis, grounds),
      payer: isCovered ? 'insured' : 'self-pay',
      bookingId,
      servicePointId,
      priority,
      language: 'vi',
      portrait: undefined,
    }),
  );
  if (end === 'refused') await refer('internal');
};
