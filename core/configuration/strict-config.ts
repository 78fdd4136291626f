import type { z } from 'zod';
import { nearestName } from './nearest-name.ts';

/** One thing wrong in a configuration, in one line for IT. */
export interface ConfigProblem {
  /** Where, as written in the file: `his.baseUrl`, `devices[0].driver`; empty for the whole file. */
  readonly path: string;
  readonly message: string;
}

export type ConfigCheck<T> =
  | { readonly ok: true; readonly config: T }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

const written = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, step) =>
      typeof step === 'number'
        ? `${text}[${step}]`
        : text === ''
          ? String(step)
          : `${text}.${String(step)}`,
    '',
  );

type Definition = {
  readonly type?: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly innerType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly in?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly left?: z.ZodType;
  readonly right?: z.ZodType;
  readonly getter?: () => z.ZodType;
};

const definitionOf = (schema: z.ZodType): Definition => schema.def;

/** The schemas one step further in, through whatever wraps them (default, optional, unions). */
const stepInto = (schema: z.ZodType, step: PropertyKey | undefined): readonly z.ZodType[] => {
  const def = definitionOf(schema);
  if (def.options) return def.options.flatMap(option => stepInto(option, step));
  const wrapped = def.innerType ?? def.in ?? def.getter?.();
  if (wrapped) return stepInto(wrapped, step);
  if (def.left && def.right) return [...stepInto(def.left, step), ...stepInto(def.right, step)];
  if (step === undefined) return [schema];
  const inner = def.type === 'object' ? def.shape?.[String(step)] : (def.element ?? def.valueType);
  return inner ? [inner] : [];
};

/** Names that may stand at a place; empty where the place takes no named settings. */
const namesAt = (schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] => {
  const at = path.reduce<readonly z.ZodType[]>(
    (schemas, step) => schemas.flatMap(one => stepInto(one, step)),
    [schema],
  );
  const objects = at.flatMap(one => stepInto(one, undefined)).map(definitionOf);
  return [...new Set(objects.flatMap(def => Object.keys(def.shape ?? {})))];
};

const problemsOf = (schema: z.ZodType, issue: z.core.$ZodIssue): readonly ConfigProblem[] => {
  if (issue.code !== 'unrecognized_keys') {
    return [{ path: written(issue.path), message: issue.message }];
  }
  const known = namesAt(schema, issue.path);
  return issue.keys.map(key => {
    const meant = nearestName(key, known);
    return {
      path: written([...issue.path, key]),
      message:
        meant === undefined ? 'is not a setting' : `is not a setting; did you mean "${meant}"?`,
    };
  });
};

/**
 * Checks a configuration as read from its file. Pass a schema built of `z.strictObject`: every
 * unknown name is then refused together with the nearest one that exists.
 * Values are never repeated in a message, since a setting may hold a secret.
 */
export const checkConfig = <S extends z.ZodType>(
  schema: S,
  value: unknown,
): ConfigCheck<z.output<S>> => {
  const result = schema.safeParse(value);
  if (result.success) return { ok: true, config: result.data };
  return { ok: false, problems: result.error.issues.flatMap(issue => problemsOf(schema, issue)) };
};

/** One line for each problem, as a command prints it. */
export const configProblemLines = (problems: readonly ConfigProblem[]): readonly string[] =>
  problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
