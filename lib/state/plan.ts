import type { k8s } from 'cdk8s-plus-28';
import { findSeconds } from '../kubernetes/duration';
import type { StringMap } from '../kubernetes/labels';
import { KUBE_KINDS, kubeManifest } from '../manifest/kube-manifest';
import type { Manifest } from '../manifest/manifest';
import type { PlannedPods, Runner } from '../microservice/runner';
import type {
  FurtherServiceOptions,
  MicroserviceProps,
  ServiceOptions,
} from '../microservice/spec';
import { podSelector } from '../pod/plan';
import type { Volumes } from '../pod/spec';
import { ownVolume } from '../pod/volumes';
import { planClaim } from './claim';
import type { PodClaim, StatefulMicroserviceProps } from './spec';

/** What the name of the Service that gives pods their names ends in. */
export const HEADLESS = '-headless';

/** The Service that gives pods their names: its own, unless that of the microservice's name is headless. */
export function governingService(name: string, props: StatefulMicroserviceProps): string {
  const { service } = props;
  const isHeadless = typeof service === 'object' && service.type === 'Headless';
  return isHeadless ? name : `${name}${HEADLESS}`;
}

/** The pods as those of a microservice: with volumes from their claims, and one more Service. */
export function asMicroservice(name: string, props: StatefulMicroserviceProps): MicroserviceProps {
  const { claims, podManagement, update, minReady, revisionHistoryLimit, ...rest } = props;
  const { retention, peers, ...pods } = rest;
  const governing = governingService(name, props);
  const headless: Readonly<Record<string, FurtherServiceOptions>> =
    governing === name || hasNoPorts(props) ? {} : { [governing]: GOVERNING };
  return {
    ...pods,
    replicas: pods.replicas ?? 1,
    volumes: { ...volumesOf(claims), ...pods.volumes },
    services: { ...headless, ...pods.services },
  };
}

/** Pods find each other before they are ready, as those of a cluster have to. */
const GOVERNING: ServiceOptions = { type: 'Headless', publishNotReadyAddresses: true };

/** Only a headless Service may have no port. */
export function planGoverningService(
  name: string,
  props: StatefulMicroserviceProps,
  labels: StringMap,
): readonly Manifest[] {
  if (!hasNoPorts(props)) return [];
  return [
    kubeManifest('KubeService', {
      metadata: { name: governingService(name, props), labels },
      spec: { clusterIp: 'None', selector: podSelector(name), publishNotReadyAddresses: true },
    }),
  ];
}

function hasNoPorts({ ports = {} }: StatefulMicroserviceProps): boolean {
  return Object.keys(ports).length === 0;
}

function volumesOf(claims: Readonly<Record<string, PodClaim>> = {}): Volumes {
  return Object.fromEntries(
    Object.entries(claims).map(([claim, { mountPath, subPath }]) => [
      claim,
      ownVolume({ mountPath, subPath }),
    ]),
  );
}

/** Runs pods as a StatefulSet. */
export function statefulSet(name: string, props: StatefulMicroserviceProps): Runner {
  const claims = Object.keys(props.claims ?? {});
  return {
    gvk: KUBE_KINDS.KubeStatefulSet,
    ...(claims.length > 0 && { claims: `${alternatives(claims)}-${name}-[0-9]+` }),
    plan: (pods) => planStatefulSet(pods, props),
  };
}

function alternatives(names: readonly string[]): string {
  return names.length === 1 ? names.join() : `(${names.join('|')})`;
}

function planStatefulSet(
  { metadata, selector, replicas, template }: PlannedPods,
  props: StatefulMicroserviceProps,
): Manifest {
  const { podManagement, minReady, revisionHistoryLimit, claims = {}, retention } = props;
  const templates = Object.entries<PodClaim>(claims).map(([claim, spec]) => ({
    // Without these two, a server-side apply finds a difference for ever: argoproj/argo-cd#11143.
    ...KUBE_KINDS.KubePersistentVolumeClaim,
    // No labels: they couldn't be changed any more, and the selector's are added to each claim.
    metadata: { name: claim },
    spec: planClaim(spec),
  }));
  return kubeManifest('KubeStatefulSet', {
    metadata,
    spec: {
      serviceName: governingService(metadata.name, props),
      replicas,
      podManagementPolicy: podManagement === 'parallel' ? 'Parallel' : undefined,
      updateStrategy: planUpdate(props.update),
      minReadySeconds: minReady && findSeconds(minReady),
      revisionHistoryLimit,
      selector: { matchLabels: selector },
      template,
      volumeClaimTemplates: templates.length === 0 ? undefined : templates,
      // What becomes of data is said, so that nobody has to know it.
      persistentVolumeClaimRetentionPolicy:
        templates.length === 0
          ? undefined
          : {
              whenDeleted: retention?.whenDeleted ?? 'Retain',
              whenScaled: retention?.whenScaled ?? 'Retain',
            },
    },
  });
}

function planUpdate(
  update: StatefulMicroserviceProps['update'],
): k8s.StatefulSetUpdateStrategy | undefined {
  if (update === undefined) return undefined;
  return update === 'OnDelete' ? { type: 'OnDelete' } : { rollingUpdate: { ...update } };
}
