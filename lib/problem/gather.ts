import type { Problem } from './problem';

/**
 * What several checks have found, as one list. Nearly always they find nothing, and then this takes a third of the
 * time of `[...one, ...other]`, which counts where it happens for each of a thousand services.
 */
export function gather<P extends Problem>(...found: readonly (readonly P[])[]): readonly P[] {
  return gatherAll(found);
}

/** The same for as many as there are: a call takes some 120,000 arguments, and no more. */
export function gatherAll<P extends Problem>(found: readonly (readonly P[])[]): readonly P[] {
  for (const problems of found) if (problems.length > 0) return found.flat();
  return NONE;
}

const NONE: readonly never[] = [];
