/** Whether a value meets one of Istio's patterns: `abc`, `abc*`, `*abc`, or `*` for any value that isn't empty. */
export function meets(pattern: string, value: string): boolean {
  if (pattern === '*') return value !== '';
  if (pattern.startsWith('*')) return value.endsWith(pattern.slice(1));
  if (pattern.endsWith('*')) return value.startsWith(pattern.slice(0, -1));
  return value === pattern;
}

/**
 * Whether a path meets a pattern or a template: `{*}` stands for one segment, `{**}` for any number of them.
 * What follows a `?` is no part of the path.
 */
export function meetsPath(pattern: string, path: string): boolean {
  const [plain = ''] = path.split(/[?#]/);
  return /\{\*\*?\}/.test(pattern) ? meetsTemplate(pattern, plain) : meets(pattern, plain);
}

/** Goes on from all places at once: an expression might try one after the other, for hours. */
function meetsTemplate(template: string, path: string): boolean {
  const parts = template.split(/(\{\*\*?\})/).filter((part) => part !== '');
  const ends = parts.reduce((places, part) => placesAfter(part, path, places), new Set([0]));
  return ends.has(path.length);
}

/** Where a part may end that begins at one of these places. */
function placesAfter(part: string, path: string, places: ReadonlySet<number>): Set<number> {
  const after = new Set<number>();
  if (part !== '{*}' && part !== '{**}') {
    for (const place of places) if (path.startsWith(part, place)) after.add(place + part.length);
    return after;
  }
  let isWithin = false;
  for (let place = 0; place <= path.length; place++) {
    const isAny = part === '{**}';
    // One segment has a character at least.
    isWithin &&= isAny || path[place - 1] !== '/';
    if (isWithin || (isAny && places.has(place))) after.add(place);
    isWithin ||= places.has(place);
  }
  return after;
}
