/** ISO/IEC 9797-1, padding method 2: `80`, then `00` up to a full block, in any case one byte. */
export const pad = (data: Uint8Array, blockSize: number): Uint8Array => {
  const padded = new Uint8Array(data.length + blockSize - (data.length % blockSize));
  padded.set(data);
  padded[data.length] = 0x80;
  return padded;
};

/** The data without that padding; undefined where there is none. */
export const unpad = (data: Uint8Array): Uint8Array | undefined => {
  let end = data.length;
  while (end > 0 && data[end - 1] === 0x00) end -= 1;
  return end > 0 && data[end - 1] === 0x80 ? data.subarray(0, end - 1) : undefined;
};
