import { isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { FaultError } from '../../core/contract/errors.ts';
import { isLoopbackUrl } from '../../core/enrolment/enrolment-code.ts';
import { type HubConfig } from '../configuration/hub-config.ts';
import {
  type HubCertificate,
  namesOfThisMachine,
  obtainOwnCertificate,
  pinOfPem,
  readGivenCertificate,
  readPem,
} from './hub-certificate.ts';

/** The hub as kiosks see it. */
export interface HubFront {
  readonly url: string;
  /** What answers there is known by these keys; empty without TLS. */
  readonly pins: readonly string[];
}

type Listen = HubConfig['listen'];

export const isLoopback = (host: string): boolean =>
  isLoopbackUrl(host.includes(':') ? `[${host}]` : host);

/** @throws FaultError `config-invalid` where patients' data would cross a network in the clear. */
const hasTls = ({ host, tls, certificateFile }: Listen): boolean => {
  if (tls === 'off' && !isLoopback(host)) {
    throw new FaultError(
      'config-invalid',
      `listen.tls is off and ${host} is not this machine alone: turn it on, or listen on 127.0.0.1`,
    );
  }
  return tls === 'on' || (tls === 'auto' && (certificateFile !== undefined || !isLoopback(host)));
};

/**
 * The certificate of the hub's own socket: the one given, else its own; undefined without TLS.
 * @throws FaultError `config-invalid`
 */
export const certificateFor = (
  { listen }: HubConfig,
  secretsDirectory: string,
  now: number,
): HubCertificate | undefined => {
  if (!hasTls(listen)) return undefined;
  const { certificateFile, keyFile, nextCertificateFile: nextFile } = listen;
  if ((certificateFile === undefined) !== (keyFile === undefined)) {
    throw new FaultError('config-invalid', 'listen.certificateFile and listen.keyFile go together');
  }
  return certificateFile === undefined || keyFile === undefined
    ? obtainOwnCertificate(secretsDirectory, namesOfThisMachine(listen.host), now)
    : readGivenCertificate({ certificateFile, keyFile, nextFile });
};

/** An address of this machine that others can reach. */
const outwardAddress = (): string | undefined =>
  Object.values(networkInterfaces())
    .flatMap(addresses => addresses ?? [])
    .find(({ internal, address }) => !internal && isIPv4(address))?.address;

/** Where the hub's own socket is found; `outward`: from another machine. */
export const urlOf = (
  { host, port }: Pick<Listen, 'host' | 'port'>,
  isTls: boolean,
  outward: boolean,
): string => {
  const every = host === '0.0.0.0' || host === '::';
  const name = every ? ((outward ? outwardAddress() : undefined) ?? '127.0.0.1') : host;
  return `${isTls ? 'https' : 'http'}://${name.includes(':') ? `[${name}]` : name}:${port}`;
};

const pinsOfFront = (front: HubConfig['front']): readonly string[] =>
  [front.certificateFile, front.nextCertificateFile].flatMap(file =>
    file === undefined ? [] : [pinOfPem(file, readPem(file))],
  );

/**
 * What a kiosk is told of the hub.
 * @throws FaultError `config-invalid` where kiosks could not know what answers.
 */
export const frontOf = (
  { listen, front }: HubConfig,
  certificate: HubCertificate | undefined,
  port = listen.port,
): HubFront => {
  const { url = urlOf({ host: listen.host, port }, certificate !== undefined, true) } = front;
  const pins = front.certificateFile === undefined ? (certificate?.pins ?? []) : pinsOfFront(front);
  if (url.startsWith('http:') && !isLoopbackUrl(url)) {
    throw new FaultError('config-invalid', `front.url (${url}) must begin with https://`);
  }
  if (url.startsWith('https:') && pins.length === 0) {
    throw new FaultError(
      'config-invalid',
      `set front.certificateFile to the certificate that ${url} shows: kiosks know the hub by it`,
    );
  }
  return { url, pins: url.startsWith('https:') ? pins : [] };
};
