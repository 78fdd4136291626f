import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's own folder, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export const readText = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** Every hand-written page for people: those beside the README, and those in docs/. */
export const pages = (): readonly string[] => [
  ...readdirSync(ROOT).filter(name => name.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs'))
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`),
];

/** The short README of each room: what lives there, what may not. */
export const rooms = (): readonly string[] =>
  globSync('{core,native-bridges,electron,hub,renderer,migrations,build,test}/**/README.md', {
    cwd: ROOT,
  }).map(path => path.replaceAll('\\', '/'));

const FENCE = /^(```|~~~).*?^\1[ \t]*$/gms;

/** The text without its fenced blocks. */
export const prose = (markdown: string): string => markdown.replaceAll(FENCE, '');

export const fencedBlocks = (markdown: string): readonly string[] => markdown.match(FENCE) ?? [];

export const codeSpans = (markdown: string): readonly string[] =>
  [...prose(markdown).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);

/** Headings as GitHub makes anchors of them: lower case, no marks, dashes; repeats are counted. */
export const anchorsOf = (markdown: string): ReadonlySet<string> => {
  const seen = new Map<string, number>();
  const anchors = [...prose(markdown).matchAll(/^#{1,6} +(.+?) *#*$/gm)].map(([, title = '']) => {
    const slug = title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
  return new Set(anchors);
};

/** The text from a heading to the next of the same or a higher level. */
export const section = (markdown: string, title: string): string => {
  const lines = markdown.split('\n');
  const start = lines.findIndex(line => /^#+ /.test(line) && line.replace(/^#+ /, '') === title);
  if (start < 0) throw new Error(`there is no heading "${title}"`);
  const level = lines[start]?.indexOf(' ') ?? 1;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex(line => /^#+ /.test(line) && line.indexOf(' ') <= level);
  return rest.slice(0, end < 0 ? rest.length : end).join('\n');
};

/** Cells of every table row, without heads and rules. `\|` in a cell is a bar. */
export const tableRows = (markdown: string): readonly (readonly string[])[] => {
  const lines = prose(markdown).split('\n');
  const isRule = (line: string | undefined): boolean => /^\|[\s:|-]+\|$/.test(line ?? '');
  return lines
    .filter((line, index) => line.startsWith('|') && !isRule(line) && !isRule(lines[index + 1]))
    .map(line =>
      line
        .slice(1, line.lastIndexOf('|'))
        .split(/(?<!\\)\|/)
        .map(cell => cell.trim().replaceAll('\\|', '|')),
    );
};
