import { FhirError } from './fhir-error.ts';
import { type StoredType, parametersOf, rangeOfDate } from './search-parameters.ts';

/** One condition of a search, ready for the index. */
export type Condition =
  | { readonly kind: 'token'; readonly parameter: string; readonly anyOf: readonly string[] }
  | {
      readonly kind: 'date';
      readonly parameter: string;
      readonly comparison: DateComparison;
      readonly low: number;
      readonly high: number;
    };

/** Prefixes of FHIR R4, 3.1.1.4.7 that the simulated HIS answers. */
const COMPARISONS = ['eq', 'ge', 'gt', 'le', 'lt'] as const;
export type DateComparison = (typeof COMPARISONS)[number];

export interface SearchQuery {
  readonly type: StoredType;
  readonly conditions: readonly Condition[];
  readonly sort: { readonly parameter: string; readonly descending: boolean } | undefined;
  readonly count: number;
  readonly offset: number;
  readonly countOnly: boolean;
}

const DEFAULT_COUNT = 100;
const LARGEST_COUNT = 1_000;

const dateCondition = (parameter: string, value: string): Condition => {
  const prefix = COMPARISONS.find(one => value.startsWith(one));
  const range = rangeOfDate(prefix === undefined ? value : value.slice(2));
  if (range === undefined) throw new FhirError(400, 'value', `${parameter} is no date`);
  return { kind: 'date', parameter, comparison: prefix ?? 'eq', ...range };
};

/** `system|code`, `|code` and `code` (R4, 3.1.1.4.10); commas are OR. */
const tokenCondition = (parameter: string, value: string): Condition => ({
  kind: 'token',
  parameter,
  anyOf: value.split(',').map(one => (one.includes('|') ? one : `*|${one}`)),
});

const referenceCondition = (parameter: string, value: string): Condition => ({
  kind: 'token',
  parameter,
  anyOf: value
    .split(',')
    .map(one => (parameter === 'patient' && !one.includes('/') ? `Patient/${one}` : one)),
});

const conditionOf = (type: StoredType, name: string, value: string): Condition => {
  const parameter = parametersOf(type)[name];
  if (parameter === undefined) {
    throw new FhirError(400, 'not-supported', `${type} cannot be searched by ${name}`);
  }
  if (parameter.kind === 'date') return dateCondition(name, value);
  return parameter.kind === 'token' ? tokenCondition(name, value) : referenceCondition(name, value);
};

const wholeNumber = (name: string, text: string | null, otherwise: number): number => {
  if (text === null) return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw new FhirError(400, 'value', `${name} is no whole number`);
  return Number(text);
};

/** What was asked of `type`. @throws FhirError 400 for anything this server does not answer. */
export const parseSearch = (type: StoredType, parameters: URLSearchParams): SearchQuery => {
  const sort = parameters.get('_sort');
  const sortBy = sort?.replace(/^-/, '');
  if (sortBy !== undefined && parametersOf(type)[sortBy]?.kind !== 'date') {
    throw new FhirError(400, 'not-supported', `${type} cannot be sorted by ${sortBy}`);
  }
  const results = new Set(['_sort', '_count', '_offset', '_summary', '_total', '_elements']);
  return {
    type,
    conditions: [...parameters]
      .filter(([name, value]) => !results.has(name) && value !== '')
      .map(([name, value]) => conditionOf(type, name, value)),
    sort:
      sortBy === undefined
        ? undefined
        : { parameter: sortBy, descending: sort?.startsWith('-') === true },
    count: Math.min(wholeNumber('_count', parameters.get('_count'), DEFAULT_COUNT), LARGEST_COUNT),
    offset: wholeNumber('_offset', parameters.get('_offset'), 0),
    countOnly: parameters.get('_summary') === 'count',
  };
};
