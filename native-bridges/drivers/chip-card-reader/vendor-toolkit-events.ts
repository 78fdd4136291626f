import { z } from 'zod';
import { type ElementaryFileName } from '../../contract/chip-card.ts';
import { type Dg13 } from '../../emrtd/files/dg13.ts';

/** A file in base64: EF.DG2 is the largest, some 20 KB; a number of times that is no file. */
const fileSchema = z.string().max(400_000).optional().catch(undefined);
const textSchema = z.string().max(1_000).optional().catch(undefined);

/** What the terminal's program sends on its channel, by the number of the event. */
const eventSchema = z.discriminatedUnion('id', [
  z.object({ id: z.literal(1) }),
  z.object({
    id: z.literal(2),
    data: z.object({
      idCode: textSchema,
      oldIdCode: textSchema,
      personName: textSchema,
      dateOfBirth: textSchema,
      gender: textSchema,
      nationality: textSchema,
      race: textSchema,
      religion: textSchema,
      originPlace: textSchema,
      residencePlace: textSchema,
      personalIdentification: textSchema,
      issueDate: textSchema,
      expiryDate: textSchema,
      fatherName: textSchema,
      motherName: textSchema,
      wifeName: textSchema,
    }),
  }),
  z.object({ id: z.literal(3) }),
  z.object({
    id: z.literal(4),
    data: z.object({
      img_data: fileSchema,
      dg2: fileSchema,
      dg13: fileSchema,
      dg14: fileSchema,
      dg15: fileSchema,
      sod: fileSchema,
    }),
  }),
]);
type Event = z.infer<typeof eventSchema>;
type TextData = Extract<Event, { id: 2 }>['data'];
type RawData = Extract<Event, { id: 4 }>['data'];

export type ToolkitEvent =
  | { readonly type: 'card' }
  /** The fields of DG13 as the terminal read them. */
  | { readonly type: 'text'; readonly dg13: Dg13 }
  | { readonly type: 'failed' }
  | {
      readonly type: 'raw';
      readonly files: ReadonlyMap<ElementaryFileName, Uint8Array>;
      /** The portrait as a picture file. */
      readonly picture: Uint8Array | undefined;
    };

/** One message of the channel; undefined for anything that is none of the four. */
export const toolkitEventOf = (message: unknown): ToolkitEvent | undefined => {
  const { success, data: event } = eventSchema.safeParse(message);
  if (!success) return undefined;
  switch (event.id) {
    case 1:
      return { type: 'card' };
    case 2:
      return { type: 'text', dg13: dg13Of(event.data) };
    case 3:
      return { type: 'failed' };
    case 4:
      return { type: 'raw', files: filesOf(event.data), picture: bytesOf(event.data.img_data) };
  }
};

const dg13Of = (text: TextData): Dg13 => {
  const fields = {
    idNumber: text.idCode,
    name: text.personName,
    birthDate: text.dateOfBirth,
    gender: text.gender,
    nationality: text.nationality,
    ethnicity: text.race,
    religion: text.religion,
    placeOfOrigin: text.originPlace,
    residence: text.residencePlace,
    identifyingMarks: text.personalIdentification,
    issueDate: text.issueDate,
    expiryDate: text.expiryDate,
    spouse: text.wifeName,
    oldNumber: text.oldIdCode,
  };
  const said = Object.entries(fields).flatMap(([name, value = '']) => {
    const trimmed = value.trim().normalize('NFC');
    return trimmed === '' ? [] : [[name, trimmed]];
  });
  const parents = [text.fatherName, text.motherName].filter(name => name !== undefined);
  return {
    fields: Object.fromEntries(said) as Dg13['fields'],
    parents: parents.length === 2 ? parents : [],
    undecoded: [],
    unknown: [],
    damaged: false,
  };
};

const FILES = [
  ['DG2', 'dg2'],
  ['DG13', 'dg13'],
  ['DG14', 'dg14'],
  ['DG15', 'dg15'],
  ['SOD', 'sod'],
] as const;

const filesOf = (raw: RawData): ReadonlyMap<ElementaryFileName, Uint8Array> =>
  new Map(
    FILES.flatMap(([name, key]) => {
      const bytes = bytesOf(raw[key]);
      return bytes === undefined ? [] : [[name, bytes] as const];
    }),
  );

const bytesOf = (base64: string | undefined): Uint8Array | undefined => {
  const bytes = Buffer.from((base64 ?? '').replace(/^data:[^,]*,/, ''), 'base64');
  return bytes.length === 0 ? undefined : bytes;
};
