import { type z } from 'zod';
import { SYNTHETIC_SERVICE_POINTS } from '../../../../core/identity/synthetic-hospital.ts';
import { TEST_PATIENTS } from '../../../intake/testing/test-patients.ts';
import { systemClock } from '../../../ports/system-clock.ts';
import { type His } from '../../his.ts';
import { memoryRecords } from '../../hl7v2/records/memory-records.ts';
import { createMedipayHis } from '../connector.ts';
import { createMedipayClient } from '../medipay-client.ts';
import { medipayRestSettingsSchema } from '../settings.ts';
import {
  SIMULATED_BILL_KINDS,
  SIMULATED_STATES,
  departmentIdOf,
  serviceIdOf,
} from '../simulator/hospital.ts';
import { SIMULATED_SLIPS_PATH } from '../simulator/slips.ts';
import { type MedipaySimulator, startMedipaySimulator } from '../simulator/simulator.ts';

const KEY = 'a key of this test';

/** What the simulated HIS has to be told of, as a hospital would configure it. */
export const SIMULATED_SETTINGS = {
  paths: { slips: SIMULATED_SLIPS_PATH },
  visitTypes: { insured: '1', selfPay: '2' },
  debtField: 'NO_CU',
  ticketStates: SIMULATED_STATES,
  billKinds: SIMULATED_BILL_KINDS,
  servicePoints: Object.fromEntries(
    SYNTHETIC_SERVICE_POINTS.map(({ id, kind, name }) => [
      id,
      {
        kind,
        name,
        ...(kind === 'clinic'
          ? { departmentId: departmentIdOf(id), serviceId: serviceIdOf(id) }
          : {}),
      },
    ]),
  ),
} satisfies z.input<typeof medipayRestSettingsSchema>;

export interface MedipayPair {
  readonly simulator: MedipaySimulator;
  readonly his: His;
  close(): Promise<void>;
}

/** The connector and the simulated HIS over real sockets. */
export const startMedipayPair = async (
  change: z.input<typeof medipayRestSettingsSchema> = {},
  timeoutMs = 5_000,
): Promise<MedipayPair> => {
  const clock = systemClock;
  const simulator = await startMedipaySimulator({
    port: 0,
    merchantId: 'TIEP-DON',
    key: KEY,
    clock,
  });
  const settings = medipayRestSettingsSchema.parse({
    baseUrl: simulator.url,
    ...SIMULATED_SETTINGS,
    ...change,
    paths: { ...SIMULATED_SETTINGS.paths, ...change.paths },
  });
  const client = createMedipayClient({ settings, key: KEY, timeoutMs, clock });
  const his = createMedipayHis({
    client,
    deliveryClient: client,
    settings,
    facilityCode: '01999',
    tickets: memoryRecords(),
    keyed: TEST_PATIENTS.keyed,
    clock,
  });
  return { simulator, his, close: () => simulator.close() };
};
