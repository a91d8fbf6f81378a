/** The lines that differ between two texts: `-12: old` and `+12: new`, each with its line's number. */
export function diffLines(before: string, after: string): readonly string[] {
  const old = before.split('\n');
  const now = after.split('\n');
  const common = commonLines(old, now);
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    const kept = common(i, j);
    if (i < old.length && j < now.length && old[i] === now[j]) {
      i += 1;
      j += 1;
    } else if (i < old.length && common(i + 1, j) === kept) {
      lines.push(`-${i + 1}: ${old[i]}`);
      i += 1;
    } else {
      lines.push(`+${j + 1}: ${now[j]}`);
      j += 1;
    }
  }
  return lines;
}

/** How many lines two lists have in common from the given places on, in the same order. */
function commonLines(old: readonly string[], now: readonly string[]) {
  const width = now.length + 1;
  const counts = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number): number => counts[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i -= 1)
    for (let j = now.length - 1; j >= 0; j -= 1)
      counts[i * width + j] =
        old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  return at;
}
