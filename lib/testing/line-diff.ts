import { shorten } from '../problem/problem';

/** A line that two texts have in common, or that one of them has. */
export interface DiffLine {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
  /** From 1, in the text that has it; in the first, if both have it. */
  readonly number: number;
}

/** More pairs of lines than this aren't compared: the texts have too little in common to be worth it. */
const MAX_PAIRS = 16_000_000;

/** Two texts as one, line by line: what went, `-`, what came, `+`, and what stayed. */
export function diffTexts(before: string, after: string): readonly DiffLine[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const kept = (text: string, index: number): DiffLine => ({ mark: ' ', text, number: index + 1 });
  return [
    ...old.slice(0, head).map(kept),
    ...changed(old.slice(head, old.length - tail), now.slice(head, now.length - tail), head),
    ...old.slice(old.length - tail).map((text, index) => kept(text, old.length - tail + index)),
  ];
}

/** The lines alone that differ: `-12: old` and `+12: new`. */
export function diffLines(before: string, after: string): readonly string[] {
  return diffTexts(before, after)
    .filter(({ mark }) => mark !== ' ')
    .map(({ mark, number, text }) => `${mark}${number}: ${shorten(text)}`);
}

function changed(old: readonly string[], now: readonly string[], head: number) {
  const common = commonLines(old, now);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    const [gone, come] = [old[i], now[j]];
    if (gone !== undefined && gone === come) {
      lines.push({ mark: ' ', text: gone, number: head + i + 1 });
      i++;
      j++;
    } else if (gone !== undefined && common(i + 1, j) === common(i, j)) {
      lines.push({ mark: '-', text: gone, number: head + i + 1 });
      i++;
    } else {
      lines.push({ mark: '+', text: come ?? '', number: head + j + 1 });
      j++;
    }
  }
  return lines;
}

/** How many lines two lists have in common from the given places on, in the same order. */
function commonLines(old: readonly string[], now: readonly string[]) {
  if (old.length * now.length > MAX_PAIRS) return () => 0;
  const width = now.length + 1;
  const counts = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number): number => counts[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      counts[i * width + j] =
        old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  return at;
}
