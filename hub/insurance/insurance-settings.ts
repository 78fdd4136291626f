import { z } from 'zod';
import { visitObjectCodeSchema } from '../../core/contract/coverage.ts';
import { businessDaySchema, dongSchema } from '../../core/contract/primitives.ts';
import { BENEFIT_RULES } from '../../core/coverage/benefit-rules.ts';
import { type InsuranceFacility } from '../../core/coverage/route-basis.ts';

const percentSchema = z.int().min(0).max(100);

/** How the hospital stands to the insurer: decides what somebody registered elsewhere gets here. */
const facilitySchema = z.strictObject({
  level: z.enum(['initial', 'basic', 'specialised']).optional(),
  clinicForm: z.boolean().default(false),
  points: z.number().min(0).max(100).optional(),
  provisional: z.boolean().default(false),
  lineBefore2025: z.enum(['commune', 'district', 'province', 'central', 'none']).optional(),
  networkFacilities: z.array(z.string().regex(/^\d{5}$/, 'must be five digits')).default([]),
  /** What the insurer of the province has confirmed, from a day on: outranks the table of the law. */
  confirmedWalkIn: z
    .array(
      z.strictObject({
        from: businessDaySchema,
        percent: percentSchema,
        objectCode: visitObjectCodeSchema.optional(),
      }),
    )
    .default([]),
});

/** Numbers that change by decree. */
const rulesSchema = z.strictObject({
  baseSalary: z
    .array(z.strictObject({ from: businessDaySchema, amount: dongSchema }))
    .min(1)
    .default([...BENEFIT_RULES.baseSalary]),
  lowCostPercent: percentSchema.default(BENEFIT_RULES.lowCostPercent),
  exemptionMonths: z.int().min(1).max(60).default(BENEFIT_RULES.exemptionMonths),
});

/** The look-up portal of the insurer. The password comes from the environment: INSURANCE_PASSWORD. */
const portalSchema = z.strictObject({
  url: z
    .url({ protocol: /^https?$/ })
    .transform(url => url.replace(/\/+$/, ''))
    .default('https://egw.baohiemxahoi.gov.vn'),
  username: z.string().min(1),
  /** Whom the insurer has registered for look-ups by this hospital. */
  officer: z.strictObject({
    name: z.string().min(1).max(255),
    citizenNumber: z.string().regex(/^\d{12}$/, 'must be twelve digits'),
  }),
  encoding: z.enum(['json', 'form']).default('json'),
  /** Longest wait while a patient stands at the kiosk, which waits 2.5 s itself. */
  timeoutMs: z.int().min(300).max(10_000).default(2_000),
  /** Longest wait where nobody stands there. */
  againTimeoutMs: z.int().min(1_000).max(120_000).default(15_000),
  byCitizenNumber: z.boolean().default(true),
  /** Days that evidence of failures and counters are kept. */
  evidenceDays: z.int().min(1).max(3_650).default(365),
});
export type PortalSettings = z.output<typeof portalSchema>;

export const insuranceSettingsSchema = z.strictObject({
  facility: facilitySchema.prefault({}),
  rules: rulesSchema.prefault({}),
  /** Absent: the hospital system looks cards up itself. */
  portal: portalSchema.optional(),
});
export type InsuranceSettings = z.output<typeof insuranceSettingsSchema>;

/** The hospital as the route table asks for it. */
export const insuranceFacilityOf = (
  facilityCode: string,
  { facility, rules }: InsuranceSettings,
): InsuranceFacility => ({
  facilityCode,
  networkFacilities: facility.networkFacilities,
  standing: facility,
  confirmedWalkIn: facility.confirmedWalkIn,
  rules,
});
