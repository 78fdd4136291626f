/** What PostgreSQL said in answer to one exchange, as far as a query needs it. */
export interface Answer {
  readonly fields: readonly Field[];
  /** Values as text, in the order of the fields. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** `INSERT 0 5` */
  readonly tag: string;
  readonly error: { readonly code: string; readonly constraint: string | undefined } | undefined;
}

export interface Field {
  readonly name: string;
  /** Object id of the type (pg_type.dat). */
  readonly type: number;
}

/** Messages of PostgreSQL's frontend/backend protocol, chapter 54.7 of its manual. */
const [DATA_ROW, COMMAND_COMPLETE, ERROR, ROW_DESCRIPTION] = [0x44, 0x43, 0x45, 0x54];

const HEAD_BYTES = 5;

const message = (type: string, parts: readonly Uint8Array[]): Uint8Array => {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(HEAD_BYTES);
  head.write(type, 'latin1');
  head.writeInt32BE(body.length + HEAD_BYTES - 1, 1);
  return Buffer.concat([head, body]);
};

const text = (value: string): Buffer => Buffer.from(`${value}\0`);

const NO_NAMES = Buffer.alloc(2);
const SYNC = message('S', []);
/** The unnamed portal, all rows. */
const EXECUTE = message('E', [text(''), Buffer.alloc(4)]);

export const simpleQuery = (sql: string): Uint8Array => message('Q', [text(sql)]);

/** Prepares a statement and asks what its rows look like. */
export const prepare = (name: string, sql: string): Uint8Array =>
  Buffer.concat([
    message('P', [text(name), text(sql), NO_NAMES]),
    message('D', [Buffer.from('S'), text(name)]),
    SYNC,
  ]);

/** Runs a prepared statement; every value travels and comes back as text. */
export const run = (name: string, values: readonly (string | null)[]): Uint8Array => {
  const lengths = values.map(value => (value === null ? 0 : Buffer.byteLength(value)));
  const size = lengths.reduce((sum, length) => sum + 4 + length, 0);
  // An unnamed portal, the name, no format codes, the values, no formats of columns.
  const nameBytes = Buffer.byteLength(name);
  const bind = Buffer.allocUnsafe(HEAD_BYTES + 1 + nameBytes + 1 + 2 + 2 + size + 2);
  bind.write('B', 'latin1');
  bind.writeInt32BE(bind.length - 1, 1);
  let at = HEAD_BYTES;
  bind[at] = 0;
  at += 1 + bind.write(name, at + 1);
  bind[at] = 0;
  bind.writeInt16BE(0, at + 1);
  at = bind.writeInt16BE(values.length, at + 3);
  for (const [index, value] of values.entries()) {
    at = bind.writeInt32BE(value === null ? -1 : (lengths[index] ?? 0), at);
    if (value !== null) at += bind.write(value, at);
  }
  bind.writeInt16BE(0, at);
  return Buffer.concat([bind, EXECUTE, SYNC]);
};

const endOfText = (bytes: Buffer, from: number): number => bytes.indexOf(0, from);

const fieldsIn = (bytes: Buffer, from: number): Field[] => {
  const fields: Field[] = [];
  let at = from + 2;
  for (let left = bytes.readInt16BE(from); left > 0; left -= 1) {
    const end = endOfText(bytes, at);
    fields.push({ name: bytes.toString('utf8', at, end), type: bytes.readInt32BE(end + 7) });
    at = end + 19;
  }
  return fields;
};

const rowIn = (bytes: Buffer, from: number): (string | null)[] => {
  const values: (string | null)[] = [];
  let at = from + 2;
  for (let left = bytes.readInt16BE(from); left > 0; left -= 1) {
    const length = bytes.readInt32BE(at);
    at += 4;
    values.push(length < 0 ? null : bytes.toString('utf8', at, at + length));
    at += Math.max(0, length);
  }
  return values;
};

const errorIn = (bytes: Buffer, from: number): NonNullable<Answer['error']> => {
  const said = new Map<string, string>();
  for (let at = from; bytes[at] !== 0; ) {
    const end = endOfText(bytes, at);
    said.set(String.fromCharCode(bytes[at] ?? 0), bytes.toString('utf8', at + 1, end));
    at = end + 1;
  }
  return { code: said.get('C') ?? 'XX000', constraint: said.get('n') };
};

export const answerIn = (received: readonly Uint8Array[]): Answer => {
  const bytes = Buffer.concat(received);
  const rows: (string | null)[][] = [];
  let fields: readonly Field[] = [];
  let error: Answer['error'];
  let tag = '';
  for (let at = 0; at < bytes.length; at += 1 + bytes.readInt32BE(at + 1)) {
    const type = bytes[at];
    const body = at + HEAD_BYTES;
    if (type === DATA_ROW) rows.push(rowIn(bytes, body));
    else if (type === ROW_DESCRIPTION) fields = fieldsIn(bytes, body);
    else if (type === COMMAND_COMPLETE)
      tag = bytes.toString('latin1', body, endOfText(bytes, body));
    else if (type === ERROR) error ??= errorIn(bytes, body);
  }
  return { fields, rows, tag, error };
};
