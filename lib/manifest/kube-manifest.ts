import { k8s } from 'cdk8s-plus-28';
import { isManifest, type Manifest } from './manifest';

/** A class such as `k8s.KubeService`. */
export interface KubeKind<Props extends object> {
  readonly GVK: { readonly apiVersion: string; readonly kind: string };
  manifest(props: Props): unknown;
}

/**
 * A Kubernetes object as plain data. It is what `k8s.KubeService.manifest(props)` gives, and takes a
 * fraction of the time: cdk8s-plus makes a new copy of each map for every field in it.
 */
export function kubeManifest<Props extends object>(
  kind: KubeKind<Props>,
  props: NoInfer<Props>,
): Manifest {
  const { apiVersion, kind: name } = kind.GVK;
  const manifest: unknown = Object.assign({ apiVersion, kind: name }, toWire(props, WIRE_NAMES));
  if (!isManifest(manifest)) throw new TypeError(`${name}: metadata.name is missing`);
  return manifest;
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

const NO_NAMES: Names = new Map();

type Fields = Readonly<Record<string, unknown>>;

/** What isn't data, such as a lazy value, is left to cdk8s. */
function toWire(value: unknown, names: Names): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => toWire(item, names));
  if (value instanceof k8s.IntOrString || value instanceof k8s.Quantity) return value.value;
  return isPlain(value) ? toWireMap(value, names) : value;
}

function toWireMap(map: Fields, names: Names): Fields {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(map)) {
    const value = map[key];
    if (value === undefined) continue;
    const wire = toWire(value, FREE_MAPS.has(key) ? NO_NAMES : names);
    const name = names.get(key) ?? key;
    // The name of a file may be anything, and to assign this one would change what the map is.
    if (name === '__proto__')
      Object.defineProperty(result, name, { value: wire, enumerable: true });
    else result[name] = wire;
  }
  return result;
}

function isPlain(value: object): value is Fields {
  return Object.getPrototypeOf(value) === Object.prototype;
}
