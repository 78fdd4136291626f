import { z } from 'zod';
import { idSchema } from '../../core/contract/primitives.ts';
import { chipHolderSchema } from './chip-holder.ts';

const cipherSchema = z.enum(['3DES', 'AES-128', 'AES-192', 'AES-256']);
const hashSchema = z.enum(['SHA-1', 'SHA-224', 'SHA-256', 'SHA-384', 'SHA-512']);

const chipCurveSchema = z.enum([
  'P-192',
  'P-224',
  'P-256',
  'P-384',
  'P-521',
  'brainpoolP192r1',
  'brainpoolP224r1',
  'brainpoolP256r1',
  'brainpoolP320r1',
  'brainpoolP384r1',
  'brainpoolP512r1',
]);

/** One PACE protocol of EF.CardAccess (ICAO 9303-11, 4.4.2 and 9.2.1). */
const paceOfferSchema = z
  .strictObject({
    mapping: z.enum(['GM', 'IM', 'CAM']),
    agreement: z.enum(['ECDH', 'DH']).default('ECDH'),
    cipher: cipherSchema,
    /** Standardised domain parameters (9303-11, 9.5.1): 0 to 2 are groups, 8 to 18 are curves. */
    parameter: z.union([z.int().min(0).max(2), z.int().min(8).max(18)]),
  })
  .refine(({ agreement, parameter }) => (agreement === 'DH') === parameter <= 2, {
    message: 'DH takes the parameters 0 to 2, ECDH 8 to 18',
    path: ['parameter'],
  })
  .refine(
    ({ mapping, agreement, cipher }) =>
      mapping !== 'CAM' || (agreement === 'ECDH' && cipher !== '3DES'),
    { message: 'chip authentication mapping is for ECDH with AES', path: ['mapping'] },
  );
export type PaceOffer = z.infer<typeof paceOfferSchema>;

const accessSchema = z.strictObject({
  /** True: the files can be read without a key. */
  open: z.boolean().default(false),
  /** Basic access control (9303-11, 4.3). */
  bac: z.boolean().default(true),
  pace: z.array(paceOfferSchema).max(8).default([]),
  /** Card access number, for PACE. */
  can: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
  /** What failed attempts lead to; absent: nothing. */
  attempts: z
    .strictObject({
      /** From this many failures on, every further attempt is answered this much later. */
      slowAfter: z.int().positive().optional(),
      delayMs: z.int().positive().max(60_000).default(1_000),
      /** From this many failures on, no key is taken any more. */
      blockAfter: z.int().positive().optional(),
    })
    .optional(),
});

/** Chip authentication (9303-11, 6.2), with a key of its own. */
const chipAuthenticationSchema = z
  .strictObject({
    agreement: z.enum(['ECDH', 'DH']).default('ECDH'),
    cipher: cipherSchema,
    curve: chipCurveSchema.optional(),
    /** RFC 5114 group: 0 is 1024 bits with 160, 1 is 2048 with 224, 2 is 2048 with 256. */
    group: z.int().min(0).max(2).optional(),
    keyId: z.int().min(0).max(127).optional(),
    /** Whether the key names its curve or spells it out. */
    parameters: z.enum(['named', 'explicit']).default('named'),
  })
  .refine(
    ({ agreement, curve, group }) =>
      agreement === 'DH' ? curve === undefined : group === undefined,
    { message: 'DH takes a group, ECDH a curve' },
  );
export type ChipAuthenticationProfile = z.infer<typeof chipAuthenticationSchema>;

/** Active authentication (9303-11, 6.1). */
const activeAuthenticationSchema = z.discriminatedUnion('algorithm', [
  z.strictObject({
    algorithm: z.literal('RSA'),
    bits: z.union([z.literal(1024), z.literal(1280), z.literal(1536), z.literal(2048)]),
    hash: hashSchema.default('SHA-1'),
  }),
  z.strictObject({
    algorithm: z.literal('ECDSA'),
    curve: chipCurveSchema,
    hash: hashSchema.default('SHA-256'),
    /** BSI TR-03111 plain, which the standard asks for, or DER, which some chips answer. */
    format: z.enum(['plain', 'der']).default('plain'),
    parameters: z.enum(['named', 'explicit']).default('named'),
  }),
]);
export type ActiveAuthenticationProfile = z.infer<typeof activeAuthenticationSchema>;

