import { concatBytes } from '@noble/hashes/utils.js';
import { type ElementaryFileName } from '../contract/chip-card.ts';
import { virtualChipProfileSchema } from '../contract/virtual-chip-profile.ts';
import { parseDataGroup15 } from '../emrtd/authentication/active-authentication-key.ts';
import { parseTlv, readTlvHeader } from '../emrtd/ber-tlv.ts';
import { digest } from '../emrtd/cryptography/digests.ts';
import { claimFromFiles } from '../emrtd/files/chip-claim.ts';
import { parseCom } from '../emrtd/files/com.ts';
import { parseDg1 } from '../emrtd/files/dg1.ts';
import { parseDg2 } from '../emrtd/files/dg2.ts';
import { parseDg7 } from '../emrtd/files/dg7.ts';
import { parseDg11 } from '../emrtd/files/dg11.ts';
import { parseDg12 } from '../emrtd/files/dg12.ts';
import { parseDg13 } from '../emrtd/files/dg13.ts';
import { parseDg16 } from '../emrtd/files/dg16.ts';
import { capabilitiesInAtr, capabilitiesInAtrInfo } from '../emrtd/reading/card-capabilities.ts';
import { parseSecurityInfos } from '../emrtd/security-infos.ts';
import { dg2File, faceImageData, faceRecord } from '../emrtd/testing/face-files.ts';
import { WORKED_EXAMPLES } from '../emrtd/testing/worked-examples.ts';
import { parseCertificate } from '../emrtd/trust/certificate.ts';
import { passiveAuthentication } from '../emrtd/trust/passive-authentication.ts';
import { parseRevocationList } from '../emrtd/trust/revocation-list.ts';
import { parseSecurityObjectFile } from '../emrtd/trust/security-object.ts';
import { parseSignedData } from '../emrtd/trust/signed-data.ts';
import { trustAnchorsOf } from '../emrtd/trust/trust-anchors.ts';
import { readTrustFile } from '../emrtd/trust/trust-file.ts';
import { createSeededRandom } from '../simulators/chip/seeded-random.ts';
import { personalise } from '../simulators/chip/personalisation/personalise.ts';
import { createIssuer } from '../simulators/issuer/issuer.ts';
import { type FuzzTarget } from './fuzzer.ts';

/** When the documents of these targets are looked at. */
const TODAY = Date.UTC(2026, 0, 1);

const HOLDER = {
  citizenNumber: '001148999921',
  name: 'Nguyễn Thị Hòa',
  birthDate: '1948-03-12',
  gender: 'female',
  nationality: 'Việt Nam',
  residence: '12 Ngõ Thử Nghiệm, Đống Đa, Hà Nội',
  issueDate: '2021-07-15',
  fatherName: 'Nguyễn Văn Mẫu',
  motherName: 'Trần Thị Thử',
  oldNumber: '010999921',
} as const;

/** Chips of nobody with every kind of file, key and domain parameter between them. */
const CHIPS = [
  {
    id: 'fuzz-curves',
    holder: HOLDER,
    groups: ['DG1', 'DG2', 'DG7', 'DG11', 'DG12', 'DG13', 'DG16'],
    access: {
      can: '123456',
      pace: [
        { mapping: 'CAM', cipher: 'AES-128', parameter: 13 },
        { mapping: 'GM', cipher: '3DES', parameter: 12 },
      ],
    },
    chipAuthentication: [
      { cipher: 'AES-256', curve: 'brainpoolP384r1', parameters: 'explicit', keyId: 1 },
      { cipher: '3DES', curve: 'P-256', keyId: 2 },
    ],
    activeAuthentication: { algorithm: 'ECDSA', curve: 'brainpoolP256r1', parameters: 'explicit' },
    issuer: { signature: 'ECDSA', curve: 'brainpoolP256r1', parameters: 'explicit' },
  },
  {
    id: 'fuzz-numbers',
    holder: HOLDER,
    groups: ['DG1', 'DG13'],
    access: { pace: [{ mapping: 'IM', agreement: 'DH', cipher: 'AES-128', parameter: 0 }] },
    chipAuthentication: [{ agreement: 'DH', cipher: 'AES-128', group: 0 }],
    activeAuthentication: { algorithm: 'RSA', bits: 1024 },
    issuer: { signature: 'RSA-PSS', bits: 1024 },
  },
] as const;

const JPEG = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xd9);
const CODESTREAM = Uint8Array.of(0xff, 0x4f, 0xff, 0x51, 0, 4, 1, 2);
const FACES: readonly Uint8Array[] = [
  dg2File([faceRecord([{ image: JPEG, points: 3 }, { image: CODESTREAM }])]),
  dg2File([faceImageData([JPEG, CODESTREAM])], '39794'),
];

/** Answers to reset: of a contactless card by PC/SC, and of a contact card with card capabilities. */
const ANSWERS_TO_RESET: readonly Uint8Array[] = [
  Uint8Array.of(0x3b, 0x88, 0x80, 0x01, 0, 0x73, 0xc8, 0x40, 0x13, 0, 0x90, 0, 0x72),
  Uint8Array.of(0x3b, 0xdf, 0x96, 0xff, 0x81, 0x31, 0xfe, 0x45, 0x80, 0x73, 0x84, 0x21, 0xe0, 0x05),
];

/**
 * Every parser that bytes of a chip, or of a file of trust, come to. Making the files takes a
 * second: signatures are real.
 */
