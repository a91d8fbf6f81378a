/** Whether something matches, or what it hangs on. */
export type Match = 'yes' | 'no' | Unsure;

/** Undecided, by conditions of which all must hold. */
export interface Unsure {
  readonly conditions: readonly string[];
}

/** Undecided by one condition. */
export function unsure(condition: string): Unsure {
  return { conditions: [condition] };
}

/** Matches when all match. */
export function allOf(matches: readonly Match[]): Match {
  if (matches.includes('no')) return 'no';
  const conditions = matches.flatMap((match) => (isUnsure(match) ? match.conditions : []));
  return conditions.length === 0 ? 'yes' : { conditions: [...new Set(conditions)] };
}

/** Matches when one matches. */
export function anyOf(matches: readonly Match[]): Match {
  if (matches.includes('yes')) return 'yes';
  const open = matches.filter(isUnsure);
  const [only] = open;
  if (only === undefined) return 'no';
  if (open.length === 1) return only;
  return unsure([...new Set(open.map(inWords))].join(', or '));
}

/** Whether a match is undecided. */
export function isUnsure(match: Match): match is Unsure {
  return typeof match !== 'string';
}

/** The conditions of an undecided match in a line. */
export function inWords({ conditions }: Unsure): string {
  return conditions.join(' and ');
}
