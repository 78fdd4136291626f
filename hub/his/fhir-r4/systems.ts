import { z } from 'zod';

/** VN Core draft 1.0.0 (`hl7vn/vn-core-ig`), which says national for the 12 digits, citizen for the 9. */
const VN_CORE = 'http://fhir.ehealth.gov.vn/core/sid';

const systemSchema = z.string().min(1).max(200);

/** Namespaces of identifiers (`Identifier.system`), as the hospital's FHIR server uses them. */
export const identifierSystemsSchema = z.strictObject({
  citizenNumber: systemSchema.default(`${VN_CORE}/national_id`),
  oldNumber: systemSchema.default(`${VN_CORE}/citizen_id`),
  insuranceCard: systemSchema.default(`${VN_CORE}/insurance_number`),
  socialInsurance: systemSchema.default(`${VN_CORE}/social_insurance_number`),
  patientCode: systemSchema.default(`${VN_CORE}/patient-internal-id`),
  facility: systemSchema.default(`${VN_CORE}/facility-code`),
  booking: systemSchema.default('urn:tiep-don:sid:booking'),
  /** GIAY_CHUYEN_TUYEN; a number is unique only together with the facility that wrote it. */
  referral: systemSchema.default(`${VN_CORE}/referral-number`),
  /** Passport numbers: the issuing state's three letters come behind (FHIR R4, 2.24.5.1). */
  passport: systemSchema.default('http://hl7.org/fhir/sid/passport-'),
  relatedPerson: systemSchema.default('urn:tiep-don:sid:related-person'),
  servicePoint: systemSchema.default('urn:tiep-don:sid:service-point'),
  room: systemSchema.default('urn:tiep-don:sid:room'),
  visit: systemSchema.default('urn:tiep-don:sid:visit'),
  ticket: systemSchema.default('urn:tiep-don:sid:ticket'),
  queueNumber: systemSchema.default('urn:tiep-don:sid:queue-number'),
  receipt: systemSchema.default('urn:tiep-don:sid:receipt'),
  /** The provider's name comes behind. */
  bankReference: systemSchema.default('urn:tiep-don:sid:bank-reference'),
  kiosk: systemSchema.default('urn:tiep-don:sid:kiosk'),
});
export type IdentifierSystems = z.infer<typeof identifierSystemsSchema>;

/** Code systems and extensions for what FHIR R4 leaves to the implementer. */
export const CODES = {
  task: 'urn:tiep-don:cs:task',
  queueStatus: 'urn:tiep-don:cs:queue-status',
  counterReason: 'urn:tiep-don:cs:counter-reason',
  bookingKind: 'urn:tiep-don:cs:booking-kind',
  servicePointKind: 'urn:tiep-don:cs:service-point-kind',
  priorityGroup: 'urn:tiep-don:cs:priority-group',
  checkInDetail: 'urn:tiep-don:cs:check-in-detail',
  identityMethod: 'urn:tiep-don:cs:identity-method',
  portalResult: 'urn:tiep-don:cs:insurance-portal-result',
  referral: 'urn:tiep-don:cs:referral',
  billKind: 'urn:tiep-don:cs:bill-kind',
  paymentMethod: 'urn:tiep-don:cs:payment-method',
  paymentType: 'http://terminology.hl7.org/CodeSystem/payment-type',
  paymentStatus: 'http://terminology.hl7.org/CodeSystem/paymentstatus',
  coverageClass: 'http://terminology.hl7.org/CodeSystem/coverage-class',
  actCode: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
  actPriority: 'http://terminology.hl7.org/CodeSystem/v3-ActPriority',
  physicalType: 'http://terminology.hl7.org/CodeSystem/location-physical-type',
  roleCode: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode',
  provenanceAgent: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type',
} as const;

export const EXTENSIONS = {
  /** FHIR core extension: a text in another language. */
  translation: 'http://hl7.org/fhir/StructureDefinition/translation',
  /** FHIR core extension: citizenship. */
  nationality: 'http://hl7.org/fhir/StructureDefinition/patient-nationality',
  pictogram: 'urn:tiep-don:ext:pictogram',
  /** On a Patient: `valueBoolean`, or `valueMoney` with what is owed. */
  priorDebt: 'urn:tiep-don:ext:prior-debt',
  /** On an Invoice, `valueMoney`: what is left to be paid of it. */
  amountDue: 'urn:tiep-don:ext:amount-due',
  /** On a PaymentNotice: for whom an electronic invoice is to be made out. */
  eInvoice: 'urn:tiep-don:ext:e-invoice',
  numberSeries: 'urn:tiep-don:ext:number-series',
  minutesPerPatient: 'urn:tiep-don:ext:minutes-per-patient',
} as const;
