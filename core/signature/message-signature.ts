import { type InnerList, parseDictionary, writeMember } from './structured-field.ts';

/** One signature of an HTTP message (RFC 9421): what it covers, and its parameters. */
export interface MessageSignature {
  readonly input: InnerList;
  /** base64 */
  readonly signature: string;
}

/** Header fields of a message, names in lower case, and derived components such as `@method`. */
export type ComponentValues = Readonly<Record<string, string | undefined>>;

/**
 * What is signed (RFC 9421, 2.5): one line for each covered component, then the parameters.
 * Undefined where a component is missing in the message, comes twice, or has parameters of its
 * own (RFC 9421, 2.1: none of these is needed between kiosk and hub).
 */
export const signatureBase = (
  input: InnerList,
  components: ComponentValues,
): string | undefined => {
  const lines: string[] = [];
  const seen = new Set<string>();
  for (const { item, parameters } of input.items) {
    if (item.type !== 'string' || parameters.size > 0 || seen.has(item.value)) return undefined;
    const value = Object.hasOwn(components, item.value) ? components[item.value] : undefined;
    if (value === undefined || /[\r\n]/.test(value)) return undefined;
    seen.add(item.value);
    lines.push(`"${item.value}": ${value}`);
  }
  return [...lines, `"@signature-params": ${writeMember(input)}`].join('\n');
};

/** Names of the covered components. */
export const coveredBy = (input: InnerList): readonly string[] =>
  input.items.flatMap(({ item }) => (item.type === 'string' ? [item.value] : []));

/** A parameter of the signature that is a string, where it is there. */
export const textParameter = (input: InnerList, name: string): string | undefined => {
  const found = input.parameters.get(name);
  return found?.type === 'string' ? found.value : undefined;
};

/** A parameter of the signature that is a whole number, where it is there. */
export const numberParameter = (input: InnerList, name: string): number | undefined => {
  const found = input.parameters.get(name);
  return found?.type === 'integer' ? found.value : undefined;
};

/**
 * The signature with that `tag` (RFC 9421, 2.3) of a message, from its two header fields.
 * Undefined where there is none, or more than one, or the fields cannot be read.
 */
export const readMessageSignature = (
  signatureInput: string,
  signature: string,
  tag: string,
): MessageSignature | undefined => {
  const inputs = parseDictionary(signatureInput);
  const signatures = parseDictionary(signature);
  if (inputs === undefined || signatures === undefined) return undefined;
  const ours = [...inputs].flatMap(([label, member]) =>
    'items' in member && textParameter(member, 'tag') === tag ? [{ label, member }] : [],
  );
  const [only] = ours;
  if (only === undefined || ours.length > 1) return undefined;
  const value = signatures.get(only.label);
  return value !== undefined && 'item' in value && value.item.type === 'bytes'
    ? { input: only.member, signature: value.item.value }
    : undefined;
};
