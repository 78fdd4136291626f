import { describe, expect, it } from 'vitest';
import { deviceKindSchema, deviceStageSchema, deviceStatusSchema } from '../contract/device.ts';
import { type FaultCode } from '../contract/errors.ts';
import { adviceOf, conditionOf } from './device-advice.ts';

/** Faults that drivers and their supervisor report. */
const OF_DEVICES: readonly FaultCode[] = [
  'device-absent',
  'device-crashed',
  'device-busy',
  'device-protocol',
  'printer-paper-end',
  'printer-cover-open',
  'printer-jam',
  'printer-offline',
  'printer-toner-end',
  'printer-hot',
  'printer-silent',
  'print-uncertain',
  'render-failed',
  'not-permitted',
  'not-possible-now',
  'config-invalid',
  'internal',
];

describe('advice on a device', () => {
  it('is there for every state but ready, whatever the kind', () => {
    for (const kind of deviceKindSchema.options) {
      for (const state of deviceStatusSchema.shape.state.options) {
        for (const stage of deviceStageSchema.options) {
          const advice = adviceOf({ kind, state, stage });
          expect(advice === undefined).toBe(state === 'ready');
        }
      }
    }
  });

  it('is about the fault itself, not a chapter to read', () => {
    for (const kind of deviceKindSchema.options) {
      for (const fault of OF_DEVICES) {
        const advice = adviceOf({ kind, state: 'unavailable', stage: 'faulted', fault });
        expect(advice).toBeDefined();
        expect(advice).not.toMatch(/recovery\.md/);
      }
    }
  });

  it('tells what a fault means where there is no cable to look at', () => {
    const absent = { state: 'unavailable', fault: 'device-absent' } as const;
    expect(adviceOf({ kind: 'document-printer', ...absent })).toMatch(/URL/);
    expect(adviceOf({ kind: 'payment-display', ...absent })).toMatch(/network/);
    const driver = 'page-payment-display';
    expect(adviceOf({ kind: 'payment-display', driver, ...absent })).toMatch(/window/);
  });

  it('stands beside the state, its stage, its fault and its paper', () => {
    expect(
      conditionOf({
        kind: 'receipt-printer',
        state: 'unavailable',
        stage: 'faulted',
        fault: 'printer-paper-end',
        paper: 'end',
      }),
    ).toBe('unavailable, faulted, printer-paper-end, paper end');
  });
});
