import type { JsonObject } from '../manifest/manifest';
import { objectAt, textAt } from './json';

/** A schema, and the file in which its references are looked up. */
export interface Located {
  readonly schema: JsonObject;
  readonly file: string;
}

/** Reads the schemas of a file: `istio.json`. */
export type ReadFile = (file: string) => JsonObject;

/** What a schema refers to, or itself. */
export function resolve(located: Located, read: ReadFile): Located {
  const reference = textAt(located.schema, '$ref');
  if (reference === '') return located;
  const [file = '', path = ''] = reference.split('#/definitions/');
  const target = file === '' ? located.file : file;
  return { schema: objectAt(objectAt(read(target), 'definitions'), path), file: target };
}