/** Who signed EF.SOD, and what is wrong with it. */
const issuerSchema = z.strictObject({
  signature: z.enum(['ECDSA', 'RSA-PKCS1', 'RSA-PSS']).default('ECDSA'),
  curve: chipCurveSchema.default('P-256'),
  bits: z.union([z.literal(1024), z.literal(2048), z.literal(3072)]).default(2048),
  hash: hashSchema.default('SHA-256'),
  parameters: z.enum(['named', 'explicit']).default('named'),
  /**
   * genuine: as it should be; expired: the signer's certificate had ended when it signed; revoked:
   * it stands on the CRL; unknown: of an authority nobody trusts; impostor: of one that took the name
   * of the trusted one; damaged: the signature is wrong; unsigned: the digests stand there and nobody
   * signed them; missing: there is no EF.SOD.
   */
  condition: z
    .enum([
      'genuine',
      'expired',
      'revoked',
      'unknown',
      'impostor',
      'damaged',
      'unsigned',
      'missing',
    ])
    .default('genuine'),
});
export type IssuerProfile = z.infer<typeof issuerSchema>;

const virtualChipFileSchema = z.enum([
  'COM',
  'DG1',
  'DG2',
  'DG3',
  'DG7',
  'DG11',
  'DG12',
  'DG13',
  'DG14',
  'DG15',
  'DG16',
  'SOD',
]);
export type VirtualChipFile = z.infer<typeof virtualChipFileSchema>;

const linkSchema = z.strictObject({
  extendedLength: z.boolean().default(false),
  /** Bytes of a whole response APDU (DO '7F66' of EF.ATR/INFO), with extended length. */
  maxResponse: z.int().min(256).max(65_538).default(1_024),
  maxCommand: z.int().min(256).max(65_544).default(1_024),
  /** Whether EF.ATR/INFO is there to say so. */
  atrInfo: z.boolean().default(true),
  /** Whether READ BINARY takes a short file identifier. */
  shortFileIdentifiers: z.boolean().default(true),
});

const statusSchema = z.string().regex(/^[0-9A-Fa-f]{4}$/);
/** Which command since power-up, the first being 1. */
const atSchema = z.int().positive();

/** What goes wrong, and when. */
const faultsSchema = z.strictObject({
  /** The chip never answers. */
  silent: z.boolean().default(false),
  /** The card is taken away before this command is answered. */
  removeAt: atSchema.optional(),
  /** Every answer takes this much longer. */
  delayMs: z.int().nonnegative().max(60_000).default(0),
  /** SELECT of the master file is an unknown instruction. */
  masterFileUnknown: z.boolean().default(false),
  /** Files that are refused with 6982 whatever key was shown. */
  refused: z.array(virtualChipFileSchema).default(['DG3']),
  /** Memory that fails (6581) from an offset on. */
  unreadable: z
    .array(z.strictObject({ file: virtualChipFileSchema, from: z.int().nonnegative() }))
    .default([]),
  /** Files that were changed after the digests were signed. */
  altered: z
    .array(
      z.strictObject({
        file: virtualChipFileSchema,
        /** value: another person's words in good form; garbled: bytes without sense. */
        how: z.enum(['value', 'garbled']),
      }),
    )
    .default([]),
  /** The files of a chip without its private keys. */
  cloned: z.boolean().default(false),
  /** Commands answered with a status word that means nothing here. */
  statuses: z.array(z.strictObject({ at: atSchema, status: statusSchema })).default([]),
  /** Bits of a response that turn over on the way; 0 is the highest of the first byte. */
  flips: z.array(z.strictObject({ at: atSchema, bit: z.int().nonnegative() })).default([]),
});

/** A picture of nobody. */
const portraitSchema = z.strictObject({
  /** JPEG or JPEG 2000. */
  image: z.base64().max(400_000),
  header: z.enum(['ISO 19794-5', 'ISO 39794-5']).default('ISO 19794-5'),
  /** Zero bytes behind the picture, as some issuers write them. */
  padding: z.int().nonnegative().max(60_000).default(0),
});

/** How a chip protects its files and proves itself; every part has a default. */
export const chipProtocolsSchema = z.strictObject({
  access: accessSchema.prefault({}),
  chipAuthentication: z.array(chipAuthenticationSchema).max(4).default([]),
  activeAuthentication: activeAuthenticationSchema.optional(),
  issuer: issuerSchema.prefault({}),
  link: linkSchema.prefault({}),
});

/**
 * A chip card of somebody who does not exist: what `createVirtualChip` is personalised from. Keys
 * and random numbers follow from `seed`, so that the same profile is the same card to the bit.
 */
export const virtualChipProfileSchema = chipProtocolsSchema.extend({
  id: idSchema,
  /** Absent: the id. */
  seed: z.string().min(1).max(100).optional(),
  holder: chipHolderSchema,
  portrait: portraitSchema.optional(),
  /** Data groups that are there; those of the protocols come by themselves. */
  groups: z
    .array(virtualChipFileSchema.exclude(['COM', 'SOD', 'DG14', 'DG15']))
    .default(['DG1', 'DG2', 'DG3', 'DG13']),
  faults: faultsSchema.prefault({}),
});
export type VirtualChipProfile = z.infer<typeof virtualChipProfileSchema>;
/** As it may stand in a file: what has a default may be left out. */
export type VirtualChipProfileInput = z.input<typeof virtualChipProfileSchema>;
