import { z } from 'zod';
import { servicePointSchema } from '../../../core/contract/catalogue.ts';
import { idSchema, localisedSchema } from '../../../core/contract/primitives.ts';

const portSchema = z.int().min(1).max(65_535);
const nameSchema = z.string().min(1).max(180);
const fileSchema = z.string().min(1);

/** Authority and type of a patient identifier, `CCCD^NI`: CX.4 and CX.5 (HL7 table 0203). */
const identifierKindSchema = z
  .string()
  .regex(/^[^\s|^~\\&]{1,20}\^[A-Z]{2,5}$/, 'authority^TYPE, such as CCCD^NI');

const hl7ServicePointSchema = z.strictObject({
  kind: servicePointSchema.shape.kind.default('clinic'),
  name: localisedSchema,
  /** What the HIS calls it in PV1-3, AIL-3 and AIS-3; absent: as its id here. */
  code: nameSchema.optional(),
});

/** Settings of a HIS that speaks HL7 v2 over MLLP. */
export const hl7v2SettingsSchema = z.strictObject({
  host: z.string().min(1).default('127.0.0.1'),
  /** 2575 is the port IANA registered for HL7. */
  port: portSchema.default(2_575),
  connectTimeoutMs: z.int().min(100).max(60_000).default(2_000),
  /** Connections on which visits are sent at the same time are `his.concurrency`. */
  tls: z
    .strictObject({
      enabled: z.boolean().default(false),
      /** PEM files. */
      caFile: fileSchema.optional(),
      certFile: fileSchema.optional(),
      keyFile: fileSchema.optional(),
      serverName: z.string().min(1).optional(),
    })
    .prefault({}),
  /** Where the HIS sends its bookings, merges and ticket states. */
  listen: z
    .strictObject({
      enabled: z.boolean().default(false),
      host: z.string().min(1).default('127.0.0.1'),
      port: z.int().min(0).max(65_535).default(2_576),
      tls: z
        .strictObject({
          enabled: z.boolean().default(false),
          /** Authority of the senders' certificates: who shows none of them is refused. */
          caFile: fileSchema.optional(),
          certFile: fileSchema.optional(),
          keyFile: fileSchema.optional(),
        })
        .prefault({}),
    })
    .prefault({}),
  version: z.enum(['2.3.1', '2.4', '2.5', '2.5.1']).default('2.5.1'),
  processingId: z.enum(['P', 'T', 'D']).default('P'),
  sendingApplication: nameSchema.default('TIEP-DON'),
  receivingApplication: nameSchema.default('HIS'),
  /** MSH-6; absent: the facility code, as in MSH-4. */
  receivingFacility: nameSchema.optional(),
  /**
   * original: one answer, of the application. enhanced-accept: that it is safely stored is enough.
   * enhanced: stored, then the application's answer.
   */
  acknowledgement: z.enum(['original', 'enhanced-accept', 'enhanced']).default('original'),
  /** How the HIS is told that somebody with a booking is here. */
  arrival: z.enum(['siu-s14', 'adt-a10', 'none']).default('siu-s14'),
  /**
   * How the bookings of the day are asked for beside what the HIS sends: SQM^S25 (chapter 10 of
   * 2.5.1), where it answers that.
   */
  bookingQuery: z.enum(['none', 'sqm-s25']).default('none'),
  /**
   * recognised: the HIS knows a repeat by MSH-10 or PV1-19; look-up: it knows neither, so it is
   * asked for the visit (QRY^A19) before anything is sent again.
   */
  repeats: z.enum(['recognised', 'look-up']).default('recognised'),
  /** Post the price of the consultation (DFT^P03) for who pays themselves. */
  postCharges: z.boolean().default(false),
  identifiers: z
    .strictObject({
      patientCode: identifierKindSchema.default('HIS^MR'),
      citizenNumber: identifierKindSchema.default('CCCD^NI'),
      oldNumber: identifierKindSchema.default('CMND^NI'),
      insuranceCard: identifierKindSchema.default('BHYT^HC'),
      socialInsurance: identifierKindSchema.default('BHXH^SS'),
    })
    .prefault({}),
  /** Clinics and counters by id: HL7 v2 has no question for them. */
  servicePoints: z.record(idSchema, hl7ServicePointSchema).default({}),
});
export type Hl7v2Settings = z.output<typeof hl7v2SettingsSchema>;
