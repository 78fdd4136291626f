/** Hands that are told what to do faster than they can: everything happens, one after the other. */
export const inOrder = () => {
  let last: Promise<unknown> = Promise.resolve();
  return {
    then: (work: () => Promise<unknown>): void => {
      last = last.then(work);
    },
    done: async (): Promise<void> => {
      await last;
    },
  };
};
