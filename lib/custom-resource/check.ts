import { checkAnnotations, checkDnsSubdomain } from '../kubernetes/names';
import { type Problem, wrongValue } from '../problem/problem';
import { checkProps, judge } from '../shape/check';
import type { ShapeProblem } from '../shape/explain';
import type { Schema, Schemas } from './schema';
import { checkSchemas } from './schema-check';
import { type Column, type DefinitionSpec, namesOf } from './spec';

/** A label of RFC 1035, which begins with a letter. */
const WORD = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;

const WORD_RULE = 'at most 63 lower-case letters, digits and dashes, with a letter in front';

/** What says that somebody of Kubernetes has approved a group of theirs. */
const APPROVED = 'api-approved.kubernetes.io';

/** Types of columns, and formats that they may have. */
const COLUMN_TYPES = ['string', 'integer', 'number', 'boolean', 'date'];

/** Checks what a kind's definition looks like, before anyone reads it. */
export function checkDefinitionForm(spec: unknown): readonly ShapeProblem[] {
  return checkProps('DefinedInstance', spec, 2).map((problem) =>
    problem.field === '' ? { ...problem, field: 'definition' } : problem,
  );
}

/** What names come from, without which there is nothing to begin with. */
const NAMED_BY = /^(?:definition|group|kind|plural|singular|version|schema)$/;

/** What of a definition's form leaves nothing to go on with. */
export function unnamedBy(problems: readonly ShapeProblem[]): readonly Problem[] {
  return problems.filter(({ field, readable }) => readable === undefined && NAMED_BY.test(field));
}

/** Checks what names a kind and its objects: with anything else there is something to begin with. */
export function checkNamed(spec: DefinitionSpec): readonly Problem[] {
  const problems = unnamedBy(checkDefinitionForm(spec));
  return problems.length > 0 ? problems : checkKind(spec);
}

/** Checks a kind's definition: what the API server would refuse, and what no instance would fit. */
export function checkDefinition(spec: DefinitionSpec): readonly Problem[] {
  return judge({ problems: checkDefinitionForm(spec) }, () => checkReadable(spec));
}

function checkReadable(spec: DefinitionSpec): readonly Problem[] {
  const { version = 'v1', schema, otherVersions = {} } = spec;
  const schemas = checkSchemas('schema', schema);
  return [
    ...checkNames(spec),
    ...checkWord('version', version),
    ...schemas,
    // Of a schema that is wrong, nobody can tell the fields.
    ...(schemas.length > 0
      ? []
      : [...checkColumns('columns', spec.columns, schema), ...checkScale(spec)]),
    ...Object.entries(otherVersions).flatMap(([name, other]) => [
      ...checkWord('otherVersions', name),
      ...(name === version
        ? [wrongValue('otherVersions', name, 'other versions: this one is `version`')]
        : []),
      ...checkSchemas(`otherVersions.${name}.schema`, other.schema),
      ...checkColumns(`otherVersions.${name}.columns`, other.columns, other.schema),
    ]),
    ...checkAnnotations('annotations', spec.annotations ?? {}),
  ];
}

function checkNames(spec: DefinitionSpec): readonly Problem[] {
  const { scope, shortNames = [], categories = [] } = spec;
  const { plural, singular } = namesOf(spec);
  return [
    ...checkGroup(spec),
    ...checkKind(spec),
    ...checkWord('plural', plural),
    ...checkWord('singular', singular),
    ...shortNames.flatMap((name, index) => checkWord(`shortNames[${index}]`, name)),
    ...categories.flatMap((name, index) => checkWord(`categories[${index}]`, name)),
    ...[plural, singular]
      .filter((name) => shortNames.includes(name))
      .map((name) => wrongValue('shortNames', name, 'names beside plural and singular')),
    ...(scope === undefined || ['Namespaced', 'Cluster'].includes(scope)
      ? []
      : [wrongValue('scope', scope, "'Namespaced' or 'Cluster'")]),
  ];
}

