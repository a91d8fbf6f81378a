import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { recommendedLabels, type StringMap } from '../kubernetes/labels';
import { checkAnnotations, checkDnsSubdomain, checkLabels } from '../kubernetes/names';
import { fieldsOf } from '../manifest/fields';
import { isManifest, type JsonObject, type Manifest } from '../manifest/manifest';
import { ManifestObject } from '../manifest/manifest-object';
import { withoutUndefined } from '../manifest/wire';
import type { Problem } from '../problem/problem';
import { freeId, reportProblems } from '../problem/report';
import { objectAt } from '../schema/json';
import { validateStructural } from '../schema/structural';
import { knowsKind, validateManifest } from '../schema/validate';
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
    const { type, fields } = props;
    super(scope, freeId(scope, `${type.GVK.kind}-${name}`));
    this.name = name;
    const { metadata, ...made } = fieldsOf(type.manifest(fields));
    const own = {
      labels: textsIn(metadata, 'labels'),
      annotations: textsIn(metadata, 'annotations'),
    };
    const manifest = planInstance(type.GVK, name, own, made);
    const schema = knowsKind(manifest) ? validateManifest(manifest).map(asProblem) : [];
    const problems = [...checkMetadata(name, own), ...schema];
    reportProblems(this, problems);
    if (problems.length === 0) this.object = new ManifestObject(this, manifest.kind, manifest);
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
    const { apiVersion, kind } = gvkOf(definition);
    super(scope, freeId(scope, `${kind}-${name}`));
    this.name = name;
    const manifest = planInstance({ apiVersion, kind }, name, metadata, fields);
    const problems = [...checkMetadata(name, metadata), ...checkFields(manifest, definition)];
    reportProblems(this, problems);
    if (problems.length > 0) return;
    const object = new ManifestObject(this, kind, manifest);
    // Its chart would put it into its own.
    if (definition.scope === 'Cluster') object.amend(withoutNamespace);
    this.object = object;
  }
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

function checkFields(manifest: Manifest, { kind, schema }: DefinitionSpec): readonly Problem[] {
  const [first] = checkSchemas('schema', schema);
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
