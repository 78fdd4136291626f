import { concatBytes } from '@noble/hashes/utils.js';
import { type VirtualChipProfile } from '../../../contract/virtual-chip-profile.ts';
import { encodeTlv } from '../../../emrtd/ber-tlv.ts';
import { integerToOctets } from '../../../emrtd/cryptography/octet-strings.ts';
import { type DocumentSigner } from '../../issuer/issuer.ts';
import { cardCapabilities } from '../answer-to-reset.ts';
import { APPLICATION_IDENTIFIER, type ChipFile } from '../chip-files.ts';
import { type ChipKeys } from './chip-keys.ts';
import { cardSecurityInfos, encodeSecurityInfos } from './security-files.ts';
import { paceInfo } from './security-infos-encoder.ts';

/** Identifier and short identifier of the files beside the application (ICAO 9303-10, 3.11). */
const FILES = {
  directory: { fid: 0x2f00, shortId: 0x1e },
  atrInfo: { fid: 0x2f01, shortId: 0x01 },
  cardAccess: { fid: 0x011c, shortId: 0x1c },
  cardSecurity: { fid: 0x011d, shortId: 0x1d },
};
/** id-SecurityObject (BSI TR-03110-3, A.1.2.5). */
const ID_SECURITY_OBJECT = '0.4.0.127.0.7.3.2.1';
/** Applications by full name, EF.ATR/INFO there, read by READ BINARY, a master file (7816-4, 12.1.1.2). */
const CARD_SERVICE = 0x98;

/** What can be read before the application is selected, and EF.CardSecurity after PACE. */
export const masterFiles = (
  profile: VirtualChipProfile,
  keys: ChipKeys,
  signer: DocumentSigner,
): readonly ChipFile[] => {
  const { access, link } = profile;
  const files: ChipFile[] = [
    {
      ...FILES.directory,
      access: 'always',
      content: encodeTlv(0x61, encodeTlv(0x4f, APPLICATION_IDENTIFIER)),
    },
  ];
  if (link.atrInfo) {
    files.push({ ...FILES.atrInfo, access: 'always', content: encodeAtrInfo(link) });
  }
  if (access.pace.length > 0) {
    const content = encodeSecurityInfos(access.pace.map(paceInfo));
    files.push({ ...FILES.cardAccess, access: 'always', content });
  }
  if (keys.mapping.size > 0) {
    const infos = encodeSecurityInfos(cardSecurityInfos(profile, keys));
    const content = signer.signContent(ID_SECURITY_OBJECT, infos);
    files.push({ ...FILES.cardSecurity, access: 'with-key', content });
  }
  return link.shortFileIdentifiers ? files : files.map(file => ({ ...file, shortId: 0 }));
};

/** EF.ATR/INFO: services, capabilities, and the longest command and response (7816-4, 12.7.1). */
const encodeAtrInfo = (link: VirtualChipProfile['link']): Uint8Array => {
  const longest = (bytes: number): Uint8Array =>
    encodeTlv(0x02, integerToOctets(BigInt(bytes), bytes > 0xffff ? 3 : 2));
  return concatBytes(
    encodeTlv(0x43, Uint8Array.of(CARD_SERVICE)),
    encodeTlv(0x47, cardCapabilities(link)),
    ...(link.extendedLength
      ? [encodeTlv(0x7f66, concatBytes(longest(link.maxCommand), longest(link.maxResponse)))]
      : []),
  );
};
