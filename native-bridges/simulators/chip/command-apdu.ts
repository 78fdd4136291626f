/** A command as the chip takes it apart (ISO/IEC 7816-4, 5.1). */
export interface CommandApdu {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly data: Uint8Array;
  /** Ne: the most bytes the terminal takes, 0 where it asks for none. */
  readonly expected: number;
  /** Whether Lc and Le are extended fields; false where there are none. */
  readonly extended: boolean;
}

/** Cases 1 to 4, short and extended (table 1 and figure 3); undefined where the lengths are wrong. */
export const decodeCommand = (bytes: Uint8Array): CommandApdu | undefined => {
  const [cla, ins, p1, p2, first] = bytes;
  if (cla === undefined || ins === undefined || p1 === undefined || p2 === undefined) {
    return undefined;
  }
  const header = { cla, ins, p1, p2 };
  const body = bytes.subarray(4);
  if (first === undefined) return { ...header, ...NO_BODY, extended: false };
  const fields = first === 0 && body.length > 1 ? extendedFields(body) : shortFields(body, first);
  return fields === undefined ? undefined : { ...header, ...fields };
};

type Fields = Pick<CommandApdu, 'data' | 'expected' | 'extended'>;
const NO_BODY = { data: new Uint8Array(), expected: 0 };

const shortFields = (body: Uint8Array, first: number): Fields | undefined => {
  if (body.length === 1) return { ...NO_BODY, expected: first || 256, extended: false };
  const data = body.subarray(1, 1 + first);
  const rest = body.subarray(1 + first);
  if (data.length < first || rest.length > 1) return undefined;
  const [le] = rest;
  return { data, expected: le === undefined ? 0 : le || 256, extended: false };
};

const extendedFields = (body: Uint8Array): Fields | undefined => {
  const number = (at: number): number => ((body[at] ?? 0) << 8) | (body[at + 1] ?? 0);
  if (body.length === 3) return { ...NO_BODY, expected: number(1) || 65_536, extended: true };
  const length = number(1);
  const data = body.subarray(3, 3 + length);
  const rest = body.length - 3 - length;
  if (length === 0 || rest < 0 || (rest !== 0 && rest !== 2)) return undefined;
  return {
    data,
    expected: rest === 0 ? 0 : number(3 + length) || 65_536,
    extended: true,
  };
};
