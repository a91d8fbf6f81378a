import { checkDataKey, checkDnsSubdomain } from '../kubernetes/names';
import { type Problem, wrongValue } from '../problem/problem';

/** An argument's place in the text of a metric: `{{args.service}}`. */
export type ArgumentRef<Name extends string = string> = `{{args.${Name}}}`;

/** An argument without a value of its own. */
export interface RequiredArgument {
  readonly kind: 'required-argument';
}

/** A key of a Secret in the namespace of the analysis. */
export interface SecretArgument {
  readonly kind: 'secret-argument';
  readonly secret: string;
  readonly key: string;
}

/** The hash that all pods of a version have in their names and in a label. */
export interface PodHash {
  readonly kind: 'pod-hash';
  readonly of: 'Latest' | 'Stable';
}

/** A field of the Rollout that runs the analysis. */
export interface RolloutField {
  readonly kind: 'rollout-field';
  readonly fieldPath: string;
}

/** What a template says of an argument: that it is required, or its value where nobody gives one. */
export type ArgumentSpec =
  | RequiredArgument
  | SecretArgument
  | RolloutField
  | string
  | number
  | boolean;

/** Arguments of a template, by name. */
export type ArgumentSpecs = Readonly<Record<string, ArgumentSpec>>;

/** What a user of a template gives for an argument. */
export type ArgumentValue = PodHash | RolloutField | SecretArgument | string | number | boolean;

/** Whoever uses the template has to give a value. */
export const required: RequiredArgument = { kind: 'required-argument' };

/** The hash of the new version's pods. */
export const latestHash: PodHash = { kind: 'pod-hash', of: 'Latest' };

/** The hash of the old version's pods. */
export const stableHash: PodHash = { kind: 'pod-hash', of: 'Stable' };

/** A key of an existing Secret. The value itself never enters a manifest. */
export function fromSecret(secret: string, key: string): SecretArgument {
  return { kind: 'secret-argument', secret, key };
}

/** A field of the Rollout, of its metadata or its status: `metadata.labels['region']`. */
export function rolloutField(
  fieldPath: `metadata.${string}` | `spec.${string}` | `status.${string}`,
): RolloutField {
  return { kind: 'rollout-field', fieldPath };
}

/** Where each argument stands in text, by name: what `metrics` is called with. */
export type ArgumentRefs<A extends ArgumentSpecs> = {
  readonly [Name in keyof A & string]: ArgumentRef<Name>;
};

/** The names that have no value of their own. */
export type RequiredNames<A> = {
  [Name in keyof A]: A[Name] extends RequiredArgument ? Name : never;
}[keyof A];

/** Values for a template's arguments: a missing or unknown name doesn't compile. */
export type ArgumentValues<A> = {
  readonly [Name in RequiredNames<A>]: ArgumentValue;
} & {
  readonly [Name in Exclude<keyof A, RequiredNames<A>>]?: ArgumentValue;
};

/** Parameters of `use()`: none where there are no arguments. */
export type UseParameters<A> = keyof A extends never
  ? []
  : RequiredNames<A> extends never
    ? [values?: ArgumentValues<A>]
    : [values: ArgumentValues<A>];

/**
 * The references of some arguments. One that isn't among them is told where it stands, with those that there are:
 * as text that nothing is put in for.
 */
export function refsOf<A extends ArgumentSpecs>(args: A | undefined): ArgumentRefs<A> {
  const names = Object.keys(args ?? {});
  const refs: unknown = placesOf(names, (name) => `{{args.${name}}}`);
  if (!haveAll<A>(refs, names)) throw new TypeError('an argument has no reference');
  return refs;
}

/**
 * A place in text for each name; for any other that is asked for, too, so that a check finds it: it isn't there when
 * they are listed or copied.
 */
export function placesOf(
  names: readonly string[],
  placeOf: (name: string) => string,
): Readonly<Record<string, string>> {
  return new Proxy(Object.fromEntries(names.map((name) => [name, placeOf(name)])), {
    get: (places, key) =>
      typeof key === 'string' && !(key in places) && NAME.test(key)
        ? placeOf(key)
        : Reflect.get(places, key),
  });
}

function haveAll<A extends ArgumentSpecs>(
  refs: unknown,
  names: readonly string[],
): refs is ArgumentRefs<A> {
  return (
    typeof refs === 'object' && refs !== null && names.every((name) => Object.hasOwn(refs, name))
  );
}

/** Whether a template's argument has to be given. */
export function isRequired(spec: ArgumentSpec): spec is RequiredArgument {
  return typeof spec === 'object' && spec.kind === 'required-argument';
}

/** An argument as upstream has it, of a template or of its use. */
export interface PlannedArgument {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly secretKeyRef?: { readonly name: string; readonly key: string };
    readonly fieldRef?: { readonly fieldPath: string };
    readonly podTemplateHashValue?: 'Latest' | 'Stable';
  };
}

/** An argument as upstream has it. */
export function planArgument(name: string, value: ArgumentSpec | ArgumentValue): PlannedArgument {
  if (typeof value !== 'object') return { name, value: String(value) };
  switch (value.kind) {
    case 'required-argument':
      return { name };
    case 'secret-argument':
      return { name, valueFrom: { secretKeyRef: { name: value.secret, key: value.key } } };
    case 'rollout-field':
      return { name, valueFrom: { fieldRef: { fieldPath: value.fieldPath } } };
    case 'pod-hash':
      return { name, valueFrom: { podTemplateHashValue: value.of } };
  }
}

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** Checks names and values of arguments. */
export function checkArguments(
  field: string,
  args: Readonly<Record<string, ArgumentSpec | ArgumentValue>>,
): readonly Problem[] {
  return Object.entries(args).flatMap(([name, value]) => [
    ...(NAME.test(name)
      ? []
      : [
          wrongValue(
            field,
            name,
            "a name of letters, digits, '-', '_' and '.', with a letter or digit at both ends",
          ),
        ]),
    ...checkArgument(`${field}.${name}`, value),
  ]);
}

function checkArgument(field: string, value: ArgumentSpec | ArgumentValue): readonly Problem[] {
  if (typeof value === 'number' && !Number.isFinite(value))
    return [wrongValue(field, value, 'a finite number')];
  if (typeof value !== 'object' || value.kind !== 'secret-argument') return [];
  return [
    ...checkDnsSubdomain(`${field}.secret`, value.secret),
    ...checkDataKey(`${field}.key`, value.key),
  ];
}
