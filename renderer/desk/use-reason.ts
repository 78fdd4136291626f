import { useState } from 'react';

const SHORTEST_REASON = 3;

/** A reason that a person has to give, and what its field shows. */
export const useReason = (tooShort: string) => {
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState<string>();
  return {
    field: {
      value: typed,
      wrong,
      onChange: (text: string): void => {
        setTyped(text);
        setWrong(undefined);
      },
    },
    /** @returns the words; undefined where they are too few, and the field says so. */
    given: (): string | undefined => {
      const words = typed.trim();
      const isEnough = words.length >= SHORTEST_REASON;
      setWrong(isEnough ? undefined : tooShort);
      return isEnough ? words : undefined;
    },
  };
};
