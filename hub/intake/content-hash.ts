import { hash } from 'node:crypto';

/** JSON with the names of every object in order: the same content is the same text. */
const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  let members = '';
  for (const name of Object.keys(value).sort()) {
    const member: unknown = (value as Readonly<Record<string, unknown>>)[name];
    if (member === undefined) continue;
    members += `${members === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
};

/** SHA-256 in hex of JSON content, whatever order its names came in. */
export const contentHash = (content: unknown): string =>
  hash('sha256', canonicalJson(content), 'hex');
