import type { AddressRange } from '../network/address';
import type { ExternalPod, Pod, ReachabilityOptions } from '../spec';
import { meshModeOf } from './membership';
import type { Labels } from './selector';
import type { PodTemplate } from './workloads';

/** What a cluster says of its pods. */
export interface PodSurroundings {
  readonly cluster: string;
  /** Labels of the namespaces by name. */
  readonly namespaces: ReadonlyMap<string, Labels>;
  readonly addresses: readonly AddressRange[];
  /** Pods that only policies know. */
  readonly imagined: readonly ExternalPod[];
}

/** The pods of the workloads, those that the caller declared, and a stranger in each namespace if wanted. */
export function podsOf(
  templates: readonly PodTemplate[],
  { externalPods = [], strangers = false }: ReachabilityOptions,
  around: PodSurroundings,
): readonly Pod[] {
  const named = new Map<string, number>();
  for (const template of templates) {
    const id = idOf(template);
    named.set(id, (named.get(id) ?? 0) + 1);
  }
  return [
    ...templates.map((template) => {
      const id = idOf(template);
      return podOf(template, named.get(id) === 1 ? id : `${id} (${template.object.kind})`, around);
    }),
    ...externalPods.map((pod) => externalPod(pod, around)),
    ...(strangers ? strangersIn(templates, around) : []),
    ...around.imagined.map((pod) => stranger(pod, around)),
  ];
}

function podOf(template: PodTemplate, id: string, around: PodSurroundings): Pod {
  const { object, labels, annotations, serviceAccount, ports, hostNetwork } = template;
  const namespaceLabels = around.namespaces.get(object.namespace) ?? {};
  return {
    type: 'pod',
    id,
    cluster: object.cluster,
    namespace: object.namespace,
    workload: template.workload,
    kind: object.kind,
    labels,
    annotations,
    namespaceLabels,
    serviceAccount,
    ports,
    hostNetwork,
    mesh: hostNetwork ? 'none' : meshModeOf(namespaceLabels, labels, annotations),
    addresses: around.addresses,
    origin: object.origin,
  };
}

function externalPod(pod: ExternalPod, around: PodSurroundings): Pod {
  return {
    type: 'pod',
    id: `${clusterPart(around.cluster)}${pod.namespace}/${pod.name}`,
    cluster: around.cluster,
    namespace: pod.namespace,
    workload: pod.name,
    kind: 'external',
    labels: pod.podLabels,
    annotations: {},
    namespaceLabels: around.namespaces.get(pod.namespace) ?? {},
    serviceAccount: pod.serviceAccount ?? 'default',
    ports: pod.ports ?? [],
    hostNetwork: false,
    mesh: pod.mesh ?? 'none',
    addresses: around.addresses,
    origin: '',
  };
}

/** Pods as they come from `kubectl run`, but for the label that tells them. */
function strangersIn(templates: readonly PodTemplate[], around: PodSurroundings): readonly Pod[] {
  const namespaces = new Set(templates.map(({ object }) => object.namespace));
  return [...namespaces].map((namespace) =>
    stranger({ name: '*', namespace, podLabels: {} }, around),
  );
}

function stranger(known: ExternalPod, around: PodSurroundings): Pod {
  const pod = externalPod(known, around);
  return { ...pod, kind: 'stranger', mesh: meshModeOf(pod.namespaceLabels, pod.labels, {}) };
}

function idOf({ object, workload }: PodTemplate): string {
  return `${clusterPart(object.cluster)}${object.namespace}/${workload}`;
}

function clusterPart(cluster: string): string {
  return cluster === '' ? '' : `${cluster}: `;
}
