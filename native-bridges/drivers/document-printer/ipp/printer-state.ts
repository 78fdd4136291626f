import { type DeviceStatus } from '../../../../core/contract/device.ts';
import { type FaultCode } from '../../../../core/contract/errors.ts';
import {
  booleanOf,
  groupOf,
  numberOf,
  numbersOf,
  OPERATIONS,
  resolutionsOf,
  textsOf,
  type IppMessage,
} from './message.ts';

/** How a printer is and what it can, as far as a job needs to know. */
export interface PrinterState {
  /** Why no job can be printed now. */
  readonly fault: FaultCode | undefined;
  /** Somebody should look soon. */
  readonly worn: boolean;
  readonly paper: NonNullable<DeviceStatus['paper']>;
  readonly formats: readonly string[];
  readonly media: readonly string[];
  readonly sides: readonly string[];
  readonly resolutions: readonly number[];
  readonly rasterTypes: readonly string[];
  readonly validates: boolean;
}

export const PRINTER_ATTRIBUTES = [
  'printer-state',
  'printer-state-reasons',
  'printer-is-accepting-jobs',
  'document-format-supported',
  'media-supported',
  'sides-supported',
  'operations-supported',
  'pwg-raster-document-resolution-supported',
  'pwg-raster-document-type-supported',
] as const;

/** printer-state (RFC 8011, 5.4.11). */
const STOPPED = 5;

type Severity = 'error' | 'warning' | 'report';

interface Meaning {
  readonly fault: FaultCode;
  /** Stops the printer only where it says that it has stopped. */
  readonly mild?: true;
}

/**
 * Reasons without their severity (RFC 8011, 5.4.12; PWG 5100.9). A tray of several that is empty is
 * a warning: only an error stops.
 */
const REASONS: Readonly<Record<string, Meaning>> = {
  'media-empty': { fault: 'printer-paper-end' },
  'media-needed': { fault: 'printer-paper-end' },
  'input-tray-missing': { fault: 'printer-paper-end' },
  'media-jam': { fault: 'printer-jam' },
  'output-area-full': { fault: 'printer-jam' },
  'cover-open': { fault: 'printer-cover-open' },
  'door-open': { fault: 'printer-cover-open' },
  'interlock-open': { fault: 'printer-cover-open' },
  'toner-empty': { fault: 'printer-toner-end' },
  'marker-supply-empty': { fault: 'printer-toner-end' },
  'marker-waste-full': { fault: 'printer-toner-end' },
  'fuser-over-temp': { fault: 'printer-hot' },
  shutdown: { fault: 'printer-offline' },
  paused: { fault: 'printer-offline' },
  'moving-to-paused': { fault: 'printer-offline' },
  'timed-out': { fault: 'printer-offline' },
  'spool-area-full': { fault: 'device-busy' },
  'toner-low': { fault: 'printer-toner-end', mild: true },
  'marker-supply-low': { fault: 'printer-toner-end', mild: true },
  'marker-waste-almost-full': { fault: 'printer-toner-end', mild: true },
  'media-low': { fault: 'printer-paper-end', mild: true },
};

const PAPER_LOW = 'media-low';
const PAPER_EMPTY = ['media-empty', 'media-needed'];

/** A reason without a severity is an error (RFC 8011, 5.4.12). */
const split = (reason: string): { name: string; severity: Severity } => {
  const match = /^(.*)-(error|warning|report)$/.exec(reason);
  return { name: match?.[1] ?? reason, severity: (match?.[2] ?? 'error') as Severity };
};

/** What the answer to Get-Printer-Attributes says. */
export const readPrinterState = (answer: IppMessage): PrinterState => {
  const group = groupOf(answer, 'printer');
  const reasons = textsOf(group, 'printer-state-reasons')
    .filter(reason => reason !== 'none')
    .map(split);
  const stopping = reasons.find(
    ({ name, severity }) => severity === 'error' && REASONS[name] && !REASONS[name].mild,
  );
  const stopped = numberOf(group, 'printer-state') === STOPPED;
  const refuses = booleanOf(group, 'printer-is-accepting-jobs') === false;
  const named = stopping && REASONS[stopping.name]?.fault;
  return {
    fault: named ?? (stopped ? 'printer-offline' : refuses ? 'device-busy' : undefined),
    worn: reasons.some(({ name, severity }) => severity !== 'report' && name in REASONS),
    paper: paperOf(reasons),
    formats: textsOf(group, 'document-format-supported'),
    media: textsOf(group, 'media-supported'),
    sides: textsOf(group, 'sides-supported'),
    resolutions: resolutionsOf(group, 'pwg-raster-document-resolution-supported'),
    rasterTypes: textsOf(group, 'pwg-raster-document-type-supported'),
    validates: numbersOf(group, 'operations-supported').includes(OPERATIONS.validateJob),
  };
};

const paperOf = (
  reasons: readonly { readonly name: string; readonly severity: Severity }[],
): PrinterState['paper'] => {
  const said = (names: readonly string[], severities: readonly Severity[]): boolean =>
    reasons.some(({ name, severity }) => names.includes(name) && severities.includes(severity));
  if (said(PAPER_EMPTY, ['error'])) return 'end';
  return said([PAPER_LOW, ...PAPER_EMPTY], ['error', 'warning']) ? 'near-end' : 'ok';
};
