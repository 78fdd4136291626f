import { readFileSync } from 'node:fs';
import { FaultError } from '../../../core/contract/errors.ts';
import { type HubConfig } from '../../configuration/hub-config.ts';
import { timeOrderedIds } from '../../ports/random-ids.ts';
import { type His } from '../his.ts';
import { type Hl7HisOptions, createHl7His } from './connector.ts';
import { createMllpClient } from './mllp/mllp-client.ts';
import { servicePlaces } from './service-places.ts';
import { type Hl7v2Settings } from './settings.ts';

type TlsSettings = Hl7v2Settings['listen']['tls'] & { readonly serverName?: string | undefined };

const pem = (file: string | undefined): Buffer | undefined => {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file);
  } catch {
    throw new FaultError('config-invalid', `${file} cannot be read`);
  }
};

/** Undefined where TLS is off. @throws FaultError `config-invalid` for a file that is not there. */
const tlsOf = ({ enabled, caFile, certFile, keyFile, serverName }: TlsSettings) => {
  if (!enabled) return undefined;
  const [ca, cert, key] = [caFile, certFile, keyFile].map(pem);
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(serverName === undefined ? {} : { serverName }),
  };
};

/** Look-ups of several kiosks at the same time. */
const LOOKUP_CONNECTIONS = 4;

/** The HL7 v2 HIS of a configuration. @throws FaultError `config-invalid`. */
export const openHl7His = (
  config: Pick<HubConfig, 'his' | 'hospital' | 'servicePoints'>,
  parts: Pick<Hl7HisOptions, 'records' | 'keyed' | 'clock'>,
): His => {
  const { clock } = parts;
  const { hl7v2: settings, lookupTimeoutMs, deliveryTimeoutMs, concurrency } = config.his;
  if (Object.keys(settings.servicePoints).length === 0) {
    throw new FaultError('config-invalid', 'his.hl7v2.servicePoints names no clinic');
  }
  const tls = tlsOf(settings.tls);
  const client = (connections: number) =>
    createMllpClient({
      host: settings.host,
      port: settings.port,
      connectTimeoutMs: settings.connectTimeoutMs,
      connections,
      clock,
      ...(tls === undefined ? {} : { tls }),
    });
  const listenerTls = tlsOf(settings.listen.tls);
  if (listenerTls !== undefined && (!('cert' in listenerTls) || !('key' in listenerTls))) {
    throw new FaultError('config-invalid', 'his.hl7v2.listen.tls needs certFile and keyFile');
  }
  return createHl7His({
    lookupClient: client(LOOKUP_CONNECTIONS),
    deliveryClient: client(concurrency),
    settings,
    lookupTimeoutMs,
    deliveryTimeoutMs,
    facilityCode: config.hospital.facilityCode,
    places: servicePlaces(settings, id => config.servicePoints[id]?.price),
    ...parts,
    ids: timeOrderedIds(clock),
    ...(listenerTls === undefined ? {} : { listenerTls }),
  });
};
