import { join } from 'node:path';
import type { Shape } from '../../lib/shape/shape';
import { foldUnions } from './fold';
import { readDoor } from './read';
import { ShapeReader } from './shape-of';

/** Where the shapes stand. */
export const SHAPES_FILE = join(__dirname, '../../lib/shape/shapes.json');

/** The shapes of all that users can call, as JSON with a line for each. */
export function renderShapes(): string {
  const { checker, entries, needed, made } = readDoor();
  const reader = new ShapeReader(checker);
  const called = [...entries].map(([name, types]): [string, readonly Shape[]] => [
    name,
    types.map((type) => reader.shapeOf(type)),
  ]);
  const makers = reader.makersOf(made);
  const members: readonly (readonly [string, readonly (readonly [string, unknown])[]])[] =
    Object.entries({
      entries: called,
      needed: [...needed],
      named: [...foldUnions(reader.named, new Set(makers.keys()))],
      makers: [...makers],
    });
  const texts = members.map(([key, shapes]) => `"${key}": {\n${linesOf(shapes)}\n}`);
  return `{\n${texts.join(',\n')}\n}\n`;
}

function linesOf(shapes: readonly (readonly [string, unknown])[]): string {
  const sorted = [...shapes].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([name, shape]) => `"${name}": ${JSON.stringify(shape)}`).join(',\n');
}
