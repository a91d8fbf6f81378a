import type { JsonObject, JsonValue, Manifest } from '../../../manifest/manifest';
import { type Problem, wrongValue } from '../../../problem/problem';
import { isList, isObject, objectAt } from '../../../schema/json';
import { findRegexMistake } from '../../../schema/regex';

/** Types of values that a schema of a cluster may have. */
const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

/** Schemas below one, in a list. */
const BRANCHES = ['allOf', 'anyOf', 'oneOf'];

/** Finds what a CustomResourceDefinition says in its schemas, and the API server refuses. */
export function checkDefinition({ spec }: Manifest): readonly Problem[] {
  const { versions } = isObject(spec) ? spec : {};
  if (!isList(versions)) return [];
  return versions.flatMap((version, index) => {
    const schema = isObject(version) ? objectAt(version, 'schema').openAPIV3Schema : undefined;
    return checkSchema(`spec.versions[${index}].schema.openAPIV3Schema`, schema);
  });
}

/** What is no object is told by the schema of definitions. */
function checkSchema(field: string, schema: JsonValue | undefined): readonly Problem[] {
  if (!isObject(schema)) return [];
  return [...checkWords(field, schema), ...checkChildren(field, schema)];
}

function checkWords(field: string, schema: JsonObject): readonly Problem[] {
  const { $ref, type, pattern, items, additionalProperties: others } = schema;
  const problems: Problem[] = [];
  const add = (word: string, got: unknown, allowed: string) =>
    problems.push(wrongValue(`${field}.${word}`, got, allowed));
  if ($ref !== undefined) add('$ref', $ref, 'nothing: write here what it refers to');
  if (typeof type === 'string' && !TYPES.includes(type)) add('type', type, TYPES.join(', '));
  const mistake = typeof pattern === 'string' ? findRegexMistake(pattern) : undefined;
  if (mistake !== undefined) add('pattern', pattern, `a regular expression of Go: ${mistake}`);
  if (items !== undefined && !isObject(items)) add('items', items, 'the schema of all items');
  if (others !== undefined && !isObject(others) && typeof others !== 'boolean')
    add('additionalProperties', others, 'the schema of all values, true or false');
  return problems;
}

function checkChildren(field: string, schema: JsonObject): readonly Problem[] {
  return [
    ...Object.entries(objectAt(schema, 'properties')).flatMap(([name, child]) =>
      checkSchema(`${field}.properties.${name}`, child),
    ),
    ...['items', 'additionalProperties', 'not'].flatMap((word) =>
      checkSchema(`${field}.${word}`, schema[word]),
    ),
    ...BRANCHES.flatMap((word) => {
      const branches = schema[word];
      return isList(branches)
        ? branches.flatMap((child, index) => checkSchema(`${field}.${word}[${index}]`, child))
        : [];
    }),
  ];
}
