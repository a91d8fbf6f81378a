import type { k8s } from 'cdk8s-plus-28';
import { fieldsOf } from './fields';
import { isManifest, isPlainObject, type Manifest } from './manifest';

/**
 * The kinds that are made here, by their class in cdk8s-plus. Written down, because loading that class
 * takes longer than all else that a small synthesis does.
 */
export const KUBE_KINDS = {
  KubeConfigMap: { apiVersion: 'v1', kind: 'ConfigMap' },
  KubeCronJob: { apiVersion: 'batch/v1', kind: 'CronJob' },
  KubeDaemonSet: { apiVersion: 'apps/v1', kind: 'DaemonSet' },
  KubeDeployment: { apiVersion: 'apps/v1', kind: 'Deployment' },
  KubeHorizontalPodAutoscalerV2: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' },
  KubeIngress: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
  KubeJob: { apiVersion: 'batch/v1', kind: 'Job' },
  KubeLimitRange: { apiVersion: 'v1', kind: 'LimitRange' },
  KubeNamespace: { apiVersion: 'v1', kind: 'Namespace' },
  KubeNetworkPolicy: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
  KubePersistentVolumeClaim: { apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
  KubePodDisruptionBudget: { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' },
  KubePodTemplate: { apiVersion: 'v1', kind: 'PodTemplate' },
  KubeResourceQuota: { apiVersion: 'v1', kind: 'ResourceQuota' },
  KubeRole: { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role' },
  KubeRoleBinding: { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' },
  KubeService: { apiVersion: 'v1', kind: 'Service' },
  KubeServiceAccount: { apiVersion: 'v1', kind: 'ServiceAccount' },
  KubeStatefulSet: { apiVersion: 'apps/v1', kind: 'StatefulSet' },
} as const;

/** Name of a class in cdk8s-plus: `KubeService`. */
export type KubeKind = keyof typeof KUBE_KINDS;

/** What `new k8s.KubeService(scope, id, props)` takes. */
export type KubeProps<Kind extends KubeKind> = NonNullable<
  Parameters<(typeof k8s)[Kind]['manifest']>[0]
>;

/**
 * A Kubernetes object as plain data. It is what `k8s.KubeService.manifest(props)` gives, and takes a
 * fraction of the time: cdk8s-plus makes a new copy of each map for every field in it.
 */
export function kubeManifest<Kind extends KubeKind>(kind: Kind, props: KubeProps<Kind>): Manifest {
  const wire = fieldsOf(toWire(props, false));
  const manifest: unknown = Object.assign({}, KUBE_KINDS[kind], wire);
  if (!isManifest(manifest)) throw new TypeError(`${kind}: metadata.name is missing`);
  return manifest;
}

/** A value that cdk8s-plus keeps in an object of a class, `k8s.IntOrString` or `k8s.Quantity`. */
class KubeScalar<Value extends string | number> {
  constructor(readonly value: Value) {}
}

/** A number or a text where Kubernetes takes either: a port, or a share of pods. */
export function intOrString(value: string | number): k8s.IntOrString {
  return new KubeScalar(value);
}

/** An amount of a resource: `500m`, `64Mi`. */
export function quantity(value: string | number): k8s.Quantity {
  return new KubeScalar(value);
}

type Names = ReadonlyMap<string, string>;

/** Fields that have another name in cdk8s-plus than in Kubernetes. */
export const WIRE_NAMES: Names = new Map([
  ['clientIp', 'clientIP'],
  ['clusterIp', 'clusterIP'],
  ['datasetUuid', 'datasetUUID'],
  ['diskUri', 'diskURI'],
  ['downwardApi', 'downwardAPI'],
  ['externalId', 'externalID'],
  ['hostIp', 'hostIP'],
  ['hostIpc', 'hostIPC'],
  ['hostPid', 'hostPID'],
  ['insecureSkipTlsVerify', 'insecureSkipTLSVerify'],
  ['loadBalancerIp', 'loadBalancerIP'],
  ['nodeId', 'nodeID'],
  ['nonResourceUrLs', 'nonResourceURLs'],
  ['openApiv3Schema', 'openAPIV3Schema'],
  ['pdId', 'pdID'],
  ['podCidRs', 'podCIDRs'],
  ['podCidr', 'podCIDR'],
  ['providerId', 'providerID'],
  ['scaleIo', 'scaleIO'],
  ['setHostnameAsFqdn', 'setHostnameAsFQDN'],
  ['storagePolicyId', 'storagePolicyID'],
  ['targetCpuUtilizationPercentage', 'targetCPUUtilizationPercentage'],
  ['targetWwNs', 'targetWWNs'],
  ['volumeId', 'volumeID'],
]);

/** Fields that hold keys of the user's, which are left as they are. */
export const FREE_MAPS: ReadonlySet<string> = new Set([
  'annotations',
  'binaryData',
  'capacity',
  'data',
  'default',
  'defaultRequest',
  'deprecatedTopology',
  'extra',
  'hard',
  'labels',
  'limits',
  'matchLabels',
  'max',
  'maxLimitRequestRatio',
  'min',
  'nodeSelector',
  'options',
  'overhead',
  'parameters',
  'podFixed',
  'requests',
  'selector',
  'stringData',
  'volumeAttributes',
]);

/** What is done to a field of the same name wherever it stands. */
interface SpecialField {
  readonly wireName: string;
  /** Whether it holds keys of the user's. */
  readonly isFree: boolean;
}

/** Both in one, since each key of each object is looked up. */
const SPECIAL_FIELDS: ReadonlyMap<string, SpecialField> = new Map<string, SpecialField>([
  ...Array.from(WIRE_NAMES, ([key, wireName]) => [key, { wireName, isFree: false }] as const),
  ...Array.from(FREE_MAPS, (key) => [key, { wireName: key, isFree: true }] as const),
]);

type Fields = Readonly<Record<string, unknown>>;

/** What isn't data, such as a lazy value, is left to cdk8s. What needs no change is given back as it is. */
function toWire(value: unknown, isFree: boolean): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return toWireList(value, isFree);
  if (isPlainObject(value)) return toWireMap(value, isFree);
  return isKubeScalar(value) ? value.value : value;
}

function toWireList(list: readonly unknown[], isFree: boolean): readonly unknown[] {
  let wires: unknown[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const wire = toWire(list[index], isFree);
    if (wire === list[index]) continue;
    wires ??= [...list];
    wires[index] = wire;
  }
  return wires ?? list;
}

/** Told by what it looks like, since there may be several cdk8s-plus around. */
function isKubeScalar(value: object): value is KubeScalar<string | number> {
  return (
    'value' in value &&
    (typeof value.value === 'string' || typeof value.value === 'number') &&
    Object.keys(value).length === 1
  );
}

/** @param isFree - whether its keys, and those of all below, are the user's */
function toWireMap(map: Fields, isFree: boolean): Fields {
  let result: Record<string, unknown> | undefined;
  for (const key in map) {
    const value = map[key];
    const special = isFree ? undefined : SPECIAL_FIELDS.get(key);
    // Most are texts, for which a call takes longer than the look.
    const wire =
      typeof value === 'object'
        ? toWire(value, special === undefined ? isFree : special.isFree)
        : value;
    const name = special === undefined ? key : special.wireName;
    if (result === undefined) {
      if (wire === value && value !== undefined && name === key) continue;
      result = fieldsBefore(key, map);
    }
    if (wire !== undefined) set(result, name, wire);
  }
  return result ?? map;
}

/** A copy of a map's fields up to one. */
function fieldsBefore(end: string, map: Fields): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const key in map) {
    if (key === end) break;
    set(result, key, map[key]);
  }
  return result;
}

/** The name of a file may be anything, and to assign this one would change what the map is. */
function set(map: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') Object.defineProperty(map, name, { value, enumerable: true });
  else map[name] = value;
}
