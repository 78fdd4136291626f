import { z } from 'zod';
import { type Fault, faultSchema } from './errors.ts';

/** One method of a boundary: who may call it, what goes in, what comes out. */
export interface Method<
  R extends string = string,
  I extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
> {
  readonly role: R;
  readonly input: I;
  readonly output: O;
}

export type Contract = Readonly<Record<string, Method>>;
export type MethodName<C extends Contract> = keyof C & string;
export type Input<C extends Contract, M extends MethodName<C>> = z.infer<C[M]['input']>;
export type Output<C extends Contract, M extends MethodName<C>> = z.infer<C[M]['output']>;

/** Handlers of a whole boundary: a missing or mistyped one does not compile. */
export type Handlers<C extends Contract, Context = void> = {
  readonly [M in MethodName<C>]: (
    input: Input<C, M>,
    context: Context,
  ) => Promise<Output<C, M>> | Output<C, M>;
};

/** The calling side of a whole boundary. */
export type Client<C extends Contract> = {
  readonly [M in MethodName<C>]: (input: Input<C, M>) => Promise<Output<C, M>>;
};

/** Failures are values at a boundary; nothing is thrown across it. */
export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: Fault };

export const replySchema = <T extends z.ZodType>(value: T) =>
  z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), error: faultSchema }),
  ]);

export const defineContract = <const C extends Contract>(contract: C): C => contract;

/**
 * The contract as text, for the golden files: a change of a boundary becomes a visible diff.
 * Input and output are rendered as JSON Schema (draft 2020-12).
 */
export const describeContract = (contract: Contract): string =>
  Object.keys(contract)
    .sort()
    .map(name => {
      const method = contract[name] as Method;
      const schema = (type: z.ZodType, io: 'input' | 'output') =>
        JSON.stringify(z.toJSONSchema(type, { io, unrepresentable: 'any' }), null, 2);
      return `${name} (${method.role})\ninput ${schema(method.input, 'input')}\noutput ${schema(method.output, 'output')}\n`;
    })
    .join('\n');
