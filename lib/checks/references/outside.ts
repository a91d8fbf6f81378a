import { type External, externalsOn } from '../../manifest/external';
import { fieldsOf, findText, itemsOf } from '../../manifest/fields';
import { listBy } from '../../manifest/grouping';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { findNearest } from '../../problem/nearest';
import { namespaceOf, type Objects, perSet } from '../objects';
import type { CheckContext } from '../rule';

const annotated = perSet(({ all }) => listBy(externalsOn(all), keysOf));
const told = new WeakMap<readonly External[], ReadonlyMap<string, readonly External[]>>();

/** What is declared to exist outside by a name there: with keys, where it matters which. */
export function findExternal(
  objects: Objects,
  { externals }: CheckContext,
  kind: string,
  name: string,
  namespace: string,
): External | undefined {
  const known = told.get(externals) ?? listBy(externals, keysOf);
  told.set(externals, known);
  const all = [...(known.get(`${kind} ${name}`) ?? []), ...listed(objects, kind, name)];
  return all.find((one) => one.namespace === undefined || one.namespace === namespace);
}

function listed(objects: Objects, kind: string, name: string): readonly External[] {
  return annotated(objects).get(`${kind} ${name}`) ?? [];
}

function keysOf({ kind, name }: External): readonly string[] {
  return [`${kind} ${name}`];
}

/** The clusters' namespaces of which the set has anything. A binding alone is often one in another's namespace. */
const namespaces = perSet(
  ({ all }) =>
    new Set(
      all.flatMap(({ cluster, manifest }) => {
        if (manifest.kind === 'RoleBinding') return [];
        const own = manifest.kind === 'Namespace' ? manifest.metadata.name : namespaceOf(manifest);
        return [`${cluster} ${own}`];
      }),
    ),
);

/** Whether the set has anything of a namespace: of all others, nobody knows what is there. */
export function isKnown(objects: Objects, { cluster }: ManifestEntry, namespace: string): boolean {
  return namespaces(objects).has(`${cluster} ${namespace}`);
}

/**
 * What an object means by a name: the object; undefined where it should be there and isn't; and `outside` where
 * it is declared to be outside, or where nobody knows.
 */
export function findTarget(
  objects: Objects,
  context: CheckContext,
  beside: ManifestEntry,
  kind: string,
  name: string,
  namespace = namespaceOf(beside.manifest),
): ManifestEntry | 'outside' | undefined {
  const found = objects.find(beside, kind, name, namespace);
  if (found !== undefined) return found;
  // What is filled in later has braces: `{{args.name}}`.
  if (name.includes('{{') || findExternal(objects, context, kind, name, namespace) !== undefined)
    return 'outside';
  if (OF_OPERATORS.has(kind) && hasMakers(objects, beside, namespace)) return 'outside';
  if (kind === 'Service' && isOfGateway(objects, beside, name, namespace)) return 'outside';
  return isKnown(objects, beside, namespace) ? undefined : 'outside';
}

/** Kinds that operators and charts make for others to use. */
const OF_OPERATORS: ReadonlySet<string> = new Set([
  'ConfigMap',
  'Service',
  'gateway.networking.k8s.io/Gateway',
  'networking.istio.io/Gateway',
]);

/** Says that there is no such object, and what to do. */
export function noObject(
  objects: Objects,
  beside: ManifestEntry,
  kind: string,
  name: string,
  namespace = namespaceOf(beside.manifest),
): string {
  const names = objects
    .inNamespace(beside, kind, namespace)
    .map(({ manifest }) => manifest.metadata.name);
  return noName(shortKind(kind), name, namespace, names);
}

/** The same, of things by their names. */
export function noName(
  kind: string,
  name: string,
  namespace: string,
  names: Iterable<string>,
): string {
  const near = findNearest(name, names);
  const place = namespace === '' ? 'among these objects' : `in namespace '${namespace}'`;
  const hint = near === undefined ? ':' : `, did you mean '${near}'? Or`;
  return `there is no ${kind} '${name}' ${place}${hint} add it, or declare it with external()`;
}

/** `Deployment` of `apps/Deployment`. */
export function shortKind(kind: string): string {
  return kind.slice(kind.indexOf('/') + 1);
}

/** Groups whose objects start no pods that others may select. */
const WITHOUT_PODS: ReadonlySet<string> = new Set([
  '',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'argoproj.io',
  'autoscaling',
  'autoscaling.k8s.io',
  'batch',
  'bitnami.com',
  'cert-manager.io',
  'cilium.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'external-secrets.io',
  'generators.external-secrets.io',
  'keda.sh',
  'monitoring.coreos.com',
  'networking.istio.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'scheduling.k8s.io',
  'security.istio.io',
  'snapshot.storage.k8s.io',
  'storage.k8s.io',
  'telemetry.istio.io',
  'gateway.networking.k8s.io',
]);

/** Kinds of these groups whose controllers start pods. */
const WITH_PODS: ReadonlySet<string> = new Set([
  'Alertmanager',
  'Prometheus',
  'PrometheusAgent',
  'ThanosRuler',
]);

/** Namespaces in which something else may make objects and start pods: an operator for an object, or a chart. */
const makers = perSet(
  ({ all }) =>
    new Set(
      all.flatMap(({ cluster, manifest }) => {
        const { apiVersion, kind } = manifest;
        if (kind === 'Application') {
          const destination = chartDestination(manifest.spec);
          // It may be in another cluster than what deploys it.
          return destination === undefined ? [] : [`* ${destination}`];
        }
        const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
        const makes = WITH_PODS.has(kind) || !WITHOUT_PODS.has(group);
        return makes ? [`${cluster} ${namespaceOf(manifest)}`] : [];
      }),
    ),
);

function hasMakers(objects: Objects, { cluster }: ManifestEntry, namespace: string): boolean {
  const known = makers(objects);
  return known.has(`${cluster} ${namespace}`) || known.has(`* ${namespace}`);
}

const GATEWAY = 'gateway.networking.k8s.io/Gateway';

/** A Gateway's own Service and pods, which its controller makes, have its name in front. */
function isOfGateway(
  objects: Objects,
  beside: ManifestEntry,
  name: string,
  namespace: string,
): boolean {
  return objects
    .inNamespace(beside, GATEWAY, namespace)
    .some(({ manifest }) => name.startsWith(`${manifest.metadata.name}-`));
}

/** Whether all pods of a namespace that there may be are in the set. */
export function hasAllPods(
  objects: Objects,
  beside: ManifestEntry,
  namespace = namespaceOf(beside.manifest),
): boolean {
  if (hasMakers(objects, beside, namespace)) return false;
  if (objects.inNamespace(beside, GATEWAY, namespace).length > 0) return false;
  return (
    objects.podsIn(beside, namespace).length > 0 ||
    objects.find(beside, 'Namespace', namespace, '') !== undefined
  );
}

function chartDestination(spec: unknown): string | undefined {
  const { source, sources, destination } = fieldsOf(spec);
  const charts = [source, ...itemsOf(sources)].some((one) => fieldsOf(one).chart !== undefined);
  return charts ? findText(fieldsOf(destination).namespace) : undefined;
}
