import { realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findCheckout } from '../git';

/**
 * How code hosts find the files of a report: from the root of the checkout on, wherever the command runs; of a
 * folder outside of it, as the file's own URL.
 * @param base - what paths in the report begin at
 */
export function placesFrom(base: string): (file: string) => string {
  const root = findCheckout() ?? realpathSync(process.cwd());
  return (file) => {
    const path = realpathOf(resolve(base, file));
    const way = relative(root, path);
    return way.split(sep)[0] === '..' || isAbsolute(way)
      ? pathToFileURL(path).href
      : way.split(sep).join('/');
  };
}

/** What the sources make has files that are nowhere yet. */
function realpathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
