/**
 * Search parameters the simulated HIS answers (FHIR R4, each resource's "Search Parameters"
 * section), as paths into the resource. An array on the way is walked element by element.
 */
type SearchKind = 'token' | 'reference' | 'date';

export interface SearchParameter {
  readonly kind: SearchKind;
  readonly paths: readonly string[];
}

const token = (...paths: readonly string[]): SearchParameter => ({ kind: 'token', paths });
const reference = (...paths: readonly string[]): SearchParameter => ({ kind: 'reference', paths });
const date = (...paths: readonly string[]): SearchParameter => ({ kind: 'date', paths });

const IDENTIFIER = token('identifier');

export const SEARCH_PARAMETERS = {
  Appointment: {
    identifier: IDENTIFIER,
    status: token('status'),
    date: date('start'),
    actor: reference('participant.actor'),
    patient: reference('participant.actor'),
    'appointment-type': token('appointmentType'),
  },
  ChargeItemDefinition: { identifier: IDENTIFIER, status: token('status') },
  Coverage: {
    identifier: IDENTIFIER,
    status: token('status'),
    beneficiary: reference('beneficiary'),
    patient: reference('beneficiary'),
  },
  CoverageEligibilityResponse: {
    identifier: IDENTIFIER,
    patient: reference('patient'),
    created: date('created'),
    status: token('status'),
  },
  Encounter: {
    identifier: IDENTIFIER,
    status: token('status'),
    subject: reference('subject'),
    patient: reference('subject'),
    appointment: reference('appointment'),
    date: date('period'),
    location: reference('location.location'),
  },
  HealthcareService: {
    identifier: IDENTIFIER,
    active: token('active'),
    'service-category': token('category'),
    location: reference('location'),
  },
  Invoice: {
    identifier: IDENTIFIER,
    status: token('status'),
    type: token('type'),
    date: date('date'),
    subject: reference('subject'),
    patient: reference('subject'),
  },
  Location: { identifier: IDENTIFIER, status: token('status'), partof: reference('partOf') },
  Organization: { identifier: IDENTIFIER, active: token('active') },
  Patient: {
    identifier: IDENTIFIER,
    active: token('active'),
    gender: token('gender'),
    birthdate: date('birthDate'),
  },
  PaymentNotice: {
    identifier: IDENTIFIER,
    status: token('status'),
    created: date('created'),
    request: reference('request'),
    'payment-status': token('paymentStatus'),
  },
  PaymentReconciliation: {
    identifier: IDENTIFIER,
    status: token('status'),
    created: date('created'),
    outcome: token('outcome'),
  },
  Provenance: { target: reference('target'), recorded: date('recorded') },
  RelatedPerson: { identifier: IDENTIFIER, patient: reference('patient') },
  Schedule: { identifier: IDENTIFIER, active: token('active'), actor: reference('actor') },
  ServiceRequest: {
    identifier: IDENTIFIER,
    status: token('status'),
    intent: token('intent'),
    code: token('code'),
    subject: reference('subject'),
    patient: reference('subject'),
  },
  Slot: {
    identifier: IDENTIFIER,
    status: token('status'),
    schedule: reference('schedule'),
    start: date('start'),
    'appointment-type': token('appointmentType'),
  },
  Task: {
    identifier: IDENTIFIER,
    status: token('status'),
    'business-status': token('businessStatus'),
    code: token('code'),
    intent: token('intent'),
    priority: token('priority'),
    'authored-on': date('authoredOn'),
    patient: reference('for'),
    subject: reference('for'),
    encounter: reference('encounter'),
    focus: reference('focus'),
    owner: reference('owner'),
  },
} as const satisfies Record<string, Readonly<Record<string, SearchParameter>>>;

export type StoredType = keyof typeof SEARCH_PARAMETERS;

export const isStoredType = (type: string): type is StoredType =>
  Object.hasOwn(SEARCH_PARAMETERS, type);

/** Parameters of a type plus those every type has. */
export const parametersOf = (type: StoredType): Readonly<Record<string, SearchParameter>> => ({
  _id: token('id'),
  _lastUpdated: date('meta.lastUpdated'),
  ...SEARCH_PARAMETERS[type],
});

const walk = (value: unknown, path: readonly string[]): readonly unknown[] => {
  if (Array.isArray(value)) return value.flatMap(one => walk(one, path));
  const [step, ...rest] = path;
  if (step === undefined) return value === undefined || value === null ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return walk((value as Record<string, unknown>)[step], rest);
};

interface Complex {
  readonly coding?: readonly Complex[];
  readonly system?: string;
  readonly code?: string;
  readonly value?: string;
  readonly reference?: string;
  readonly start?: string;
  readonly end?: string;
}

/** Forms a token can be asked for: with its system, without one, and whatever its system is. */
const tokensOf = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null)
    return [`|${String(value)}`, `*|${String(value)}`];
  const { coding, system, code, value: own } = value as Complex;
  if (coding !== undefined) return coding.flatMap(tokensOf);
  const text = code ?? own;
  return text === undefined ? [] : [`${system ?? ''}|${text}`, `*|${text}`];
};

export interface DateRange {
  readonly low: number;
  readonly high: number;
}

/** The moments a FHIR date, dateTime or instant covers at its precision; without a zone, UTC+7. */
export const rangeOfDate = (text: string): DateRange | undefined => {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(T.*)?$/.exec(text);
  if (match === null) return undefined;
  const [, year = '', month, day, time] = match;
  if (time !== undefined) {
    const low = Date.parse(text);
    return Number.isNaN(low) ? undefined : { low, high: low };
  }
  const from = `${year}-${month ?? '01'}-${day ?? '01'}T00:00:00+07:00`;
  const low = Date.parse(from);
  if (Number.isNaN(low)) return undefined;
  const end = new Date(low + 7 * 3_600_000);
  if (day !== undefined) end.setUTCDate(end.getUTCDate() + 1);
  else if (month !== undefined) end.setUTCMonth(end.getUTCMonth() + 1);
  else end.setUTCFullYear(end.getUTCFullYear() + 1);
  return { low, high: end.getTime() - 7 * 3_600_000 - 1 };
};

const rangeOf = (value: unknown): DateRange | undefined => {
  if (typeof value === 'string') return rangeOfDate(value);
  if (typeof value !== 'object' || value === null) return undefined;
  const { start, end } = value as Complex;
  const low = start === undefined ? undefined : rangeOfDate(start)?.low;
  const high = end === undefined ? undefined : rangeOfDate(end)?.high;
  return { low: low ?? -8.64e15, high: high ?? 8.64e15 };
};

export type IndexEntry =
  | { readonly parameter: string; readonly token: string }
  | { readonly parameter: string; readonly range: DateRange };

/** Everything a resource can be found by. */
export const indexEntries = (type: StoredType, resource: object): readonly IndexEntry[] =>
  Object.entries(parametersOf(type)).flatMap(([parameter, { kind, paths }]) =>
    paths
      .flatMap(path => walk(resource, path.split('.')))
      .flatMap((value): readonly IndexEntry[] => {
        if (kind === 'date') {
          const range = rangeOf(value);
          return range === undefined ? [] : [{ parameter, range }];
        }
        if (kind === 'token') return tokensOf(value).map(one => ({ parameter, token: one }));
        const target = (value as Complex).reference;
        return target === undefined ? [] : [{ parameter, token: target }];
      }),
  );
