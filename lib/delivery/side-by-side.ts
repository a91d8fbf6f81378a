import type { IngressSpec } from '../environment/ingress';
import type { StringMap } from '../kubernetes/labels';
import type { DeploymentRelease } from './deployment-release';

/** One of the two versions of a blue-green release by Deployments. */
export type Color = 'blue' | 'green';

/** What each release by two Deployments can have. */
interface SideBySideOptions {
  /** How the pods of one version follow their image. @default rollingUpdate() */
  readonly each?: DeploymentRelease;
}

/** What `blueGreenByService()` and `blueGreenByIngress()` take. */
export interface BlueGreenDeploymentsOptions extends SideBySideOptions {
  /** The version that has the traffic: what a switch changes, and a rollback changes back. */
  readonly active: Color;
  /** Pinned by a tag or a digest. @default the environment's pins, `<system>/<name>-blue` and `-green` */
  readonly images?: { readonly [version in Color]?: string };
}

/** What any canary by two Deployments takes. */
interface CanaryDeploymentsOptions extends SideBySideOptions {
  /** Of the new version, pinned by a tag or a digest. @default the environment's pin, `<system>/<name>-canary` */
  readonly image?: string;
}

/** What `canaryByIngress()` takes. */
export interface CanaryByIngressOptions extends CanaryDeploymentsOptions {
  /** Part of the requests from outside that the new version gets, in percent, 0 to 100. */
  readonly weight: number;
  /** Pods of the new version; its autoscaler is left out then. @default as the stable version */
  readonly replicas?: number;
}

/** What `canaryByReplicas()` takes. */
export interface CanaryByReplicasOptions extends CanaryDeploymentsOptions {
  /** Pods of the new version, from 0, beside the `replicas` of the stable one. */
  readonly replicas: number;
}

/** Two Deployments, of which one has all traffic. */
export interface BlueGreenDeployments extends BlueGreenDeploymentsOptions {
  readonly kind: 'blue-green-by-service' | 'blue-green-by-ingress';
}

/** Two Deployments, of which the new one gets a part of the requests from outside. */
export interface CanaryByIngress extends CanaryByIngressOptions {
  readonly kind: 'canary-by-ingress';
}

/** Two Deployments behind one Service: traffic goes as the numbers of pods do. */
export interface CanaryByReplicas extends CanaryByReplicasOptions {
  readonly kind: 'canary-by-replicas';
}

/** Two versions as Deployments of their own, which a person switches by a commit. */
export type SideBySideRelease = BlueGreenDeployments | CanaryByIngress | CanaryByReplicas;

/** One of the versions that run side by side. */
export interface SideBySideVersion {
  /** Value of its pods' label `version`, and end of its objects' names: `blue`, `canary`. */
  readonly version: string;
  /** End of the key of its pin: `-blue`; empty for the stable version. */
  readonly pin: string;
  /** Where its image may be named, and what stands there. */
  readonly field: string;
  readonly image: string | undefined;
}

/**
 * Blue-green without a controller: the Deployments `NAME-blue` and `NAME-green`, and a Service that selects the
 * active one. A change of `active` moves all traffic, and the reverse line moves it back.
 * @see https://kubernetes.io/docs/concepts/workloads/management/#canary-deployments
 */
export function blueGreenByService(options: BlueGreenDeploymentsOptions): BlueGreenDeployments {
  return { kind: 'blue-green-by-service', ...options };
}

/**
 * Blue-green without a controller, and by the route of `exposed`, too: what comes from outside goes to the
 * active version's own Service, so that open connections don't stay with the other one.
 */
export function blueGreenByIngress(options: BlueGreenDeploymentsOptions): BlueGreenDeployments {
  return { kind: 'blue-green-by-ingress', ...options };
}

/**
 * A canary without a controller: the Deployments `NAME-stable` and `NAME-canary`, and a part of what comes in by
 * `exposed` for the new one: a second Ingress with NGINX's weight, or weights of the route. Callers inside of
 * the cluster stay with the stable version.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary
 */
export function canaryByIngress(options: CanaryByIngressOptions): CanaryByIngress {
  return { kind: 'canary-by-ingress', ...options };
}

/**
 * A canary without a controller and without a router: the Deployments `NAME-stable` and `NAME-canary` behind
 * one Service, which spreads all traffic over the pods of both.
 */
export function canaryByReplicas(options: CanaryByReplicasOptions): CanaryByReplicas {
  return { kind: 'canary-by-replicas', ...options };
}

const KINDS = [
  'blue-green-by-service',
  'blue-green-by-ingress',
  'canary-by-ingress',
  'canary-by-replicas',
] as const satisfies readonly SideBySideRelease['kind'][];

/** Whether a release is two Deployments instead of one. */
export function isSideBySide(
  release: { readonly kind: string } | undefined,
): release is SideBySideRelease {
  const kind = release?.kind;
  return kind !== undefined && KINDS.some((one) => one === kind);
}

/** Both versions, the one first that callers inside of the cluster get. */
export function versionsOf(release: SideBySideRelease): readonly SideBySideVersion[] {
  if (!isBlueGreen(release))
    return [
      { version: 'stable', pin: '', field: 'image', image: undefined },
      { version: 'canary', pin: '-canary', field: 'release.image', image: release.image },
    ];
  const { active, images = {} } = release;
  const colors = active === 'green' ? (['green', 'blue'] as const) : (['blue', 'green'] as const);
  return colors.map((version) => ({
    version,
    pin: `-${version}`,
    field: `release.images.${version}`,
    image: images[version],
  }));
}

/** Whether one of the versions has everything. */
export function isBlueGreen(release: SideBySideRelease): release is BlueGreenDeployments {
  return release.kind === 'blue-green-by-service' || release.kind === 'blue-green-by-ingress';
}

/** Labels by which the Service of the workload's name selects, beside those of all versions. */
export function mainSelector(release: SideBySideRelease): StringMap {
  if (release.kind === 'canary-by-replicas') return {};
  return { version: isBlueGreen(release) ? release.active : 'stable' };
}

/** Versions that have a Service of their own, `NAME-VERSION`; in an order that no switch changes. */
export function versionsWithService(release: SideBySideRelease): readonly string[] {
  if (isBlueGreen(release)) return ['blue', 'green'];
  return release.kind === 'canary-by-ingress' ? ['canary'] : [];
}

/** A version to which requests from outside go. */
export interface RoutedVersion {
  /** End of the name of its Service. @default none: the Service of the workload's name */
  readonly version?: string;
  /** Part of the requests in percent. @default all */
  readonly weight?: number;
}

/** Where requests from outside go. */
export function routedVersions(release: SideBySideRelease): readonly RoutedVersion[] {
  if (release.kind === 'blue-green-by-ingress') return [{ version: release.active }];
  if (release.kind !== 'canary-by-ingress') return [{}];
  const { weight } = release;
  return [{ weight: 100 - weight }, { version: 'canary', weight }];
}

/** Ways in that can send a part of the requests to another Service. */
export const WEIGHTED_WAYS_IN = [
  'istio',
  'gateway-api',
  'nginx',
] as const satisfies readonly IngressSpec['kind'][];

/** The number of pods of a version, or its autoscaler's bounds. */
export function scalingOf<Scaling>(
  release: SideBySideRelease,
  version: string,
  scaling: number | Scaling,
): number | Scaling {
  if (isBlueGreen(release) || version !== 'canary') return scaling;
  return release.replicas ?? scaling;
}
