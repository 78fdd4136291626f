import { createContext, useCallback, useContext, useEffect, useState } from 'react';
import type { Input, MethodName, Output } from '../../core/contract/contract.ts';
import type { DeskUser } from '../../core/contract/desk-access.ts';
import type { DeskContract } from '../../core/contract/desk.ts';
import type { DeskState, DeskStore } from './desk-store.ts';
import { faultWords } from './desk-words.ts';

export const DeskContext = createContext<DeskStore | undefined>(undefined);

export const useDesk = <T>(select: (state: DeskState) => T): T => {
  const store = useContext(DeskContext);
  if (store === undefined) throw new Error('the desk has no store');
  return store(select);
};

/** Whoever is signed in. */
export const useUser = (): DeskUser | undefined =>
  useDesk(({ access }) => (access?.state === 'in' ? access.user : undefined));

export interface Loaded<T> {
  readonly value: T | undefined;
  /** In words, where the hub gave none. */
  readonly fault: string | undefined;
  readonly reload: () => Promise<void>;
}

/** Asks the hub when the page opens, when `input` changes, and when told to. */
export const useLoaded = <M extends MethodName<DeskContract>>(
  method: M,
  input: Input<DeskContract, M>,
): Loaded<Output<DeskContract, M>> => {
  const call = useDesk(state => state.call);
  const [value, setValue] = useState<Output<DeskContract, M>>();
  const [fault, setFault] = useState<string>();
  const asked = JSON.stringify(input);
  const reload = useCallback(async (): Promise<void> => {
    const answer = await call(method, JSON.parse(asked) as Input<DeskContract, M>);
    if (answer.ok) setValue(answer.value);
    setFault(answer.ok ? undefined : faultWords(answer.error.code));
  }, [call, method, asked]);
  useEffect(() => void reload(), [reload]);
  return { value, fault, reload };
};