export const parserTargets = (): readonly FuzzTarget[] => {
  const chips = CHIPS.map(chip => personalise(virtualChipProfileSchema.parse(chip)));
  const filesNamed = (...names: readonly ElementaryFileName[]): readonly Uint8Array[] =>
    chips.flatMap(chip =>
      names.flatMap(name => (chip.files as ReadonlyMap<string, Uint8Array>).get(name) ?? []),
    );
  const masterFiles = (fid: number): readonly Uint8Array[] =>
    chips.flatMap(({ directories }) =>
      directories.master.filter(file => file.fid === fid).map(({ content }) => content),
    );
  return [
    ...fileTargets(filesNamed),
    ...securityTargets(filesNamed, masterFiles),
    ...trustTargets(
      filesNamed('SOD'),
      chips.map(({ authority }) => authority.csca),
    ),
  ];
};

type FilesNamed = (...names: readonly ElementaryFileName[]) => readonly Uint8Array[];

const target = (
  name: string,
  files: readonly Uint8Array[],
  parse: FuzzTarget['parse'],
  weight = 1,
): FuzzTarget => ({ name, files, parse, weight });

const fileTargets = (filesNamed: FilesNamed): readonly FuzzTarget[] => {
  const { com, dg1Td1, dg1Td2, dg11, dg12, dg16 } = WORKED_EXAMPLES;
  const all = [...filesNamed('DG1', 'DG11', 'DG12', 'DG13'), dg1Td1, dg11, dg12];
  return [
    target('BER-TLV', [...all, com], bytes => [parseTlv(bytes), readTlvHeader(bytes)], 2),
    target('EF.COM', [com, ...filesNamed('COM')], parseCom),
    target('EF.DG1', [dg1Td1, dg1Td2, ...filesNamed('DG1')], parseDg1, 2),
    target('EF.DG2', [...FACES, ...FACES, ...filesNamed('DG2')], parseDg2, 2),
    target('EF.DG7', filesNamed('DG7'), parseDg7),
    target('EF.DG11', [dg11, ...filesNamed('DG11')], parseDg11),
    target('EF.DG12', [dg12, ...filesNamed('DG12')], parseDg12),
    target('EF.DG13', filesNamed('DG13'), parseDg13, 2),
    target('EF.DG16', [dg16, ...filesNamed('DG16')], parseDg16),
    target('the claim', all, bytes => {
      const names: readonly ElementaryFileName[] = ['DG1', 'DG11', 'DG12', 'DG13'];
      return claimFromFiles(new Map(names.map(name => [name, bytes])), 'invalid') ?? 'nobody';
    }),
  ];
};

const CARD_ACCESS = 0x011c;
const CARD_SECURITY = 0x011d;
const ATR_INFO = 0x2f01;

const securityTargets = (
  filesNamed: FilesNamed,
  masterFiles: (fid: number) => readonly Uint8Array[],
): readonly FuzzTarget[] => [
  target(
    'security infos',
    [...masterFiles(CARD_ACCESS), ...filesNamed('DG14')],
    parseSecurityInfos,
  ),
  target('EF.DG15', filesNamed('DG15'), parseDataGroup15),
  target('EF.CardSecurity', masterFiles(CARD_SECURITY), parseSignedData),
  target('EF.ATR/INFO', [...masterFiles(ATR_INFO), ...ANSWERS_TO_RESET], capabilitiesInAtrInfo),
  target('answer to reset', ANSWERS_TO_RESET, capabilitiesInAtr),
];

/** Signatures are verified where the damage leaves that far to go: so few of these. */
const VERIFYING = 0.02;

const trustTargets = (
  securityObjects: readonly Uint8Array[],
  authorities: readonly Uint8Array[],
): readonly FuzzTarget[] => {
  const issuer = createIssuer({
    random: createSeededRandom('fuzz'),
    from: Date.UTC(2020, 0, 1),
    keyType: { scheme: 'ecdsa', curve: 'P-256', hash: 'SHA-256' },
  });
  const signer = issuer.issueDocumentSigner();
  const certificates = [issuer.csca, signer.certificate, ...authorities];
  const revocationLists = [issuer.crl([signer]), issuer.crl()];
  const masterList = issuer.masterList(authorities);
  const texts = [
    `-----BEGIN CERTIFICATE-----\n${base64(issuer.csca)}\n-----END CERTIFICATE-----\n`,
    `dn: c=VN,dc=data\ncn: 1\nuserCertificate;binary:: ${base64(signer.certificate)}\n\n`,
    `dn: c=VN,dc=data\npkdMasterListContent:: ${base64(masterList)}\n\n`,
  ].map(text => new TextEncoder().encode(text));
  const trust = trustAnchorsOf([...authorities, issuer.csca], revocationLists);
  const digests = new Map([[1, digest('SHA-256', new Uint8Array())]]);
  const objects = [...securityObjects, signer.signSecurityObject(digests)];
  return [
    target('certificate', certificates, parseCertificate),
    target('revocation list', revocationLists, parseRevocationList),
    target('EF.SOD', objects, parseSecurityObjectFile, 2),
    target('CMS', [...objects.map(object => object.subarray(4)), masterList], parseSignedData),
    target(
      'trust file',
      [masterList, ...texts, ...certificates, ...revocationLists, concatBytes(...texts)],
      bytes => readTrustFile(bytes, TODAY),
      VERIFYING,
    ),
    target(
      'passive authentication',
      objects,
      sod => passiveAuthentication({ sod, files: new Map(), trust, at: TODAY }),
      VERIFYING,
    ),
  ];
};

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
