import type { JsonObject } from '../../lib/manifest/manifest';
import type { GeneratedFile } from './generated-file';

/** The schemas of one product. */
export interface SchemaFile {
  readonly name: string;
  readonly definitions: Readonly<Record<string, JsonObject>>;
  readonly kinds: readonly SchemaKind[];
}

/** Which definition a kind has. */
export interface SchemaKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly definition: string;
}

/** One file for each product, and an index that says where to find a kind. */
export function renderSchemas(files: readonly SchemaFile[]): readonly GeneratedFile[] {
  const index = files.flatMap(({ name, kinds }) =>
    kinds.map(
      ({ apiVersion, kind, definition }) =>
        [`${apiVersion}/${kind}`, `${name}.json#/definitions/${definition}`] as const,
    ),
  );
  return [
    { path: 'schemas/index.json', text: `${lines(Object.fromEntries(index))}\n` },
    ...files.map(({ name, definitions }) => ({
      path: `schemas/${name}.json`,
      text: `{\n"$id":"${name}.json",\n"definitions":${lines(definitions)}\n}\n`,
    })),
  ];
}

/** An object as JSON with one member per line, sorted, so that a change is one line's. */
function lines(members: Readonly<Record<string, unknown>>): string {
  const rendered = Object.keys(members)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${JSON.stringify(members[key])}`);
  return `{\n${rendered.join(',\n')}\n}`;
}
