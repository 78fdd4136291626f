/**
 * Forms of a sentence, as i18next spells them after a key: `_you` speaks to somebody whose age is
 * known, `_child` to the grown-up who comes with a child, `_one` is a CLDR plural category.
 * A language that does not need one leaves it out.
 */
type OptionalForm = 'you' | 'child' | 'one';

type BaseOf<Key extends string> = Key extends `${infer Base}_${OptionalForm}` ? Base : Key;

type RequiredKeys<T> = {
  [K in keyof T & string]: BaseOf<K> extends K ? K : never;
}[keyof T & string];

type OptionalKeys<T> =
  | Exclude<keyof T & string, RequiredKeys<T>>
  | { [K in keyof T & string]: K extends `${infer Base}_other` ? `${Base}_one` : never }[keyof T &
      string];

/** The same words in another language: every key of `T` and no other, apart from optional forms. */
export type TranslationOf<T> = {
  readonly [K in RequiredKeys<T>]: T[K] extends string ? string : TranslationOf<T[K]>;
} & { readonly [K in OptionalKeys<T>]?: string };

type Leaves<T, Path extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Path}${K}` : Leaves<T[K], `${Path}${K}.`>;
}[keyof T & string];

/** Every sentence that can be asked for, without its forms: `ticket.title`, not `ticket.title_you`. */
export type WordKey<T> =
  Leaves<T> extends infer Key extends string
    ? Key extends `${infer Base}_${OptionalForm | 'other'}`
      ? Base
      : Key
    : never;
