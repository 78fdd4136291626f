import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIssuer } from '../../simulators/issuer/issuer.ts';
import { createSeededRandom } from '../../simulators/chip/seeded-random.ts';
import { type KeyType } from '../../simulators/issuer/signing-key.ts';
import { encodeTlv } from '../ber-tlv.ts';
import { passiveAuthentication } from './passive-authentication.ts';
import { trustAnchorsOf } from './trust-anchors.ts';
import { readTrustFile } from './trust-file.ts';

/**
 * OpenSSL as an independent witness: it makes what is verified here, and verifies what is made here.
 */
const DG1 = Uint8Array.of(0x61, 0x03, 0x5f, 0x1f, 0x00);
/** A little later than anything made here. */
const NOW = Date.now() + 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

let folder: string;
const path = (name: string): string => join(folder, name);
const openssl = (...parameters: string[]): Buffer =>
  execFileSync('openssl', parameters, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'openssl-'));
  writeFileSync(path('openssl.cnf'), CONFIGURATION);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CONFIGURATION = `
[req]
prompt = no
distinguished_name = name
[name]
C = VN
CN = CSCA made by OpenSSL
[csca]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[signer]
keyUsage = critical,digitalSignature
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[ca]
default_ca = authority
[authority]
database = ./index.txt
crlnumber = ./crlnumber
default_md = sha256
default_crl_days = 30
`;

