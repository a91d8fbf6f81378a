import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { recommendedLabels, type StringMap } from '../kubernetes/labels';
import { checkAnnotations, checkDnsSubdomain, checkLabels } from '../kubernetes/names';
import { fieldsOf, isFields } from '../manifest/fields';
import { isManifest, type JsonObject, type Manifest } from '../manifest/manifest';
import { ManifestObject } from '../manifest/manifest-object';
import { withoutUndefined } from '../manifest/wire';
import { type Problem, wrongValue } from '../problem/problem';
import { reportProblems, textOf } from '../problem/report';
import { objectAt } from '../schema/json';
import { validateStructural } from '../schema/structural';
import { knowsKind, validateManifest } from '../schema/validate';
import { checkProps } from '../shape/check';
import { idIn } from '../shape/place';
import { checkDefinitionForm, checkNamed } from './check';
import { objectSchema } from './plan';
import type { Schemas } from './schema';
import { checkSchemas } from './schema-check';
import { type DefinitionSpec, gvkOf, type InstanceMetadata } from './spec';

/** A class that `cdk8s import` has made, as there are in `imports/`. */
export interface GeneratedType<Props> {
  readonly GVK: { readonly apiVersion: string; readonly kind: string };
  manifest(props: Props): unknown;
}

/** One object of a generated class. */
export interface CustomResourceProps<Props> {
  /** A class from `imports/`. */
  readonly type: GeneratedType<Props>;
  /** What the class takes: its `spec`, as a rule, and labels and annotations in `metadata`. */
  readonly fields: NoInfer<Props>;
}

/**
 * An object of a kind that somebody else has defined, by its generated class. It is compared with the schema of
 * its kind, where that has been imported, and what is wrong is reported when the tree is synthesized. Its id in
 * the tree is its kind and name.
 */
export class CustomResource<Props> extends Construct {
  readonly name: string;
  /** Undefined when something is wrong. */
  readonly object: ApiObject | undefined;

  constructor(scope: Construct, name: string, props: CustomResourceProps<Props>) {
    const misshapen = checkResource(props);
    const { kind } = misshapen.length > 0 ? { kind: 'CustomResource' } : props.type.GVK;
    super(scope, idIn('CustomResource', scope, name, kind));
    this.name = name;
    reportProblems(this, misshapen);
    if (misshapen.length > 0) return;
    const { manifest, problems } = readResource(name, props);
    reportProblems(this, problems);
    if (problems.length === 0) this.object = new ManifestObject(this, manifest.kind, manifest);
  }
}

/** Checks that there is a class, and something for it to read. */
function checkResource(props: unknown): readonly Problem[] {
  if (!isFields(props)) return [wrongValue('props', props, 'an object: { type, fields }')];
  const { type, fields } = props;
  return [
    ...(isGenerated(type)
      ? []
      : [
          wrongValue(
            'type',
            typeof type === 'object' && type !== null ? {} : type,
            'a class that `cdk8s import` has made, from your `imports` folder',
          ),
        ]),
    ...(isFields(fields)
      ? []
      : [wrongValue('fields', fields, 'what the class takes: { spec: { ... } }')]),
  ];
}

function isGenerated(type: unknown): boolean {
  if (typeof type !== 'function' && !isFields(type)) return false;
  const { apiVersion, kind } = fieldsOf(Reflect.get(type, 'GVK'));
  const isNamed = typeof apiVersion === 'string' && typeof kind === 'string';
  return isNamed && typeof Reflect.get(type, 'manifest') === 'function';
}

function readResource<Props>(
  name: string,
  { type, fields }: CustomResourceProps<Props>,
): { readonly manifest: Manifest; readonly problems: readonly Problem[] } {
  const { metadata, ...made } = fieldsOf(writtenBy(type, fields));
  const own = {
    labels: textsIn(metadata, 'labels'),
    annotations: textsIn(metadata, 'annotations'),
  };
  const manifest = planInstance(type.GVK, textOf(name), own, made);
  const schema = knowsKind(manifest) ? validateManifest(manifest).map(asProblem) : [];
  return { manifest, problems: [...checkMetadata(name, own), ...schema] };
}

