import {
  ApiObject,
  App,
  Chart,
  ImplicitTokenResolver,
  LazyResolver,
  NumberStringUnionResolver,
} from 'cdk8s';
import type { IConstruct } from 'constructs';
import { isClusterScoped } from '../kubernetes/scope';
import { inOneLine, shorten } from '../problem/problem';
import { isManifest, type Manifest } from './manifest';
import { ManifestObject } from './manifest-object';
import type { ManifestEntry, ManifestSet } from './manifest-set';
import { clusterOf, type OutputFile, outputFileOf } from './output-file';
import { requireConstruct } from './require';

/** What a construct tree holds: its objects, and everything that is wrong with it. */
export interface TreeReading {
  readonly manifests: ManifestSet;
  /** One line each, beginning with the construct path: `[qa/shop/cart] ports: ...`. */
  readonly problems: readonly string[];
}

/** Reads all objects of a construct tree, in one pass over it. */
export function readTree(root: IConstruct): TreeReading {
  requireConstruct('readTree()', root, 'readTree(app)');
  const manifests: ManifestEntry[] = [];
  const resolvesData = hasOwnResolver(root);
  const placeOf = placeFinder();
  const problems = new Set<string>();
  for (const construct of root.node.findAll()) {
    for (const problem of construct.node.validate()) problems.add(located(construct, problem));
    if (!ApiObject.isApiObject(construct)) continue;
    const manifest = readObject(construct, resolvesData);
    if (typeof manifest === 'string') problems.add(located(construct, manifest));
    else {
      const { file, owner, cluster } = placeOf(construct);
      manifests.push({ manifest, file, owner, cluster, origin: construct.node.path });
    }
  }
  return { manifests, problems: [...problems] };
}

/** Finds where an object goes: as a rule where its scope does, which is looked up once for all in it. */
function placeFinder(): (object: ApiObject) => Place {
  const known = new Map<IConstruct, Place>();
  return (object) => {
    const { scope } = object.node;
    const ofScope = scope === undefined ? undefined : known.get(scope);
    if (ofScope !== undefined) return ofScope;
    const owner = scope === undefined || Chart.isChart(scope) ? object : scope;
    const place = { cluster: clusterOf(owner), ...outputFileOf(owner) };
    if (owner === scope) known.set(scope, place);
    return place;
  };
}

type Place = OutputFile & Pick<ManifestEntry, 'cluster'>;

/** The object as plain data, or what is wrong with it. */
function readObject(object: ApiObject, resolvesData: boolean): Manifest | string {
  try {
    // The short way is closed where a resolver of the user's may change any value.
    const isPlain = !resolvesData && ManifestObject.isManifestObject(object);
    const plain = isPlain ? object.findPlain() : undefined;
    const json: unknown = plain ?? object.toJson();
    const manifest = plain ?? (isManifest(json) ? json : undefined);
    if (manifest === undefined)
      return 'is no Kubernetes object: it needs apiVersion, kind and metadata.name';
    const { apiVersion, kind } = manifest;
    return isClusterScoped(apiVersion, kind) ? withoutNamespace(manifest) : manifest;
  } catch (error) {
    return `can't be rendered: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Whether the app has resolvers besides those of cdk8s, which leave plain data as it is. */
function hasOwnResolver(root: IConstruct): boolean {
  return App.of(root).resolvers.some((resolver) =>
    KNOWN_RESOLVERS.every((known) => !(resolver instanceof known)),
  );
}

const KNOWN_RESOLVERS = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

/** cdk8s puts the chart's namespace on every object; some kinds have none. */
function withoutNamespace(manifest: Manifest): Manifest {
  const { namespace: _, ...metadata } = manifest.metadata;
  return { ...manifest, metadata: { ...metadata, name: manifest.metadata.name } };
}

function located(construct: IConstruct, problem: string): string {
  return construct.node.path === ''
    ? problem
    : `[${inOneLine(shorten(construct.node.path))}] ${problem}`;
}
