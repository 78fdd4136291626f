import { z } from 'zod';

/** One setting of a configuration file. */
export interface Setting {
  /** As written in the documentation: `pace.idleSeconds`, `devices[].id`, `servicePoints.<id>.room`. */
  readonly path: string;
  /** The value in force where the file does not say; undefined where there is none. */
  readonly fallback: unknown;
}

type Node = z.core.JSONSchema.BaseSchema;
type Member = readonly [path: string, node: Node];

const isLocalised = (node: Node): boolean =>
  Object.keys(node.properties ?? {}).join() === ['vi', 'en'].join();

const below = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

const membersOf = ([path, node]: Member): readonly Member[] => {
  const alternatives = node.oneOf ?? node.anyOf ?? [];
  const { items, additionalProperties: named } = node;
  return [
    ...alternatives.flatMap(alternative => membersOf([path, alternative])),
    ...Object.entries(node.properties ?? {}).map(
      ([name, member]) => [below(path, name), member as Node] as const,
    ),
    ...(typeof items === 'object' && !Array.isArray(items) ? membersOf([`${path}[]`, items]) : []),
    ...(typeof named === 'object' ? membersOf([below(path, '<id>'), named]) : []),
  ];
};

const leavesOf = (member: Member): readonly Member[] => {
  const [, node] = member;
  const members = isLocalised(node) ? [] : membersOf(member);
  return members.length === 0 ? [member] : members.flatMap(leavesOf);
};

const valueAt = (config: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null
          ? (value as Readonly<Record<string, unknown>>)[name]
          : undefined,
      config,
    );

/** Every setting of a configuration schema, without the groups that only hold others. */
export const settingsOf = (schema: z.ZodType): readonly Setting[] => {
  const root: Node = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const inForce = schema.parse({});
  const nodes = new Map<string, Node>(leavesOf(['', root]).map(([path, node]) => [path, node]));
  return [...nodes].map(([path, node]) => ({
    path,
    fallback: valueAt(inForce, path) ?? node.default,
  }));
};
