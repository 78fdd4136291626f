import { z } from 'zod';
import { pictogramSchema, servicePointSchema } from '../../core/contract/catalogue.ts';
import {
  businessDaySchema,
  dongSchema,
  idSchema,
  localisedSchema,
} from '../../core/contract/primitives.ts';
import { kioskPaymentSettingsSchema } from '../billing/kiosk-payment-settings.ts';
import { ASSERTION_ALGORITHMS } from '../his/fhir-r4/client-assertion.ts';
import { identifierSystemsSchema } from '../his/fhir-r4/systems.ts';
import { hl7v2SettingsSchema } from '../his/hl7v2/settings.ts';
import { medipayRestSettingsSchema } from '../his/medipay-rest/settings.ts';
import { insuranceSettingsSchema } from '../insurance/insurance-settings.ts';
import { paymentSettingsSchema } from '../payment-providers/payment-settings.ts';
import { numberRulesSchema } from '../queueing/number-rules.ts';

/** What the hospital adds to, or corrects in, what its HIS says about a service point. */
const servicePointSettingsSchema = z.strictObject({
  name: localisedSchema.optional(),
  pictogram: pictogramSchema.optional(),
  room: z.string().min(1).max(20).optional(),
  floor: localisedSchema.optional(),
  directions: localisedSchema.optional(),
  series: z.strictObject(servicePointSchema.shape.series.shape).optional(),
  price: dongSchema.optional(),
  minutesPerPatient: z.number().positive().optional(),
  /** When its numbers start anew, and how many there are. */
  numbers: numberRulesSchema.optional(),
  /** Not offered at the kiosks. */
  hidden: z.boolean().default(false),
});

const authorizationSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none') }),
  /** The token comes from the environment: HIS_TOKEN. */
  z.strictObject({ type: z.literal('bearer') }),
  /** OAuth 2.0 client credentials; the secret comes from the environment: HIS_CLIENT_SECRET. */
  z.strictObject({
    type: z.literal('client-credentials'),
    tokenUrl: z.url(),
    clientId: z.string().min(1),
    scope: z.string().min(1).optional(),
  }),
  /** The same with a signed assertion in place of the secret (RFC 7523, SMART Backend Services). */
  z.strictObject({
    type: z.literal('private-key-jwt'),
    tokenUrl: z.url(),
    clientId: z.string().min(1),
    scope: z.string().min(1).optional(),
    /** PEM file of the private key. */
    keyFile: z.string().min(1),
    keyId: z.string().min(1),
    algorithm: z.enum(ASSERTION_ALGORITHMS).default('ES384'),
  }),
]);

const hisSchema = z.strictObject({
  dialect: z.enum(['fhir-r4', 'medipay-rest', 'hl7v2']).default('fhir-r4'),
  /** FHIR service base URL. */
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .transform(url => url.replace(/\/+$/, ''))
    .default('http://127.0.0.1:8090/fhir'),
  authorization: authorizationSchema.default({ type: 'none' }),
  /** Longest wait for the HIS while a patient stands at the kiosk, which waits 2.5 s itself. */
  lookupTimeoutMs: z.int().min(200).max(30_000).default(2_000),
  /** Longest wait while a visit is delivered. */
  deliveryTimeoutMs: z.int().min(1_000).max(120_000).default(15_000),
  /** Different patients sent at the same time. */
  concurrency: z.int().min(1).max(8).default(2),
  /** How often clinics, prices and people waiting are read. */
  refreshMs: z.int().min(500).max(600_000).default(5_000),
  identifierSystems: identifierSystemsSchema.prefault({}),
  /**
   * auto: one transaction for each visit, until the server is seen to keep a part of one; steps:
   * one resource after another, for a server without transactions.
   */
  transactions: z.enum(['auto', 'steps']).default('auto'),
  /** For the dialects of these names. */
  medipayRest: medipayRestSettingsSchema.prefault({}),
  hl7v2: hl7v2SettingsSchema.prefault({}),
});

const calendarSchema = z.strictObject({
  /** Days off besides weekends and the public holidays the program knows. */
  closed: z.array(businessDaySchema).default([]),
  /** Days worked although they are a weekend or a public holiday. */
  open: z.array(businessDaySchema).default([]),
  /** Saturdays are working days. */
  saturdays: z.boolean().default(false),
});

