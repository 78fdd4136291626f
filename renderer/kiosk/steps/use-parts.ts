import { startTransition, useEffect, useState } from 'react';
import { useScreen } from '../screen-context.ts';

interface Parts<Part extends string> {
  readonly part: Part;
  readonly next: () => void;
}

/** A page of several questions, one after the other; Back leads through them before it leaves. */
export const useParts = <Part extends string>(parts: readonly [Part, ...Part[]]): Parts<Part> => {
  const [at, setAt] = useState(0);
  const { takeBack } = useScreen();
  useEffect(() => {
    takeBack(at > 0 ? () => setAt(before => before - 1) : null);
    return () => takeBack(null);
  }, [takeBack, at]);
  return {
    part: parts[at] ?? parts[0],
    next: () => startTransition(() => setAt(before => Math.min(before + 1, parts.length - 1))),
  };
};
