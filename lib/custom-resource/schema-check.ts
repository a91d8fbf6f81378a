import { findNearest } from '../problem/nearest';
import { type Problem, wrongValue } from '../problem/problem';
import { isObject } from '../schema/json';
import { validateStructural } from '../schema/structural';
import { objectSchema } from './plan';
import {
  type ListSchema,
  type Schema,
  type Schemas,
  STRING_FORMATS,
  type StringSchema,
} from './schema';

const COMMON = ['description', 'default', 'nullable', 'x-kubernetes-validations'];

/** What each kind of schema may say: with more, it would be no structural one, or say nothing. */
const KEYWORDS: Readonly<Record<SchemaKind, readonly string[]>> = {
  string: ['type', 'enum', 'pattern', 'format', 'minLength', 'maxLength'],
  integer: ['type', 'enum', 'format', 'minimum', 'maximum', 'multipleOf'],
  number: ['type', 'enum', 'format', 'minimum', 'maximum', 'multipleOf'],
  boolean: ['type'],
  'int-or-string': ['x-kubernetes-int-or-string'],
  array: [
    'type',
    'items',
    'minItems',
    'maxItems',
    'x-kubernetes-list-type',
    'x-kubernetes-list-map-keys',
  ],
  object: [
    'type',
    'properties',
    'required',
    'x-kubernetes-preserve-unknown-fields',
    'x-kubernetes-map-type',
  ],
  map: ['type', 'additionalProperties', 'minProperties', 'maxProperties'],
  any: ['type', 'x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource'],
};

type SchemaKind =
  | 'string'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'int-or-string'
  | 'array'
  | 'object'
  | 'map'
  | 'any';

/** Fields that every object has. */
const TAKEN = ['apiVersion', 'kind', 'metadata'];

/** Checks that the fields of a kind have structural schemas, which instances are able to fit. */
export function checkSchemas(field: string, schemas: Schemas): readonly Problem[] {
  if (Object.keys(schemas).length === 0)
    return [{ field, message: 'is empty: name the fields of an object, as a rule `spec`' }];
  return Object.entries(schemas).flatMap(([name, schema]) => [
    ...(TAKEN.includes(name)
      ? [wrongValue(field, name, 'other fields: this one every object has')]
      : []),
    ...checkSchema(`${field}.${name}`, schema),
  ]);
}

function checkSchema(field: string, schema: Schema): readonly Problem[] {
  const kind = kindOf(schema);
  if (kind === undefined) return [wrongType(field, schema)];
  const problems = [
    ...checkKeywords(field, schema, kind),
    ...(schema['x-kubernetes-validations'] ?? []).flatMap(({ rule }, index) =>
      rule.trim() === ''
        ? [wrongValue(`${field}.x-kubernetes-validations[${index}].rule`, rule, 'a rule in CEL')]
        : [],
    ),
    ...checkOwn(field, schema),
  ];
  return problems.length > 0 ? problems : checkDefault(field, schema);
}

function wrongType(field: string, schema: unknown): Problem {
  const type: unknown = isObject(schema) ? schema.type : schema;
  const allowed =
    "'string', 'integer', 'number', 'boolean', 'array', or 'object' with properties, additionalProperties or x-kubernetes-preserve-unknown-fields";
  return wrongValue(`${field}.type`, type, allowed);
}

function kindOf(schema: Schema): SchemaKind | undefined {
  if (typeof schema !== 'object' || schema === null) return undefined;
  if ('x-kubernetes-int-or-string' in schema) return 'int-or-string';
  if (schema.type !== 'object') return hasKey(KEYWORDS, schema.type) ? schema.type : undefined;
  if (schema.properties !== undefined) return 'object';
  if (schema.additionalProperties !== undefined) return 'map';
  return 'x-kubernetes-preserve-unknown-fields' in schema ? 'any' : undefined;
}

function hasKey<K extends string>(record: Readonly<Record<K, unknown>>, key: unknown): key is K {
  return typeof key === 'string' && Object.hasOwn(record, key);
}

function checkKeywords(field: string, schema: Schema, kind: SchemaKind): readonly Problem[] {
  const known = [...KEYWORDS[kind], ...COMMON];
  return Object.keys(schema)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const nearest = findNearest(key, known);
      const hint =
        nearest === undefined ? `allowed ${known.join(', ')}` : `did you mean ${nearest}?`;
      return { field: `${field}.${key}`, message: `isn't known for ${NAMES[kind]}, ${hint}` };
    });
}

const NAMES: Readonly<Record<SchemaKind, string>> = {
  string: 'a string',
  integer: 'an integer',
  number: 'a number',
  boolean: 'a boolean',
  'int-or-string': 'an integer or string',
  array: 'a list',
  object: 'an object with properties',
  map: 'a map',
  any: 'an object of any content',
};

