import type { JsonObject } from '../manifest/manifest';
import { shorten } from '../problem/problem';
import { emitYaml } from '../writer/yaml';
import { type DiffLine, diffTexts } from './line-diff';

/** Lines that follow each other of which more are counted only. */
const MAX_RUN = 8;

/** Lines that are shown at all. */
const MAX_LINES = 60;

/**
 * Where an object differs from what is wanted: its YAML, with the lines that are there (`-`) and those that
 * are wanted (`+`), and around them the lines that say where they are.
 */
export function differenceOf(actual: JsonObject, wanted: JsonObject): string {
  const lines = diffTexts(emitYaml([actual]).trimEnd(), emitYaml([wanted]).trimEnd());
  return leaveOut(lines.filter(isNeeded(lines))).join('\n');
}

/** Changed lines, and those that they are below. */
function isNeeded(lines: readonly DiffLine[]): (line: DiffLine) => boolean {
  const needed = new Set<DiffLine>();
  lines.forEach((line, index) => {
    if (line.mark === ' ') return;
    needed.add(line);
    let depth = depthOf(line);
    for (let above = index - 1; above >= 0 && depth > 0; above--) {
      const other = lines[above];
      if (other === undefined || depthOf(other) >= depth) continue;
      if (other.mark !== ' ' && other.mark !== line.mark) continue;
      needed.add(other);
      depth = depthOf(other);
    }
  });
  return (line) => needed.has(line);
}

/** A list's dash stands in the column of its parent, and yet below it. */
function depthOf({ text }: DiffLine): number {
  const indent = text.length - text.trimStart().length;
  return 2 * indent + (text.startsWith('- ', indent) ? 1 : 0);
}

function leaveOut(lines: readonly DiffLine[]): readonly string[] {
  const shown: string[] = [];
  for (let start = 0; start < lines.length; ) {
    const mark = lines[start]?.mark ?? ' ';
    const length = runLength(lines, start);
    const run = lines.slice(start, start + length).map(({ text }) => `${mark} ${shorten(text)}`);
    const hidden = run.length - (mark === ' ' || run.length <= MAX_RUN + 1 ? run.length : MAX_RUN);
    shown.push(...run.slice(0, run.length - hidden));
    if (hidden > 0) shown.push(`${mark} ... ${hidden} more lines`);
    start += length;
  }
  const rest = shown.length - MAX_LINES;
  return rest > 1 ? [...shown.slice(0, MAX_LINES), `... ${rest} more lines`] : shown;
}

function runLength(lines: readonly DiffLine[], start: number): number {
  const end = lines.findIndex((line, index) => index > start && line.mark !== lines[start]?.mark);
  return (end < 0 ? lines.length : end) - start;
}
