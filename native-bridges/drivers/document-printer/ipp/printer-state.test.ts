import { describe, expect, it } from 'vitest';
import { type IppMessage } from './message.ts';
import { readPrinterState } from './printer-state.ts';

const answer = (state: number, reasons: readonly string[], accepting = true): IppMessage => ({
  version: { major: 2, minor: 0 },
  code: 0,
  requestId: 1,
  groups: [
    {
      kind: 'printer',
      attributes: [
        { name: 'printer-state', values: [{ kind: 'enum', number: state }] },
        {
          name: 'printer-state-reasons',
          values: reasons.map(text => ({ kind: 'keyword', text })),
        },
        { name: 'printer-is-accepting-jobs', values: [{ kind: 'boolean', value: accepting }] },
      ],
    },
  ],
  data: new Uint8Array(),
});
const IDLE = 3;
const STOPPED = 5;

describe('the state of an IPP printer', () => {
  it.each([
    ['none', IDLE, undefined, false, 'ok'],
    ['media-empty-error', STOPPED, 'printer-paper-end', true, 'end'],
    ['media-empty', STOPPED, 'printer-paper-end', true, 'end'],
    ['media-needed-error', STOPPED, 'printer-paper-end', true, 'end'],
    ['media-empty-warning', IDLE, undefined, true, 'near-end'],
    ['media-low-warning', IDLE, undefined, true, 'near-end'],
    ['media-low-report', IDLE, undefined, false, 'ok'],
    ['media-jam-error', STOPPED, 'printer-jam', true, 'ok'],
    ['door-open-error', STOPPED, 'printer-cover-open', true, 'ok'],
    ['cover-open', STOPPED, 'printer-cover-open', true, 'ok'],
    ['toner-low-warning', IDLE, undefined, true, 'ok'],
    ['toner-low-error', IDLE, undefined, true, 'ok'],
    ['toner-empty-error', STOPPED, 'printer-toner-end', true, 'ok'],
    ['marker-supply-empty-error', STOPPED, 'printer-toner-end', true, 'ok'],
    ['fuser-over-temp-error', STOPPED, 'printer-hot', true, 'ok'],
    ['paused', STOPPED, 'printer-offline', true, 'ok'],
    ['com.example.unknown-error', STOPPED, 'printer-offline', false, 'ok'],
    ['com.example.unknown-error', IDLE, undefined, false, 'ok'],
  ])('%s in state %i', (reason, state, fault, worn, paper) => {
    expect(readPrinterState(answer(state, [reason]))).toMatchObject({ fault, worn, paper });
  });

  it('names the cause where there are several', () => {
    const state = readPrinterState(answer(STOPPED, ['paused-report', 'media-empty-error']));
    expect(state.fault).toBe('printer-paper-end');
  });

  it('is busy where it takes no jobs', () => {
    expect(readPrinterState(answer(IDLE, ['none'], false)).fault).toBe('device-busy');
  });

  it('is usable where it says nothing at all', () => {
    const nothing = { ...answer(IDLE, []), groups: [] };
    expect(readPrinterState(nothing)).toMatchObject({ fault: undefined, formats: [] });
  });
});
