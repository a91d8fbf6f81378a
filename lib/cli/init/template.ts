import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { type Fields, fieldsOf } from '../../manifest/fields';
import type { Files } from './plan';

/** The files that each new config repo begins with; copied beside the compiled sources by the build. */
const TEMPLATE = join(__dirname, 'template');

/** The template's files, sorted by path. */
export function readTemplate(): Files {
  const files = readdirSync(TEMPLATE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return new Map(
    files.map((file) => [
      relative(TEMPLATE, file).split(sep).join('/'),
      readFileSync(file, 'utf8'),
    ]),
  );
}

/** The package.json of this package, whose folder is further up from the compiled sources. */
export function readOwnPackage(folder = __dirname): Fields {
  const file = join(folder, 'package.json');
  return existsSync(file)
    ? fieldsOf(JSON.parse(readFileSync(file, 'utf8')))
    : readOwnPackage(dirname(folder));
}
