import { isDeepStrictEqual } from 'node:util';
import { loadAll, YAML11_SCHEMA } from 'js-yaml';
import { parseAllDocuments } from 'yaml';
import type { JsonObject, JsonValue } from '../../lib/manifest/manifest';
import { emitYaml } from '../../lib/writer/yaml';

type Reader = (text: string) => readonly unknown[];

/** Parsers of both YAML versions, written by different people. */
export const READERS: Readonly<Record<string, Reader>> = {
  'yaml as 1.1': (text) => readAll(text, '1.1'),
  'yaml as 1.2': (text) => readAll(text, '1.2'),
  'js-yaml as 1.1': (text) => loadAll(text, { schema: YAML11_SCHEMA, maxDepth: 1000 }),
  'js-yaml as 1.2': (text) => loadAll(text, { maxDepth: 1000 }),
};

function readAll(text: string, version: '1.1' | '1.2'): readonly unknown[] {
  return [...parseAllDocuments(text, { version })].map((document) => {
    for (const complaint of [...document.errors, ...document.warnings]) throw complaint;
    return document.toJS();
  });
}

/** Fails unless every parser reads the very same data: `-0`, `__proto__`, types and all. */
export function expectRoundTrip(documents: readonly JsonObject[]): void {
  const text = emitYaml(documents);
  for (const [reader, read] of Object.entries(READERS)) {
    const got = read(text);
    if (isDeepStrictEqual(got, documents)) continue;
    expect({ reader, got, text }).toStrictEqual({ reader, got: documents, text });
    throw new Error(`${reader} reads other data from:\n${text}`);
  }
}

/** The scalar in every position: value, item, item of an item, first and later in a map. */
export function everywhere(value: JsonValue): JsonObject {
  return { a: value, list: [value, [value, [value]], { a: value, b: value }], map: { a: value } };
}

/** The string as a key in every position. */
export function everyKey(key: string): JsonObject {
  const entry = (value: JsonValue) => Object.fromEntries([[key, value]]);
  return { list: [entry(1)], map: entry(entry([1])), ...entry(1) };
}