function checkOwn(field: string, schema: Schema): readonly Problem[] {
  if ('x-kubernetes-int-or-string' in schema) return [];
  switch (schema.type) {
    case 'string':
      return checkString(field, schema);
    case 'integer':
    case 'number':
      return [
        ...checkEnum(field, schema.enum, 'number'),
        ...checkRange(field, 'minimum', schema.minimum, 'maximum', schema.maximum),
      ];
    case 'array':
      return [
        ...checkRange(field, 'minItems', schema.minItems, 'maxItems', schema.maxItems),
        ...checkSchema(`${field}.items`, schema.items),
        ...checkListType(field, schema),
      ];
    case 'object':
      return checkObject(field, schema);
    default:
      return [];
  }
}

function checkObject(
  field: string,
  schema: Extract<Schema, { type: 'object' }>,
): readonly Problem[] {
  if (schema.properties !== undefined) {
    const { properties, required = [] } = schema;
    const names = Object.keys(properties).join(', ');
    return [
      ...Object.entries(properties).flatMap(([name, property]) =>
        checkSchema(`${field}.properties.${name}`, property),
      ),
      ...required
        .filter((name) => !Object.hasOwn(properties, name))
        .map((name) => wrongValue(`${field}.required`, name, `its properties: ${names || 'none'}`)),
    ];
  }
  if (schema.additionalProperties === undefined) return [];
  return checkSchema(`${field}.additionalProperties`, schema.additionalProperties);
}

function checkString(field: string, schema: StringSchema): readonly Problem[] {
  const { pattern, format, minLength, maxLength } = schema;
  return [
    ...checkEnum(field, schema.enum, 'string'),
    ...checkRange(field, 'minLength', minLength, 'maxLength', maxLength),
    ...(pattern === undefined || isPattern(pattern)
      ? []
      : [
          wrongValue(
            `${field}.pattern`,
            pattern,
            'a regular expression of Go: without looking around, and without back references',
          ),
        ]),
    ...(format === undefined || STRING_FORMATS.includes(format)
      ? []
      : [wrongValue(`${field}.format`, format, STRING_FORMATS.join(', '))]),
  ];
}

/** Go has no look-around and no back references; all else that is in use here, both have. */
function isPattern(pattern: string): boolean {
  if (/\(\?(?:=|!|<=|<!)|(?<!\\)(?:\\\\)*\\[1-9]/.test(pattern)) return false;
  try {
    return new RegExp(pattern.replace(/^\(\?[a-z]+\)/, ''), 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

function checkEnum(
  field: string,
  values: readonly unknown[] | undefined,
  type: 'string' | 'number',
): readonly Problem[] {
  if (values === undefined) return [];
  if (values.length === 0)
    return [{ field: `${field}.enum`, message: 'is empty, so that nothing fits: leave it out' }];
  return values
    .filter((value, index) => typeof value !== type || values.indexOf(value) !== index)
    .map((value) => wrongValue(`${field}.enum`, value, `each ${type} once`));
}

function checkRange(
  field: string,
  lowName: string,
  low: number | undefined,
  highName: string,
  high: number | undefined,
): readonly Problem[] {
  const counts = lowName !== 'minimum';
  const wrong = Object.entries({ [lowName]: low, [highName]: high }).filter(
    ([, value]) =>
      value !== undefined &&
      !(counts ? Number.isInteger(value) && value >= 0 : Number.isFinite(value)),
  );
  if (wrong.length > 0)
    return wrong.map(([name, value]) =>
      wrongValue(`${field}.${name}`, value, counts ? 'a whole number from 0' : 'a number'),
    );
  if (low === undefined || high === undefined || low <= high) return [];
  return [wrongValue(`${field}.${lowName}`, low, `at most its ${highName}, ${high}`)];
}

function checkListType(field: string, schema: ListSchema): readonly Problem[] {
  const { items, 'x-kubernetes-list-type': type, 'x-kubernetes-list-map-keys': keys } = schema;
  const at = `${field}.x-kubernetes-list-map-keys`;
  if (type !== 'map')
    return keys === undefined ? [] : [wrongValue(at, keys, "none but with list type 'map'")];
  const properties = 'properties' in items ? (items.properties ?? {}) : {};
  const required = 'required' in items ? (items.required ?? []) : [];
  if (keys === undefined || keys.length === 0)
    return [
      { field: at, message: "is missing: a list of type 'map' tells its items apart by keys" },
    ];
  return keys
    .filter((key) => !required.includes(key) && properties[key]?.default === undefined)
    .map((key) => wrongValue(at, key, 'fields of its items that are required, or have a default'));
}

/** A default that doesn't fit would have each object refused that relies on it. */
function checkDefault(field: string, schema: Schema): readonly Problem[] {
  const { default: preset, ...rest } = schema;
  if (preset === undefined) return [];
  const manifest = { apiVersion: '', kind: '', metadata: { name: '' }, default: preset };
  return validateStructural(objectSchema({ default: rest }), manifest).map(({ path, message }) => ({
    field: `${field}.${path}`,
    message,
  }));
}
