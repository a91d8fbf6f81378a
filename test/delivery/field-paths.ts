import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonValue } from '../../lib/manifest/manifest';

/** Paths of all fields in data; items of lists count as their list. */
export function pathsOf(data: JsonValue, path = ''): readonly string[] {
  if (Array.isArray(data)) return data.flatMap((item) => pathsOf(item, path));
  if (typeof data !== 'object' || data === null) return [path];
  return [
    path,
    ...Object.entries(data).flatMap(([key, value]) =>
      pathsOf(value, path === '' ? key : `${path}.${key}`),
    ),
  ];
}

/** Paths of all fields that a schema knows. */
export function schemaPaths(name: string): readonly string[] {
  const file = join(__dirname, '../../imports/schemas/argo-rollouts.json');
  const { definitions } = JSON.parse(readFileSync(file, 'utf8'));
  const walk = (schema: SchemaNode, path: string): readonly string[] => {
    const reference = schema.$ref ?? '';
    if (reference.startsWith('#/definitions/'))
      return walk(definitions[reference.slice('#/definitions/'.length)], path);
    if (schema.items !== undefined) return walk(schema.items, path);
    return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
      const below = path === '' ? key : `${path}.${key}`;
      return [below, ...walk(value, below)];
    });
  };
  return walk(definitions[name], '');
}

interface SchemaNode {
  readonly $ref?: string;
  readonly items?: SchemaNode;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
}