/** Each figure replaces that of the rule in force. */
const slipsSchema = z.strictObject({
  /** Working days for which a referral is good. */
  referralWorkingDays: z.int().min(1).max(400).optional(),
  /** How many days before the appointed one somebody may come for a re-examination. */
  reExaminationDaysBefore: z.int().min(0).max(60).optional(),
  /** How many working days after it. */
  reExaminationWorkingDaysAfter: z.int().min(0).max(400).optional(),
});

/** The hub's one configuration file. Secrets are not here: they come from the environment. */
export const hubConfigSchema = z.strictObject({
  listen: z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1'),
      port: z.int().min(0).max(65_535).default(4810),
      /** `auto`: on, unless the host is this machine itself and no certificate is given. */
      tls: z.enum(['auto', 'on', 'off']).default('auto'),
      /** PEM; the hub makes its own where none is given. */
      certificateFile: z.string().min(1).optional(),
      keyFile: z.string().min(1).optional(),
      /** Certificate or public key that will follow: kiosks are told before it is used. */
      nextCertificateFile: z.string().min(1).optional(),
    })
    .prefault({}),
  /** How kiosks reach the hub where that differs from `listen`: a name, or a proxy in front. */
  front: z
    .strictObject({
      url: z
        .url({ protocol: /^https?$/ })
        .transform(url => url.replace(/\/+$/, ''))
        .optional(),
      /** PEM of what answers at that address, where it is not the hub itself. */
      certificateFile: z.string().min(1).optional(),
      nextCertificateFile: z.string().min(1).optional(),
    })
    .prefault({}),
  hospital: z
    .strictObject({
      name: localisedSchema,
      /** 5-digit facility code (MA_CSKCB). */
      facilityCode: z.string().regex(/^\d{5}$/, 'must be five digits'),
    })
    .default({
      name: { vi: 'Bệnh viện Đa khoa Minh An', en: 'Minh An General Hospital' },
      facilityCode: '01999',
    }),
  his: hisSchema.prefault({}),
  insurance: insuranceSettingsSchema.prefault({}),
  /** Who makes payment codes and says what was paid. */
  payment: paymentSettingsSchema,
  kioskPayment: kioskPaymentSettingsSchema,
  /** The cashiers' desk: pages for people who sign in. */
  desk: z
    .strictObject({
      enabled: z.boolean().default(false),
      /** Absent: where the hub listens. */
      host: z.string().min(1).optional(),
      port: z.int().min(0).max(65_535).default(4812),
      /** Without a key or a click, whoever is signed in has left. */
      idleMinutes: z.int().min(1).max(120).default(15),
      /** A session ends after so long in any case. */
      sessionHours: z.int().min(1).max(24).default(12),
    })
    .prefault({}),
  /** Working days, for how long a slip is good. */
  calendar: calendarSchema.prefault({}),
  slips: slipsSchema.prefault({}),
  /** By the service point's id in the HIS. */
  servicePoints: z.record(idSchema, servicePointSettingsSchema).default({}),
  /** For service points about which neither the HIS nor this file says more. */
  servicePointDefaults: z
    .strictObject({
      pictogram: pictogramSchema.default('stethoscope'),
      floor: localisedSchema.default({ vi: 'Hỏi quầy tiếp đón', en: 'Ask at reception' }),
      directions: localisedSchema.default({
        vi: 'Xin hỏi quầy tiếp đón đường đến phòng khám.',
        en: 'Please ask at reception for the way to the room.',
      }),
      price: dongSchema.default(0),
      minutesPerPatient: z.number().positive().default(8),
      numbers: numberRulesSchema.prefault({}),
    })
    .prefault({}),
  retention: z
    .strictObject({
      /** Days after which personal data of delivered visits are removed from the hub. */
      deliveredDays: z.int().min(1).max(3_650).default(30),
      /** The same for what was refused at intake and kept for a person. */
      refusedDays: z.int().min(1).max(3_650).default(90),
      /** The same for notices of payment providers as they came; they name payers. */
      noticeDays: z.int().min(1).max(3_650).default(180),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
    })
    .prefault({}),
});
export type HubConfig = z.output<typeof hubConfigSchema>;