/** What the class makes of its fields: they themselves where it trips over them, which the schema then tells. */
function writtenBy<Props>(type: GeneratedType<Props>, fields: Props): unknown {
  try {
    return type.manifest(fields);
  } catch (error) {
    if (error instanceof TypeError) return fields;
    throw error;
  }
}

function textsIn(metadata: unknown, key: string): StringMap | undefined {
  const map = fieldsOf(metadata)[key];
  if (map === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(fieldsOf(map)).map(([name, text]) => [name, String(text)]),
  );
}

/** An object of a kind that has been defined here. */
export class DefinedInstance extends Construct {
  readonly name: string;
  /** Undefined when something is wrong. */
  readonly object: ApiObject | undefined;

  constructor(
    scope: Construct,
    name: string,
    definition: DefinitionSpec,
    fields: object,
    metadata: InstanceMetadata = {},
  ) {
    const misshapen = checkInstance(definition, fields, metadata);
    const { apiVersion, kind } = misshapen.length > 0 ? UNKNOWN : gvkOf(definition);
    super(scope, idIn('DefinedInstance', scope, name, kind));
    this.name = name;
    reportProblems(this, misshapen);
    if (misshapen.length > 0) return;
    const manifest = planInstance({ apiVersion, kind }, textOf(name), metadata, fields);
    const problems = [...checkMetadata(name, metadata), ...checkFields(manifest, definition)];
    reportProblems(this, problems);
    if (problems.length > 0) return;
    const object = new ManifestObject(this, kind, manifest);
    // Its chart would put it into its own.
    if (definition.scope === 'Cluster') object.amend(withoutNamespace);
    this.object = object;
  }
}

/** Stands for a kind that nobody could read. */
const UNKNOWN = { apiVersion: 'unknown/v1', kind: 'DefinedInstance' };

function checkInstance(
  definition: DefinitionSpec,
  fields: unknown,
  metadata: unknown,
): readonly Problem[] {
  return [
    ...checkNamed(definition),
    ...(isFields(fields) ? [] : [wrongValue('props', fields, 'an object: { spec: { ... } }')]),
    ...checkProps('DefinedInstance', metadata, 4).map(({ field, message }) => ({
      field: field === '' ? 'metadata' : `metadata.${field}`,
      message,
    })),
  ];
}

function withoutNamespace({ metadata, ...manifest }: Manifest): Manifest {
  const { namespace: _, ...rest } = metadata;
  const { apiVersion, kind } = manifest;
  return { ...manifest, apiVersion, kind, metadata: { ...rest, name: metadata.name } };
}

function checkMetadata(
  name: string,
  { labels = {}, annotations = {} }: InstanceMetadata,
): readonly Problem[] {
  return [
    ...checkDnsSubdomain('name', name),
    ...checkLabels('metadata.labels', labels),
    ...checkAnnotations('metadata.annotations', annotations),
  ];
}

function planInstance(
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
  name: string,
  { labels, annotations }: InstanceMetadata,
  fields: object,
): Manifest {
  const manifest: unknown = withoutUndefined({
    ...fields,
    apiVersion,
    kind,
    metadata: { name, labels: { ...recommendedLabels({ name }), ...labels }, annotations },
  });
  if (!isManifest(manifest)) throw new TypeError(`${kind}: metadata.name is missing`);
  return manifest;
}

function checkFields(manifest: Manifest, definition: DefinitionSpec): readonly Problem[] {
  const { kind, schema } = definition;
  const form = checkDefinitionForm(definition);
  const [first] = form.length > 0 ? form : checkSchemas('schema', schema);
  if (first === undefined) return validateStructural(wholeSchema(schema), manifest).map(asProblem);
  const message = `${kind} has no right schema: ${first.field}: ${first.message}`;
  return [{ field: 'kind', message }];
}

function asProblem({ path, message }: { path: string; message: string }): Problem {
  return { field: path, message };
}

/** Schemas of whole objects, each made once: what is compiled of them is found by them. */
const whole = new WeakMap<Schemas, JsonObject>();

function wholeSchema(schema: Schemas): JsonObject {
  const known = whole.get(schema) ?? withoutStatus(objectSchema(schema));
  whole.set(schema, known);
  return known;
}

/** The status is the controller's. */
function withoutStatus(schema: JsonObject): JsonObject {
  const { status: _, ...properties } = objectAt(schema, 'properties');
  return { ...schema, properties };
}
