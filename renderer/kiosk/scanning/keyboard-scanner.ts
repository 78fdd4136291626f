import { createTypedScans } from './typed-scans.ts';

export interface KeyboardScannerOptions {
  readonly prefix: string;
  readonly betweenKeysMs: number;
  readonly onCode: (text: string) => void;
}

/** Where people type, their keys are theirs. */
const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, [contenteditable]') !== null;

/**
 * Listens to a scanner that types into the page, until the returned function is called. Nothing a
 * scanner types reaches the page: its Enter would press a button.
 */
export const listenToKeyboard = (options: KeyboardScannerOptions): (() => void) => {
  const scans = createTypedScans(options);
  const keptCodes = new Set<string>();
  const keep = (event: KeyboardEvent): void => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const down = (event: KeyboardEvent): void => {
    if (event.repeat || isField(event.target)) return;
    if (event.ctrlKey || event.metaKey) return;
    const { key, code, shiftKey: shift, altKey: alt } = event;
    const capsLock = event.getModifierState('CapsLock');
    // The time of the key itself: a page that was busy sees them all at once.
    if (scans.take({ key, code, shift, alt, capsLock }, event.timeStamp) === 'passed') return;
    keptCodes.add(code);
    keep(event);
  };
  const up = (event: KeyboardEvent): void => {
    // Buttons are pressed when the blank key comes up.
    if (keptCodes.delete(event.code)) keep(event);
  };
  window.addEventListener('keydown', down, { capture: true });
  window.addEventListener('keyup', up, { capture: true });
  return () => {
    scans.stop();
    window.removeEventListener('keydown', down, { capture: true });
    window.removeEventListener('keyup', up, { capture: true });
  };
};
