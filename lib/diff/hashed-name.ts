/** A name that ends in a hash of what the object holds, as Kustomize and others make it. */
export interface HashedName {
  readonly base: string;
  readonly hash: string;
}

/** Hexadecimal digits; or Kustomize's ten of an alphabet without vowels. */
const HASHED = /^(.+)-([0-9a-f]{8,64}|[bcdfghkmt2456789]{10})$/;

/** The parts of a name that ends in a hash; undefined for any other. */
export function findHashedName(name: string): HashedName | undefined {
  const [, base, hash] = HASHED.exec(name) ?? [];
  return base === undefined || hash === undefined ? undefined : { base, hash };
}

/** Whether two names are those of two versions of one thing. */
export function isNextVersion(before: unknown, after: unknown): boolean {
  if (typeof before !== 'string' || typeof after !== 'string' || before === after) return false;
  const base = findHashedName(before)?.base;
  return base !== undefined && base === findHashedName(after)?.base;
}
