import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { FaultError } from '../../core/contract/errors.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type HubConfig } from '../configuration/hub-config.ts';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { type Database } from '../storage/database.ts';
import {
  bearerAuthorization,
  clientCredentials,
  noAuthorization,
} from './fhir-r4/authorization.ts';
import { assertionKey, clientAssertion } from './fhir-r4/client-assertion.ts';
import { createFhirHis } from './fhir-r4/connector.ts';
import { type Authorization, createFhirClient } from './fhir-r4/fhir-client.ts';
import { type His } from './his.ts';
import { openHl7His } from './hl7v2/open-hl7-his.ts';
import { databaseRecords } from './hl7v2/records/database-records.ts';
import { memoryRecords } from './hl7v2/records/memory-records.ts';
import { type PatientKeyHash } from './patient-keys.ts';
import { openMedipayHis } from './medipay-rest/open-medipay-his.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const secretFrom = (environment: Environment, name: string): string => {
  const value = environment[name];
  if (value === undefined || value === '') {
    throw new FaultError('config-invalid', `his.authorization needs ${name} in the environment`);
  }
  return value;
};

const keyText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new FaultError('config-invalid', `${file} cannot be read`);
  }
};

const authorizationOf = (
  { authorization, lookupTimeoutMs }: HubConfig['his'],
  environment: Environment,
  clock: Clock,
): Authorization => {
  switch (authorization.type) {
    case 'none':
      return noAuthorization;
    case 'bearer':
      return bearerAuthorization(secretFrom(environment, 'HIS_TOKEN'));
    case 'client-credentials': {
      const { tokenUrl, clientId, scope } = authorization;
      const proof = { clientSecret: secretFrom(environment, 'HIS_CLIENT_SECRET') };
      return clientCredentials(
        { tokenUrl, clientId, scope, proof, timeoutMs: lookupTimeoutMs },
        clock,
      );
    }
    case 'private-key-jwt': {
      const { tokenUrl, clientId, scope, keyFile, keyId, algorithm } = authorization;
      const key = assertionKey(keyText(keyFile), algorithm);
      const ids = timeOrderedIds(clock);
      const assertion = () =>
        clientAssertion({ tokenUrl, clientId, key, keyId, algorithm, clock, ids });
      return clientCredentials(
        { tokenUrl, clientId, scope, proof: { assertion }, timeoutMs: lookupTimeoutMs },
        clock,
      );
    }
  }
};

const openFhirHis = (
  config: Pick<HubConfig, 'his' | 'hospital'>,
  environment: Environment,
  clock: Clock,
): His => {
  const { baseUrl, lookupTimeoutMs, deliveryTimeoutMs, identifierSystems } = config.his;
  const authorization = authorizationOf(config.his, environment, clock);
  const clientWith = (timeoutMs: number) =>
    createFhirClient({ baseUrl, timeoutMs, authorization, clock });
  return createFhirHis({
    client: clientWith(lookupTimeoutMs),
    deliveryClient: clientWith(deliveryTimeoutMs),
    systems: identifierSystems,
    clock,
    facilityCode: config.hospital.facilityCode,
    authorization,
    transactions: config.his.transactions,
  });
};

/** Where what a HIS tells on its own account is kept, and the key that patients' numbers hide under. */
export interface HisMemory {
  readonly database: Database;
  readonly patients: { readonly keyed: PatientKeyHash };
}

const keyOfProcess = (): PatientKeyHash => {
  const key = randomBytes(32);
  return plain => createHmac('sha256', key).update(plain).digest('hex');
};

/**
 * The HIS of a configuration. Without a memory what it tells is forgotten with the process. @throws FaultError `config-invalid` where a secret is missing.
 */
export const openHis = (
  config: Pick<HubConfig, 'his' | 'hospital' | 'servicePoints'>,
  environment: Environment,
  clock: Clock,
  memory?: HisMemory,
): His => {
  const records = memory === undefined ? memoryRecords() : databaseRecords(memory.database);
  const keyed = memory?.patients.keyed ?? keyOfProcess();
  switch (config.his.dialect) {
    case 'fhir-r4':
      return openFhirHis(config, environment, clock);
    case 'medipay-rest':
      return openMedipayHis(config, environment, { tickets: records, keyed, clock });
    case 'hl7v2':
      return openHl7His(config, { records, keyed, clock });
  }
};
