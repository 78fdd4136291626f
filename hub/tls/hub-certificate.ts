import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  X509Certificate,
} from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { FaultError } from '../../core/contract/errors.ts';
import { isOpenToOthers } from '../server/file-secrets.ts';
import { selfSignedCertificate } from './self-signed-certificate.ts';

/** What the hub shows on its socket, and what kiosks know it by. */
export interface HubCertificate {
  /** PEM */
  readonly key: string;
  /** PEM, the chain where there is one. */
  readonly certificate: string;
  /** The key in use, then the one that will follow it where that is known. */
  readonly pins: readonly string[];
}

/** Certificate and key that the hospital gave, as the configuration names them. */
export interface GivenCertificate {
  readonly certificateFile: string;
  readonly keyFile: string;
  /** Certificate or public key that will follow, announced to the kiosks before. */
  readonly nextFile?: string | undefined;
}

/** SHA-256 of a public key in its SubjectPublicKeyInfo (RFC 7469, 2.4), base64url. */
const pinOf = (key: KeyObject): string =>
  createHash('sha256')
    .update(createPublicKey(key).export({ type: 'spki', format: 'der' }))
    .digest('base64url');

/** @throws FaultError `config-invalid` where the text holds no certificate and no public key. */
export const pinOfPem = (file: string, text: string): string => {
  try {
    const spki = text.includes('CERTIFICATE')
      ? new X509Certificate(text).publicKey
      : createPublicKey(text);
    return createHash('sha256')
      .update(spki.export({ type: 'spki', format: 'der' }))
      .digest('base64url');
  } catch (cause) {
    throw new FaultError('config-invalid', `${file} holds no certificate and no public key`, {
      cause,
    });
  }
};

export const readPem = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new FaultError('config-invalid', `${file} cannot be read`, { cause });
  }
};

/** Names of the hub's own files in its folder of keys. */
export const TLS_FILES = {
  key: 'hub-tls-key.pem',
  certificate: 'hub-tls-certificate.pem',
  next: 'hub-tls-next-key.pem',
} as const;

/** Written aside and renamed: a name has a whole file or none. */
const keep = (file: string, text: string): void => {
  const aside = `${file}.new`;
  rmSync(aside, { force: true });
  const handle = openSync(aside, 'wx', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(aside, file);
};

const newKey = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  }) as string;

const privateKeyIn = (file: string): { pem: string; key: KeyObject } => {
  const text = readPem(file);
  if (process.platform !== 'win32' && isOpenToOthers(statSync(file).mode)) {
    throw new FaultError('config-invalid', `${file} can be read by others: chmod 600 ${file}`);
  }
  try {
    return { pem: text, key: createPrivateKey(text) };
  } catch (cause) {
    throw new FaultError('config-invalid', `${file} holds no private key`, { cause });
  }
};

const fileIn = (directory: string, name: keyof typeof TLS_FILES): string =>
  join(directory, TLS_FILES[name]);

const makeCertificate = (directory: string, names: readonly string[], now: number): void => {
  const { key } = privateKeyIn(fileIn(directory, 'key'));
  keep(fileIn(directory, 'certificate'), selfSignedCertificate(key, names, now));
};

const ownCertificate = (directory: string): HubCertificate => {
  const { pem, key } = privateKeyIn(fileIn(directory, 'key'));
  const certificate = readPem(fileIn(directory, 'certificate'));
  return {
    key: pem,
    certificate,
    pins: [pinOf(key), pinOf(privateKeyIn(fileIn(directory, 'next')).key)],
  };
};

/** Names that a certificate made here carries: they are for people, kiosks look at the key. */
export const namesOfThisMachine = (host: string): readonly string[] => [
  ...new Set(
    [hostname(), ...(host === '0.0.0.0' || host.includes(':') ? [] : [host]), 'localhost'].filter(
      name => /^[\w.-]{1,253}$/.test(name),
    ),
  ),
];

/**
 * The hub's own certificate, made with the key that will follow it at the first start. What a
 * change of keys left undone when it was cut short is done now.
 * @throws FaultError `config-invalid` where a file is no key, or open to others.
 */
export const obtainOwnCertificate = (
  directory: string,
  names: readonly string[],
  now: number,
): HubCertificate => {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const [keyFile, nextFile, certificateFile] = (['key', 'next', 'certificate'] as const).map(name =>
    fileIn(directory, name),
  ) as [string, string, string];
  if (!existsSync(keyFile)) keep(keyFile, newKey());
  const pin = pinOf(privateKeyIn(keyFile).key);
  if (!existsSync(nextFile) || pinOf(privateKeyIn(nextFile).key) === pin) keep(nextFile, newKey());
  const isOfKey =
    existsSync(certificateFile) && pinOfPem(certificateFile, readPem(certificateFile)) === pin;
  if (!isOfKey) makeCertificate(directory, names, now);
  return ownCertificate(directory);
};

/** The key that was announced takes the place of the one in use, and another is announced. */
export const rotateOwnCertificate = (
  directory: string,
  names: readonly string[],
  now: number,
): HubCertificate => {
  obtainOwnCertificate(directory, names, now);
  // From here on a crash leaves a key that the kiosks were told, and the next start does the rest.
  keep(fileIn(directory, 'key'), readPem(fileIn(directory, 'next')));
  return obtainOwnCertificate(directory, names, now);
};

/** @throws FaultError `config-invalid` where the files do not fit each other. */
export const readGivenCertificate = (given: GivenCertificate): HubCertificate => {
  const certificate = readPem(given.certificateFile);
  const { pem, key } = privateKeyIn(given.keyFile);
  const pin = pinOfPem(given.certificateFile, certificate);
  if (pin !== pinOf(key)) {
    throw new FaultError(
      'config-invalid',
      `${given.keyFile} is not the key of ${given.certificateFile}`,
    );
  }
  const next = given.nextFile;
  return {
    key: pem,
    certificate,
    pins: [pin, ...(next === undefined ? [] : [pinOfPem(next, readPem(next))])],
  };
};
