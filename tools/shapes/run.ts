import { writeFileSync } from 'node:fs';
import { renderShapes, SHAPES_FILE } from './render';

writeFileSync(SHAPES_FILE, renderShapes());
