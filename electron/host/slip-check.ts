import type { Client } from '../../core/contract/contract.ts';
import type { HubContract } from '../../core/contract/hub.ts';
import type { BusinessDay } from '../../core/contract/primitives.ts';
import type { VisitServices } from '../../core/visit/visit-context.ts';

export interface SlipCheckParts {
  readonly hub: Pick<Client<HubContract>, 'checkSlip'>;
  readonly hubReachable: () => boolean;
  readonly day: () => BusinessDay;
}

/** Asks the hub about a slip. A hub that is away, or knows no slips yet, leaves it to the clerk. */
export const createSlipCheck =
  ({ hub, hubReachable, day }: SlipCheckParts): VisitServices['checkSlip'] =>
  async ({ hisPatientId, ...order }) => {
    const { kind, number } = order;
    const asked = hubReachable()
      ? await hub
          .checkSlip({
            ...order,
            day: day(),
            ...(hisPatientId === undefined ? {} : { hisPatientId }),
          })
          .catch(() => undefined)
      : undefined;
    return asked ?? { slip: { kind, number, standing: 'unverified' } };
  };
