/** A line that stands for lines left out. */
const GAP = /^\s*# \.\.\.$/;

/**
 * Whether `shown` is made of lines of `whole`: those between two gaps (`# ...`) follow each other,
 * all in the same order, and each part may be moved to the left as one. Gives the first part that
 * isn't, or undefined.
 */
export function findStranger(shown: string, whole: string): string | undefined {
  const lines = whole.trimEnd().split('\n');
  let from = 0;
  for (const part of partsOf(shown)) {
    const at = indexOfPart(part, lines, from);
    if (at < 0) return part.join('\n');
    from = at + part.length;
  }
  return undefined;
}

function partsOf(shown: string): readonly (readonly string[])[] {
  const parts: string[][] = [[]];
  for (const line of shown.trimEnd().split('\n')) {
    if (GAP.test(line)) parts.push([]);
    else parts.at(-1)?.push(line);
  }
  return parts.filter((part) => part.length > 0);
}

function indexOfPart(part: readonly string[], lines: readonly string[], from: number): number {
  for (let at = from; at + part.length <= lines.length; at++) {
    const moved = (lines[at]?.length ?? 0) - (part[0]?.length ?? 0);
    if (moved < 0) continue;
    const indent = ' '.repeat(moved);
    const fits = (line: string, index: number) =>
      lines[at + index] === (line === '' ? '' : indent + line);
    if (part.every(fits)) return at;
  }
  return -1;
}
