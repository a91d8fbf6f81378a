import { readFileSync } from 'node:fs';
import { renderShapes, SHAPES_FILE } from '../../tools/shapes/render';

test('the committed shapes are those of the types: `npm run shapes` makes them', () => {
  // Both as lines, so that a difference shows which type has changed.
  expect(renderShapes().split('\n')).toEqual(readFileSync(SHAPES_FILE, 'utf8').split('\n'));
}, 120_000);
