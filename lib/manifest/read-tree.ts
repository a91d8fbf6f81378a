import {
  ApiObject,
  App,
  ImplicitTokenResolver,
  LazyResolver,
  NumberStringUnionResolver,
} from 'cdk8s';
import type { IConstruct } from 'constructs';
import { isClusterScoped } from '../kubernetes/scope';
import { isManifest, type Manifest } from './manifest';
import { ManifestObject } from './manifest-object';
import type { ManifestEntry, ManifestSet } from './manifest-set';
import { clusterOf, outputFileOf } from './output-file';

/** What a construct tree holds: its objects, and everything that is wrong with it. */
export interface TreeReading {
  readonly manifests: ManifestSet;
  /** One line each, beginning with the construct path: `[qa/shop/cart] ports: ...`. */
  readonly problems: readonly string[];
}

/** Reads all objects of a construct tree, in one pass over it. */
export function readTree(root: IConstruct): TreeReading {
  const manifests: ManifestEntry[] = [];
  const problems = new Set<string>();
  for (const construct of root.node.findAll()) {
    for (const problem of construct.node.validate()) problems.add(located(construct, problem));
    if (!ApiObject.isApiObject(construct)) continue;
    const manifest = readObject(construct);
    if (typeof manifest === 'string') problems.add(located(construct, manifest));
    else
      manifests.push({
        manifest,
        ...outputFileOf(construct),
        origin: construct.node.path,
        cluster: clusterOf(construct),
      });
  }
  return { manifests, problems: [...problems] };
}

/** The object as plain data, or what is wrong with it. */
function readObject(object: ApiObject): Manifest | string {
  try {
    const json: unknown = findPlain(object) ?? object.toJson();
    if (!isManifest(json))
      return 'is no Kubernetes object: it needs apiVersion, kind and metadata.name';
    return isClusterScoped(json.apiVersion, json.kind) ? withoutNamespace(json) : json;
  } catch (error) {
    return `can't be rendered: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The object by the short way, if that is open: a resolver of the user's may change any value. */
function findPlain(object: ApiObject): Manifest | undefined {
  if (!ManifestObject.isManifestObject(object)) return undefined;
  const leavesData = App.of(object).resolvers.every((resolver) =>
    KNOWN_RESOLVERS.some((known) => resolver instanceof known),
  );
  return leavesData ? object.findPlain() : undefined;
}

const KNOWN_RESOLVERS = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

/** cdk8s puts the chart's namespace on every object; some kinds have none. */
function withoutNamespace(manifest: Manifest): Manifest {
  const { namespace: _, ...metadata } = manifest.metadata;
  return { ...manifest, metadata: { ...metadata, name: manifest.metadata.name } };
}

function located(construct: IConstruct, problem: string): string {
  return construct.node.path === '' ? problem : `[${construct.node.path}] ${problem}`;
}