const ec = (curve: string, encoding = 'named_curve'): string[] => [
  ...['-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${curve}`],
  ...['-pkeyopt', `ec_param_enc:${encoding}`],
];
const RSA = ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'];
const RSA_PSS_KEY = ['-algorithm', 'RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:2048'];
const PSS = ['rsa_padding_mode:pss', 'rsa_pss_saltlen:digest'];

interface OpensslCase {
  readonly name: string;
  readonly key: readonly string[];
  readonly hash: string;
  readonly options?: readonly string[];
}

const CASES: readonly OpensslCase[] = [
  { name: 'RSA with SHA-1', key: RSA, hash: 'sha1' },
  { name: 'RSA with SHA-224', key: RSA, hash: 'sha224' },
  { name: 'RSA with SHA-256', key: RSA, hash: 'sha256' },
  { name: 'RSA with SHA-384', key: RSA, hash: 'sha384' },
  { name: 'RSA with SHA-512', key: RSA, hash: 'sha512' },
  { name: 'RSA-PSS with SHA-1', key: RSA, hash: 'sha1', options: PSS },
  { name: 'RSA-PSS with SHA-256', key: RSA, hash: 'sha256', options: PSS },
  {
    name: 'RSA-PSS with SHA-512 and a salt of 20 bytes',
    key: RSA,
    hash: 'sha512',
    options: ['rsa_padding_mode:pss', 'rsa_pss_saltlen:20'],
  },
  {
    name: 'RSA-PSS with SHA-256 masked by SHA-1',
    key: RSA,
    hash: 'sha256',
    options: [...PSS, 'rsa_mgf1_md:sha1'],
  },
  { name: 'a key for RSA-PSS only', key: RSA_PSS_KEY, hash: 'sha384', options: PSS },
  { name: 'P-192 with SHA-1', key: ec('prime192v1'), hash: 'sha1' },
  { name: 'P-224 with SHA-224', key: ec('secp224r1'), hash: 'sha224' },
  { name: 'P-256 with SHA-256', key: ec('prime256v1'), hash: 'sha256' },
  { name: 'P-256 with SHA-512', key: ec('prime256v1'), hash: 'sha512' },
  { name: 'P-384 with SHA-384', key: ec('secp384r1'), hash: 'sha384' },
  { name: 'P-521 with SHA-512', key: ec('secp521r1'), hash: 'sha512' },
  { name: 'brainpoolP192r1 with SHA-1', key: ec('brainpoolP192r1'), hash: 'sha1' },
  { name: 'brainpoolP224r1 with SHA-224', key: ec('brainpoolP224r1'), hash: 'sha224' },
  { name: 'brainpoolP256r1 with SHA-256', key: ec('brainpoolP256r1'), hash: 'sha256' },
  { name: 'brainpoolP320r1 with SHA-256', key: ec('brainpoolP320r1'), hash: 'sha256' },
  { name: 'brainpoolP384r1 with SHA-384', key: ec('brainpoolP384r1'), hash: 'sha384' },
  { name: 'brainpoolP512r1 with SHA-512', key: ec('brainpoolP512r1'), hash: 'sha512' },
  { name: 'P-256 spelled out', key: ec('prime256v1', 'explicit'), hash: 'sha256' },
  { name: 'P-521 spelled out', key: ec('secp521r1', 'explicit'), hash: 'sha512' },
  { name: 'brainpoolP256r1 spelled out', key: ec('brainpoolP256r1', 'explicit'), hash: 'sha256' },
  { name: 'brainpoolP512r1 spelled out', key: ec('brainpoolP512r1', 'explicit'), hash: 'sha512' },
];

describe('what OpenSSL makes', () => {
  it.each(CASES)('is verified: $name', ({ key, hash, options = [] }) => {
    const { sod, csca, revocationList } = makeWithOpenssl(key, hash, options);
    const files = new Map([['DG1', DG1]] as const);
    const check = (trust: ReturnType<typeof trustAnchorsOf>, found = files) =>
      passiveAuthentication({ sod, files: found, trust, at: NOW });

    expect(check(trustAnchorsOf([csca]))).toEqual({ outcome: 'valid', reasons: [] });
    expect(check(trustAnchorsOf([]))).toEqual({
      outcome: 'no-trust-anchor',
      reasons: ['signer-unknown'],
    });
    expect(check(trustAnchorsOf([csca], [revocationList])).reasons).toEqual(['signer-revoked']);
    const other = new Map([['DG1', Uint8Array.of(0x61, 0x00)]] as const);
    expect(check(trustAnchorsOf([csca]), other).reasons).toEqual(['digest-mismatch']);
  });

  it('is verified in the indefinite form of streams, and without signed attributes', () => {
    const { csca } = makeWithOpenssl(ec('prime256v1'), 'sha256', []);
    const files = new Map([['DG1', DG1]] as const);
    for (const option of ['-stream', '-noattr']) {
      const sod = signWithOpenssl('sha256', [], option);
      const indefiniteLength = sod[4] === 0x30 && sod[5] === 0x80;
      expect(indefiniteLength).toBe(option === '-stream');
      const verdict = passiveAuthentication({ sod, files, trust: trustAnchorsOf([csca]), at: NOW });
      expect(verdict).toEqual({ outcome: 'valid', reasons: [] });
    }
  });

  it('is read as a certificate collection', () => {
    makeWithOpenssl(ec('prime256v1'), 'sha256', []);
    const parts = ['-nocrl', '-certfile', 'csca.pem', '-certfile', 'signer.pem'];
    for (const form of ['DER', 'PEM']) {
      openssl('crl2pkcs7', ...parts, '-outform', form, '-out', 'all.p7c');
      const file = readTrustFile(readFileSync(path('all.p7c')), NOW);
      expect(file).toMatchObject({ kind: 'certificate-collection', damaged: 0 });
      expect(file.certificates).toHaveLength(2);
    }
  });
});

/** CSCA, signer, revocation list of the signer, and EF.SOD over DG1. */
const makeWithOpenssl = (key: readonly string[], hash: string, options: readonly string[]) => {
  const signatureOptions = options.flatMap(option => ['-sigopt', option]);
  for (const who of ['csca', 'signer']) openssl('genpkey', ...key, '-out', `${who}.key`);
  const request = ['-config', 'openssl.cnf', `-${hash}`, ...signatureOptions];
  openssl(
    ...['req', '-x509', '-new', '-key', 'csca.key', '-days', '3650', '-extensions', 'csca'],
    ...[...request, '-out', 'csca.pem'],
  );
  openssl(
    ...['req', '-new', '-key', 'signer.key', '-subj', '/C=VN/CN=DS made by OpenSSL'],
    ...[...request, '-out', 'signer.csr'],
  );
  openssl(
    ...['x509', '-req', '-in', 'signer.csr', '-CA', 'csca.pem', '-CAkey', 'csca.key'],
    ...['-set_serial', '0x00f1e2d3c4b5a69788', '-days', '3650', `-${hash}`, ...signatureOptions],
    ...['-extfile', 'openssl.cnf', '-extensions', 'signer', '-out', 'signer.pem'],
  );
  writeFileSync(path('index.txt'), '');
  writeFileSync(path('crlnumber'), '01\n');
  const authority = ['-config', 'openssl.cnf', '-cert', 'csca.pem', '-keyfile', 'csca.key'];
  openssl('ca', ...authority, '-revoke', 'signer.pem');
  openssl('ca', ...authority, '-gencrl', '-md', hash, ...signatureOptions, '-out', 'list.pem');
  return {
    csca: openssl('x509', '-in', 'csca.pem', '-outform', 'DER'),
    revocationList: openssl('crl', '-in', 'list.pem', '-outform', 'DER'),
    sod: signWithOpenssl(hash, options),
  };
};

const signWithOpenssl = (hash: string, options: readonly string[], ...more: string[]) => {
  // LDSSecurityObject: version 0, SHA-256, the digest of DG1.
  const digest = createHash('sha256').update(DG1).digest();
  const algorithm = Buffer.from('300b0609608648016503040201', 'hex');
  const entry = encodeTlv(0x30, Buffer.concat([Buffer.from('0201010420', 'hex'), digest]));
  const version = Buffer.from('020100', 'hex');
  const content = encodeTlv(0x30, Buffer.concat([version, algorithm, encodeTlv(0x30, entry)]));
  writeFileSync(path('content.bin'), content);
  const signed = openssl(
    ...['cms', '-sign', '-binary', '-nodetach', '-nosmimecap', '-in', 'content.bin'],
    ...['-econtent_type', '2.23.136.1.1.1', '-signer', 'signer.pem', '-inkey', 'signer.key'],
    ...['-md', hash, ...options.flatMap(option => ['-keyopt', option]), '-outform', 'DER', ...more],
  );
  return encodeTlv(0x77, signed);
};

const MADE_HERE: readonly (KeyType & { readonly name: string })[] = [
  { name: 'P-256', scheme: 'ecdsa', curve: 'P-256', hash: 'SHA-256' },
  { name: 'P-521', scheme: 'ecdsa', curve: 'P-521', hash: 'SHA-512' },
  { name: 'brainpoolP384r1', scheme: 'ecdsa', curve: 'brainpoolP384r1', hash: 'SHA-384' },
  { name: 'brainpoolP320r1', scheme: 'ecdsa', curve: 'brainpoolP320r1', hash: 'SHA-256' },
  { name: 'RSA', scheme: 'rsa-pkcs1', bits: 2048, hash: 'SHA-256' },
  { name: 'RSA-PSS', scheme: 'rsa-pss', bits: 2048, hash: 'SHA-256' },
];

describe('what the issuer makes', () => {
  const issue = (keyType: KeyType) => {
    const issuer = createIssuer({ random: createSeededRandom('41'), keyType, from: NOW - DAY_MS });
    const signer = issuer.issueDocumentSigner();
    const digest = new Uint8Array(createHash('sha256').update(DG1).digest());
    const sod = signer.signSecurityObject(new Map([[1, digest]]), { signingTime: NOW });
    writeFileSync(path('csca.der'), issuer.csca);
    writeFileSync(path('signer.der'), signer.certificate);
    writeFileSync(path('list.der'), issuer.crl([signer], NOW - DAY_MS));
    writeFileSync(path('masters.der'), issuer.masterList([], NOW));
    // Below the tag 77 and its length of two bytes after 82.
    writeFileSync(path('sod.der'), sod.subarray(4));
    for (const who of ['csca', 'signer']) {
      openssl('x509', '-inform', 'DER', '-in', `${who}.der`, '-out', `${who}.pem`);
    }
    openssl('crl', '-inform', 'DER', '-in', 'list.der', '-out', 'list.pem');
    return { issuer, signer };
  };
  const verifyCms = (file: string, ...more: string[]): Buffer =>
    openssl('cms', '-verify', '-inform', 'DER', '-in', file, '-binary', ...more);

  it.each(MADE_HERE)('is accepted: $name', keyType => {
    issue(keyType);
    const strict = ['-x509_strict', '-check_ss_sig', '-CAfile', 'csca.pem'];
    expect(openssl('verify', ...strict, 'csca.pem', 'signer.pem').toString()).toBe(
      'csca.pem: OK\nsigner.pem: OK\n',
    );
    openssl('crl', '-in', 'list.pem', '-CAfile', 'csca.pem', '-noout', '-verify');
    expect(() =>
      openssl('verify', ...strict, '-CRLfile', 'list.pem', '-crl_check', 'signer.pem'),
    ).toThrow(/certificate revoked/);
    for (const file of ['sod.der', 'masters.der']) {
      verifyCms(file, '-purpose', 'any', '-CAfile', 'csca.pem');
    }
  });

  it('is accepted as far as OpenSSL goes where the curve is spelled out', () => {
    // It verifies such signatures, and refuses the keys in a path whatever they sign.
    issue({ scheme: 'ecdsa', curve: 'brainpoolP256r1', hash: 'SHA-256', parameters: 'explicit' });
    openssl('verify', '-check_ss_sig', '-CAfile', 'csca.pem', 'csca.pem');
    openssl('crl', '-in', 'list.pem', '-CAfile', 'csca.pem', '-noout', '-verify');
    verifyCms('sod.der', '-noverify');
    expect(() => verifyCms('sod.der', '-purpose', 'any', '-CAfile', 'csca.pem')).toThrow(
      /explicit ECC parameters/,
    );
  });

  it('leads from the old key to the new one over the link certificate', () => {
    const { issuer } = issue({ scheme: 'ecdsa', curve: 'P-256', hash: 'SHA-256' });
    const successor = createIssuer({
      random: createSeededRandom('42'),
      keyType: { scheme: 'ecdsa', curve: 'P-384', hash: 'SHA-384' },
      from: NOW - DAY_MS,
    });
    writeFileSync(path('link.der'), issuer.linkCertificate(successor));
    writeFileSync(path('next.der'), successor.issueDocumentSigner().certificate);
    for (const who of ['link', 'next']) {
      openssl('x509', '-inform', 'DER', '-in', `${who}.der`, '-out', `${who}.pem`);
    }
    const parameters = ['-CAfile', 'csca.pem', '-untrusted', 'link.pem', 'next.pem'];
    expect(openssl('verify', ...parameters).toString()).toBe('next.pem: OK\n');
  });
});
