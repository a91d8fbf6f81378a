import type { Cluster } from '../cluster/cluster';
import type { Field } from '../cluster/field';
import { type ClusterObject, joinReadings, type Reading, readWith } from '../cluster/objects';
import { readLabels, selectorOf } from '../cluster/selector';
import type { Pod } from '../spec';

/** Whether the proxy takes a port for HTTP; where no Service says so it looks at what comes. */
export type AppProtocol = 'http' | 'tcp' | 'unknown';

/** @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/ */
const HTTP: readonly string[] = [
  'http',
  'http2',
  'grpc',
  'grpc-web',
  'kubernetes.io/h2c',
  'kubernetes.io/ws',
];
const TCP: readonly string[] = [
  'tcp',
  'tls',
  'https',
  'mongo',
  'mysql',
  'redis',
  'kubernetes.io/wss',
];

interface ServicePorts {
  readonly subjects: ReadonlySet<Pod>;
  readonly ports: readonly ServicePort[];
}

interface ServicePort {
  readonly target: number | string;
  readonly protocol: AppProtocol;
}

/** Finds which protocol the Services of a cluster give to the ports of its pods. */
export function readAppProtocols(
  cluster: Cluster,
): Reading<(pod: Pod) => ReadonlyMap<number, AppProtocol>> {
  const { values, problems } = joinReadings(
    cluster.objects.filter(isService).map((object) => readService(object, cluster)),
  );
  const byPod = new Map<Pod, Map<number, AppProtocol>>();
  for (const { subjects, ports } of values)
    for (const pod of subjects) {
      const known = byPod.get(pod) ?? new Map<number, AppProtocol>();
      byPod.set(pod, known);
      for (const { target, protocol } of ports)
        for (const port of targetPorts(pod, target))
          known.set(port, (known.get(port) ?? protocol) === protocol ? protocol : 'unknown');
    }
  return { values: [(pod) => byPod.get(pod) ?? NONE], problems };
}

const NONE: ReadonlyMap<number, AppProtocol> = new Map();

/** Whether an object is a Service of Kubernetes' own. */
export function isService({ group, kind }: ClusterObject): boolean {
  return group === '' && kind === 'Service';
}

function readService(object: ClusterObject, { index }: Cluster): Reading<ServicePorts> {
  return readWith(object, (root) => {
    const spec = root.get('spec');
    const labels = readLabels(spec.get('selector'));
    const selects = Object.keys(labels).length > 0;
    return {
      subjects: selects
        ? index.inNamespace(object.namespace, selectorOf(labels, []))
        : new Set<Pod>(),
      ports: spec.get('ports').items().flatMap(readPort),
    };
  });
}

function readPort(field: Field): readonly ServicePort[] {
  const port = field.get('port').integer(1, 65535);
  const target = field.get('targetPort');
  if ((field.get('protocol').value ?? 'TCP') !== 'TCP') return [];
  const to = typeof target.value === 'string' ? target.value : (target.integer(1, 65535) ?? port);
  const protocol = protocolOf(field.get('appProtocol').text(), field.get('name').text());
  return to === undefined ? [] : [{ target: to, protocol }];
}

/** By `appProtocol`, else by the port's name up to the first dash. */
function protocolOf(appProtocol: string | undefined, name: string | undefined): AppProtocol {
  const words = (appProtocol ?? name ?? '').toLowerCase();
  const word =
    appProtocol !== undefined || words.startsWith('grpc-web') ? words : (words.split('-')[0] ?? '');
  if (HTTP.includes(word) || (appProtocol === undefined && word.startsWith('grpc-web')))
    return 'http';
  return TCP.includes(word) ? 'tcp' : 'unknown';
}

function targetPorts(pod: Pod, target: number | string): readonly number[] {
  if (typeof target === 'number') return [target];
  return pod.ports
    .filter(({ name, protocol }) => name === target && protocol === 'TCP')
    .map(({ port }) => port);
}
