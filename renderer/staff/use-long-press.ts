import { type RefObject, useEffect } from 'react';

const HELD_MS = 3000;
/** A finger that holds still moves a little. */
const STILL_PIXELS = 40;

/** Calls `onHeld` when a finger rests on the element for three seconds; null: never. */
export const useLongPress = (
  element: RefObject<HTMLElement | null>,
  onHeld: (() => void) | null,
): void => {
  useEffect(() => {
    const target = element.current;
    if (target === null || onHeld === null) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let from = { x: 0, y: 0 };
    const end = (): void => clearTimeout(timer);
    const begin = ({ clientX: x, clientY: y }: PointerEvent): void => {
      end();
      from = { x, y };
      timer = setTimeout(onHeld, HELD_MS);
    };
    const move = ({ clientX: x, clientY: y }: PointerEvent): void => {
      if (Math.hypot(x - from.x, y - from.y) > STILL_PIXELS) end();
    };
    target.addEventListener('pointerdown', begin);
    target.addEventListener('pointermove', move);
    for (const over of ['pointerup', 'pointercancel', 'pointerleave'] as const) {
      target.addEventListener(over, end);
    }
    return () => {
      end();
      target.removeEventListener('pointerdown', begin);
      target.removeEventListener('pointermove', move);
      for (const over of ['pointerup', 'pointercancel', 'pointerleave'] as const) {
        target.removeEventListener(over, end);
      }
    };
  }, [element, onHeld]);
};
