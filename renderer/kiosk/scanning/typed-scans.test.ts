import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTypedScans, type KeyFate } from './typed-scans.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const rig = (prefix = '') => {
  const codes: string[] = [];
  const scans = createTypedScans({ prefix, betweenKeysMs: 50, onCode: code => codes.push(code) });
  /** Presses keys, each so long after the one before it. */
  const press = (keys: readonly string[], pauseMs: number): KeyFate[] =>
    keys.map(key => {
      vi.advanceTimersByTime(pauseMs);
      const stroke = { key, code: '', shift: false, alt: false, capsLock: false };
      return scans.take(stroke, Date.now());
    });
  return { codes, press, stop: scans.stop };
};

/** The keys of a text, and the key that ends it. */
const keys = (text: string, ...ends: readonly string[]): readonly string[] => [
  ...Array.from(text),
  ...ends,
];

describe('createTypedScans', () => {
  it.each(['Enter', 'Tab'])('takes fast keys up to %s for a code', end => {
    const { codes, press } = rig();
    const fates = press(keys('LH26999921', end), 5);
    expect(codes).toEqual(['LH26999921']);
    expect(new Set(fates)).toEqual(new Set(['kept']));
  });

  it('hears the end of a code by silence where nothing ends it', () => {
    const { codes, press } = rig();
    press(keys('LH26999921'), 5);
    expect(codes).toEqual([]);
    vi.advanceTimersByTime(500);
    expect(codes).toEqual(['LH26999921']);
  });

  it('makes one code of one that ends with CR and LF, and keeps both keys', () => {
    const { codes, press } = rig();
    const fates = press(keys('LH26999921', 'Enter', 'Enter'), 5);
    expect(codes).toEqual(['LH26999921']);
    expect(fates.slice(-2)).toEqual(['kept', 'kept']);
  });

  it('takes a code that comes right after another', () => {
    const { codes, press } = rig();
    press([...keys('LH26999921', 'Enter'), ...keys('LH26999922', 'Enter')], 5);
    expect(codes).toEqual(['LH26999921', 'LH26999922']);
  });

  it('leaves a person their Enter, Tab, blank and arrows', () => {
    const { codes, press } = rig();
    expect(press(['Tab', 'Enter', ' ', 'ArrowDown', 'Tab'], 150)).toEqual(
      Array.from({ length: 5 }, () => 'passed'),
    );
    vi.advanceTimersByTime(1000);
    expect(codes).toEqual([]);
  });

  it('takes no code from the pace of a person, nor from a few keys hit at once', () => {
    const { codes, press } = rig();
    press(keys('LH26999921', 'Enter'), 120);
    press(['a', 's'], 300);
    press(['d', 'Enter'], 5);
    vi.advanceTimersByTime(1000);
    expect(codes).toEqual([]);
  });

  it('does not cut a code where the scanner stopped for a moment', () => {
    const { codes, press } = rig();
    press(keys('LH2699'), 5);
    press(['9'], 150);
    press(keys('921', 'Enter'), 5);
    expect(codes).toEqual(['LH26999921']);
  });

  it('lets no Enter of a scan through that came late, when the scan began fast', () => {
    const { codes, press } = rig();
    press(keys('LH26999921'), 5);
    expect(press(['Enter'], 45)).toEqual(['kept']);
    expect(codes).toEqual(['LH26999921']);
  });

  it('takes blanks and capitals inside a code', () => {
    const { codes, press } = rig();
    press(['Shift', 'N', 'g', ' ', 'Shift', 'T', 'h', 'ị', 'Enter'], 5);
    expect(codes).toEqual(['Ng Thị']);
  });

  it('takes the prefix off where it stands', () => {
    const { codes, press } = rig('~Q');
    press(keys('~QLH26', 'Enter'), 5);
    vi.advanceTimersByTime(100);
    press(keys('LH2699', 'Enter'), 5);
    expect(codes).toEqual(['LH26', 'LH2699']);
  });

  it('is silent once it was stopped', () => {
    const { codes, press, stop } = rig();
    press(keys('LH26999921'), 5);
    stop();
    vi.advanceTimersByTime(1000);
    expect(codes).toEqual([]);
  });
});
