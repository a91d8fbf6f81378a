import type { JsonValue } from '../manifest/manifest';
import type { Schema, Schemas } from './schema';

/** The TypeScript type of what fits a schema, so that a wrong name or value in an instance doesn't compile. */
export type TypeOf<S> = S extends { readonly enum: readonly (infer Value)[] }
  ? Value
  : S extends { readonly 'x-kubernetes-int-or-string': true }
    ? number | string
    : S extends { readonly type: 'string' }
      ? string
      : S extends { readonly type: 'integer' | 'number' }
        ? number
        : S extends { readonly type: 'boolean' }
          ? boolean
          : S extends { readonly type: 'array'; readonly items: infer Item }
            ? readonly TypeOf<Item>[]
            : S extends { readonly additionalProperties: infer Value extends Schema }
              ? Readonly<Record<string, TypeOf<Value>>>
              : S extends { readonly properties: infer Properties extends Schemas }
                ? ObjectOf<S, Properties> & Unknown<S>
                : JsonMap;

/** An object of any content, each field of which may be undefined, and is left out then. */
interface JsonMap {
  readonly [key: string]: JsonValue | undefined;
}

type Unknown<S> = S extends { readonly 'x-kubernetes-preserve-unknown-fields': true }
  ? JsonMap
  : unknown;

type ObjectOf<S, Properties extends Schemas> = Flat<
  {
    readonly [Name in keyof Properties as IsRequired<S, Properties, Name> extends true
      ? Name
      : never]: TypeOf<Properties[Name]>;
  } & {
    readonly [Name in keyof Properties as IsRequired<S, Properties, Name> extends true
      ? never
      : Name]?: TypeOf<Properties[Name]>;
  }
>;

/** What has a default may be left out, whatever `required` says. */
type IsRequired<S, Properties, Name extends keyof Properties> = Properties[Name] extends {
  readonly default: unknown;
}
  ? false
  : S extends { readonly required: readonly (infer Required)[] }
    ? Name extends Required
      ? true
      : false
    : false;

/** Shows as one object in messages and editors. */
type Flat<T> = { readonly [Key in keyof T]: T[Key] };

/**
 * The fields that an instance has: required where anything in them is. Its `status` is the controller's.
 */
export type InstanceFields<Fields extends Schemas> = Flat<
  {
    readonly [Name in Exclude<keyof Fields, 'status'> as {} extends TypeOf<Fields[Name]>
      ? never
      : Name]: TypeOf<Fields[Name]>;
  } & {
    readonly [Name in Exclude<keyof Fields, 'status'> as {} extends TypeOf<Fields[Name]>
      ? Name
      : never]?: TypeOf<Fields[Name]>;
  }
>;

/** The same schemas, with no word that no schema has, and `required` fields that there are, at any depth. */
export type KnownWords<Fields> = { readonly [Name in keyof Fields]: KnownWordsIn<Fields[Name]> };

type KnownWordsIn<S> = S & {
  readonly [Key in keyof S]: Key extends Word ? Part<S, Key> : never;
};

/** What stands at a word: further schemas are looked at, too. */
type Part<S, Key extends keyof S> = Key extends 'properties'
  ? KnownWords<S[Key]>
  : Key extends 'items' | 'additionalProperties'
    ? KnownWordsIn<S[Key]>
    : Key extends 'required'
      ? S extends { readonly properties: infer Properties }
        ? readonly (keyof Properties)[]
        : never
      : S[Key];

type Word = WordsOf<Schema>;
type WordsOf<S> = S extends unknown ? keyof S : never;
