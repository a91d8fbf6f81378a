import type { Environment } from './environment';
import type { EnvironmentSpec } from './spec';

/** Names of the environments in a list. */
export type EnvironmentName<Specs extends readonly EnvironmentSpec[]> = Specs[number]['name'];

/** The construct type that knows the names of all environments in a list: what a system is given. */
export type EnvironmentOf<Specs extends readonly EnvironmentSpec[]> = Environment<
  EnvironmentName<Specs>
>;

/** Each spec as it is, if it is promoted from an environment of the list; else what it would have to be. */
type WithKnownOrigin<Specs extends readonly EnvironmentSpec[]> = {
  [Index in keyof Specs]: Specs[Index] extends EnvironmentSpec<infer Name, infer From>
    ? EnvironmentSpec<Name, Extract<From, EnvironmentName<Specs>>>
    : never;
};

/** One environment, its name kept as a literal type. */
export function defineEnvironment<const Name extends string, const From extends string = never>(
  spec: EnvironmentSpec<Name, From>,
): EnvironmentSpec<Name, From> {
  return spec;
}

/**
 * Environments in the order of promotion. A `promotedFrom` that names none of them doesn't compile.
 */
export function defineEnvironments<Specs extends readonly EnvironmentSpec[]>(
  ...specs: Specs & WithKnownOrigin<Specs>
): Specs {
  return specs;
}