function checkKind({ kind }: DefinitionSpec): readonly Problem[] {
  return /^[A-Z][A-Za-z0-9]{0,62}$/.test(kind)
    ? []
    : [wrongValue('kind', kind, 'letters and digits with a capital in front: NginxConfig')];
}

/** @see https://kubernetes.io/docs/reference/using-api/api-concepts/ */
function checkGroup({ group, annotations = {} }: DefinitionSpec): readonly Problem[] {
  const problems = checkDnsSubdomain('group', group);
  if (problems.length > 0) return problems;
  if (!group.includes('.'))
    return [wrongValue('group', group, 'a domain of yours, with a dot: example.com')];
  if (!/(?:^|\.)(?:k8s|kubernetes)\.io$/.test(group) || Object.hasOwn(annotations, APPROVED))
    return [];
  return [
    wrongValue('group', group, `a domain of yours; this one is Kubernetes', and needs ${APPROVED}`),
  ];
}

function checkWord(field: string, word: string): readonly Problem[] {
  return WORD.test(word) ? [] : [wrongValue(field, word, WORD_RULE)];
}

function checkColumns(
  field: string,
  columns: DefinitionSpec['columns'] = {},
  schemas: Schemas,
): readonly Problem[] {
  return Object.entries(columns).flatMap(([name, column]) => {
    const at = `${field}.${name}`;
    const { jsonPath, type, priority }: Column =
      typeof column === 'string' ? { jsonPath: column } : column;
    return [
      ...checkColumnPath(typeof column === 'string' ? at : `${at}.jsonPath`, jsonPath, schemas),
      ...(type === undefined || COLUMN_TYPES.includes(type)
        ? []
        : [wrongValue(`${at}.type`, type, COLUMN_TYPES.join(', '))]),
      ...(priority === undefined || (Number.isInteger(priority) && priority >= 0)
        ? []
        : [wrongValue(`${at}.priority`, priority, 'a whole number from 0')]),
    ];
  });
}

/** A path that leads nowhere gives an empty column, and nobody is told. */
function checkColumnPath(field: string, path: string, schemas: Schemas): readonly Problem[] {
  if (!path.startsWith('.'))
    return [
      wrongValue(field, path, 'a path from the object on, with a dot in front: .spec.version'),
    ];
  const steps = simpleSteps(path);
  if (steps === undefined || steps[0] === 'metadata') return [];
  return leadsSomewhere(steps, schemas)
    ? []
    : [wrongValue(field, path, 'a path to a field of the schema')];
}

/** The steps of a path without conditions; those of any other only the API server understands. */
function simpleSteps(path: string): readonly string[] | undefined {
  return /^(?:\.[A-Za-z_][\w-]*)+$/.test(path) ? path.slice(1).split('.') : undefined;
}

function leadsSomewhere(steps: readonly string[], schemas: Schemas): boolean {
  const [step = '', ...rest] = steps;
  if (!Object.hasOwn(schemas, step)) return false;
  const schema = schemas[step];
  return rest.length === 0 || schema === undefined || isFurther(rest, schema);
}

function isFurther(steps: readonly string[], schema: Schema): boolean {
  if ('x-kubernetes-preserve-unknown-fields' in schema) return true;
  if ('properties' in schema && schema.properties !== undefined)
    return leadsSomewhere(steps, schema.properties);
  return 'additionalProperties' in schema && schema.additionalProperties !== undefined;
}

/** @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#scale-subresource */
function checkScale({ scale, schema }: DefinitionSpec): readonly Problem[] {
  if (scale === undefined) return [];
  const places = [
    ['specReplicasPath', scale.specReplicasPath, '.spec.'],
    ['statusReplicasPath', scale.statusReplicasPath, '.status.'],
    ['labelSelectorPath', scale.labelSelectorPath, '.s'],
  ] as const;
  return places.flatMap(([name, path, start]) => {
    if (path === undefined) return [];
    const steps = simpleSteps(path);
    const isFine = steps !== undefined && path.startsWith(start) && leadsSomewhere(steps, schema);
    const place = start === '.s' ? '.spec. or .status.' : start;
    return isFine ? [] : [wrongValue(`scale.${name}`, path, `a path to a field below ${place}`)];
  });
}
