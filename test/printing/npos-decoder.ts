import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Rows in hex, as wide as the paper. */
export type Sheet = readonly string[];

/** What is used of npos 0.1.19. */
interface Npos {
  readonly parser: () => { analyze(bytes: Buffer): Analysis };
  readonly codecs: { readonly raster: { decode(bytes: Buffer, nodes: NposNode[]): NposPicture } };
}
interface Analysis {
  readonly error?: Error;
  readonly tree: readonly NposNode[] | null;
}
/** One command: its place among the bytes, `ascii` its first byte by name, `fn` what follows. */
interface NposNode {
  readonly ascii: string;
  readonly fn?: string;
  readonly offset: number;
}
interface NposPicture {
  readonly width: number;
  readonly height: number;
  /** 0 is black. */
  getPixel(x: number, y: number): number;
}

/** Where `.ci/run` installs it: no dependency of this project, for it would bring jimp and usb. */
const FOLDER = join(homedir(), '.cache', 'tiep-don', 'test-peers', 'node_modules', 'npos');

const load = (): Npos | undefined => {
  try {
    return createRequire(import.meta.url)(FOLDER) as Npos;
  } catch {
    return undefined;
  }
};
const npos = load();

/** Why it cannot be asked here; undefined where it can. */
export const whyNoNpos = npos === undefined ? 'npos is not installed' : undefined;

/**
 * The sheets cut off, as npos reads them: it finds the commands and the dots of each picture; where
 * a picture goes is said by the order of the commands.
 */
export const sheetsByNpos = (bytes: Uint8Array, paperBytes: number): readonly Sheet[] => {
  if (npos === undefined) throw new Error('npos is not installed');
  const raw = Buffer.from(bytes);
  const { error, tree } = npos.parser().analyze(raw);
  if (error !== undefined || tree === null) throw error ?? new Error('npos found no commands');
  const sheets: string[][] = [];
  let rows: string[] = [];
  const feed = (dots: number) => rows.push(...blankRows(dots, paperBytes));
  const cut = () => {
    if (rows.length > 0) sheets.push(rows);
    rows = [];
  };
  for (const node of tree) {
    switch (`${node.ascii}${node.fn ?? ''}`) {
      case 'GSv0':
        rows.push(...rowsOf(npos.codecs.raster.decode(raw, [{ ...node }]), paperBytes));
        break;
      case 'ESCJ':
        feed(raw[node.offset + 2] ?? 0);
        break;
      case 'GSV':
        feed(raw[node.offset + 3] ?? 0);
        cut();
        break;
    }
  }
  cut();
  return sheets;
};

const blankRows = (dots: number, paperBytes: number): readonly string[] =>
  Array.from({ length: dots }, () => '00'.repeat(paperBytes));

const rowsOf = (picture: NposPicture, paperBytes: number): readonly string[] =>
  Array.from({ length: picture.height }, (_, y) => {
    const row = Buffer.alloc(paperBytes);
    for (let x = 0; x < picture.width; x += 1) {
      if (picture.getPixel(x, y) === 0) row[x >> 3] = (row[x >> 3] ?? 0) | (0x80 >> (x & 7));
    }
    return row.toString('hex');
  });
