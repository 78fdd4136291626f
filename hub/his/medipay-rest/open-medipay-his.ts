import { FaultError } from '../../../core/contract/errors.ts';
import { type HubConfig } from '../../configuration/hub-config.ts';
import { type His } from '../his.ts';
import { type MedipayHisOptions, createMedipayHis } from './connector.ts';
import { createMedipayClient } from './medipay-client.ts';

/** The environment variable with the key that requests are signed with. */
export const SIGNING_KEY = 'HIS_SIGNING_KEY';

/** The REST HIS of a configuration. @throws FaultError `config-invalid`. */
export const openMedipayHis = (
  config: Pick<HubConfig, 'his' | 'hospital'>,
  environment: Readonly<Record<string, string | undefined>>,
  parts: Pick<MedipayHisOptions, 'tickets' | 'keyed' | 'clock'>,
): His => {
  const { clock } = parts;
  const { medipayRest: settings, lookupTimeoutMs, deliveryTimeoutMs } = config.his;
  const key = environment[SIGNING_KEY];
  if (key === undefined || key === '') {
    throw new FaultError(
      'config-invalid',
      `his.medipayRest needs ${SIGNING_KEY} in the environment`,
    );
  }
  if (Object.keys(settings.servicePoints).length === 0) {
    throw new FaultError('config-invalid', 'his.medipayRest.servicePoints names no clinic');
  }
  const clientWith = (timeoutMs: number) =>
    createMedipayClient({ settings, key, timeoutMs, clock });
  return createMedipayHis({
    client: clientWith(lookupTimeoutMs),
    deliveryClient: clientWith(deliveryTimeoutMs),
    settings,
    facilityCode: config.hospital.facilityCode,
    ...parts,
  });
};
