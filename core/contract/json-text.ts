/** What a JSON text says; undefined where it is none, which no JSON text says. Never throws. */
export const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};
