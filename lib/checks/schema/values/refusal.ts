import type { Manifest } from '../../../manifest/manifest';
import type { Problem } from '../../../problem/problem';

/** What the API server or a kind's controller refuses in an object that fits its schema. */
export interface Refusal extends Problem {
  /** @default 'wrong-value' */
  readonly rule?: 'missing-field';
}

/** Finds what is refused in the objects of one kind. What is of the wrong type is told by the schema. */
export type CheckValues = (manifest: Manifest) => readonly Refusal[];

/** A field that is missing, which the schema doesn't know. */
export function missing(field: string, allowed: string): Refusal {
  return { field, message: `is missing, allowed ${allowed}`, rule: 'missing-field' };
}

/** Things of which too many stand side by side. */
export function together(field: string, names: readonly string[], allowed: string): Refusal {
  return { field, message: `got ${names.join(' and ')}, allowed ${allowed}` };
}
