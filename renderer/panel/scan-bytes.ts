/** What the scanner puts on its line for a code: UTF-8 and a carriage return, in base64. */
export const scanBytes = (payload: string): string => {
  const bytes = new TextEncoder().encode(`${payload}\r`);
  return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
};

/** Piece sizes that cut `payload` into pieces of so many bytes. */
export const piecesOf = (payload: string, size: number): number[] => {
  const length = new TextEncoder().encode(payload).length + 1;
  return Array.from({ length: Math.ceil(length / size) }, () => size);
};
