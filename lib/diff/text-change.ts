/** Lines that are shown of each side. */
const SHOWN = 5;

/** A change of a text of several lines: what went and what came, between what both have at their ends. */
export function textChangeInWords(before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const gone = old.slice(head, old.length - tail);
  const come = now.slice(head, now.length - tail);
  return [`, line ${head + 1}:`, ...marked('-', gone), ...marked('+', come)].join('\n');
}

function marked(mark: string, lines: readonly string[]): readonly string[] {
  const shown = lines.slice(0, SHOWN).map((line) => `  ${mark} ${printable(line)}`);
  const rest = lines.length - shown.length;
  return rest > 0 ? [...shown, `  ${mark} ... ${rest} more`] : shown;
}

/** Without characters that do something to a terminal. */
function printable(line: string): string {
  const plain = line.replace(/\p{Cc}/gu, ' ');
  return plain.length > 120 ? `${plain.slice(0, 116)} ...` : plain;
}
