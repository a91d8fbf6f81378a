import type { Texts } from './documents';
import type { Change, Diff } from './spec';

/** What one environment has otherwise than another, where both would be the same after a promotion. */
export interface Comparison extends Diff {
  /** Objects that differ in something else than images: a promotion doesn't carry it. */
  readonly notPromoted: readonly string[];
}

/** A diff of two environments: nothing changes by it, so nothing comes of it. */
export function comparisonOf({ environments, notes }: Diff): Comparison {
  const silent = environments.map((environment) => ({
    ...environment,
    consequences: [],
    objects: environment.objects.map((object) => ({ ...object, consequences: [] })),
  }));
  const notPromoted = silent
    .flatMap(({ objects }) => objects)
    .filter(({ state, changes }) => state !== 'changed' || !changes.every(isPinned))
    .map(({ object }) => object);
  return { environments: silent, notes, notPromoted };
}

/** Whether a change comes from an image pin. */
export function isPinned({ meaning }: Change): boolean {
  return meaning === 'image' || meaning === 'version';
}

/**
 * An environment's files as they would be called in another one: its folder, and its name at the end of
 * its namespaces, wherever those are spoken of.
 */
export function renamedTexts(texts: Texts, from: string, to: string): Texts {
  const own = [...texts].filter(([file]) => file.startsWith(`${from}/`));
  const names = new Set(own.flatMap(([, text]) => namespacesIn(text)));
  const ending = `-${from}`;
  const pattern = new RegExp(
    `(?<![a-z0-9-])(?:${[...names].filter((name) => name.endsWith(ending)).join('|')})(?![a-z0-9-])`,
    'g',
  );
  // Without a name the pattern would match between any two characters.
  const rename = (name: string) => (name === '' ? '' : `${name.slice(0, -from.length)}${to}`);
  return new Map(
    own.map(([file, text]) => [`${to}${file.slice(from.length)}`, text.replace(pattern, rename)]),
  );
}

function namespacesIn(text: string): readonly string[] {
  return [...text.matchAll(/\bnamespace: *["']?([a-z0-9-]+)/g)].map(([, name = '']) => name);
}
