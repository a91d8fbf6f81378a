import type { k8s } from 'cdk8s-plus-28';
import type { ContainerLimits, Mesh, People, PodSecurity, Quota } from '../environment/spec';
import { recommendedLabels, type StringMap } from '../kubernetes/labels';
import { kubeManifest } from '../manifest/kube-manifest';
import type { Manifest } from '../manifest/manifest';
import { boundsOf, quantities } from '../pod/resources';
import { planDeployer, planPeople } from './rbac';

/** What a system's namespace in an environment is made of. */
export interface NamespacePlanInput {
  /** `online-boutique-qa` */
  readonly namespace: string;
  /** `online-boutique` */
  readonly system: string;
  readonly labels: StringMap;
  readonly annotations: StringMap;
  readonly mesh: Mesh | undefined;
  readonly podSecurity: PodSecurity;
  readonly quota: Quota | undefined;
  readonly containerLimits: ContainerLimits | undefined;
  readonly people: People | undefined;
}

/** The objects of a namespace as a whole. */
export interface NamespacePlan {
  /** Labels of what belongs to the namespace as a whole. */
  readonly labels: StringMap;
  readonly namespace: Manifest;
  readonly quota: Manifest | undefined;
  readonly limitRange: Manifest | undefined;
  /** Who may deploy, look and step in. */
  readonly rbac: readonly Manifest[];
}

/** Namespace, ResourceQuota and LimitRange; the last two only where the environment sets them. */
export function planNamespace(input: NamespacePlanInput): NamespacePlan {
  const { namespace, system, quota, containerLimits } = input;
  const labels = recommendedLabels({ name: system, instance: namespace, partOf: system });
  const metadata = { name: system, namespace, labels };
  return {
    labels,
    namespace: kubeManifest('KubeNamespace', {
      metadata: {
        name: namespace,
        labels: {
          ...input.labels,
          ...labels,
          ...meshLabels(input.mesh),
          'pod-security.kubernetes.io/enforce': input.podSecurity,
        },
        ...(Object.keys(input.annotations).length > 0 && { annotations: input.annotations }),
      },
    }),
    quota: quota && planQuota(quota, metadata),
    limitRange: containerLimits && planLimitRange(containerLimits, metadata),
    rbac: [...planDeployer(namespace, labels), ...planPeople(input.people, labels)],
  };
}

/** @see https://istio.io/latest/docs/setup/additional-setup/sidecar-injection/ */
function meshLabels(mesh: Mesh | undefined): StringMap {
  if (mesh === undefined) return {};
  return mesh.revision === undefined
    ? { 'istio-injection': 'enabled' }
    : { 'istio.io/rev': mesh.revision };
}

function planQuota(quota: Quota, metadata: k8s.ObjectMeta): Manifest {
  const { cpu, memory, pods, loadBalancers, other = {} } = quota;
  const cpuBounds = cpu === undefined ? undefined : boundsOf<string | number>(cpu);
  const memoryBounds = memory === undefined ? undefined : boundsOf<string | number>(memory);
  return kubeManifest('KubeResourceQuota', {
    metadata,
    spec: {
      hard: quantities([
        ['requests.cpu', cpuBounds?.request],
        ['limits.cpu', cpuBounds?.limit],
        ['requests.memory', memoryBounds?.request],
        ['limits.memory', memoryBounds?.limit],
        ['pods', pods],
        ['services.loadbalancers', loadBalancers],
        ...Object.entries(other),
      ]),
    },
  });
}

function planLimitRange(limits: ContainerLimits, metadata: k8s.ObjectMeta): Manifest {
  const cpu = boundsOf<string | number>(limits.default.cpu);
  const memory = boundsOf<string | number>(limits.default.memory);
  return kubeManifest('KubeLimitRange', {
    metadata,
    spec: {
      limits: [
        {
          type: 'Container',
          default: quantities([
            ['cpu', cpu.limit],
            ['memory', memory.limit],
          ]),
          defaultRequest: quantities([
            ['cpu', cpu.request],
            ['memory', memory.request],
          ]),
          max: quantities([
            ['cpu', limits.max?.cpu],
            ['memory', limits.max?.memory],
          ]),
        },
      ],
    },
  });
}
