import type { ExposureKind } from '../kubernetes/exposure';
import type { ImagePolicy } from '../kubernetes/image-policy';
import type { StringMap } from '../kubernetes/labels';
import type { Cpu, Size } from '../kubernetes/quantity';
import type { Allotment } from '../pod/resources';
import type { SpreadDomain } from '../pod/scheduling';
import type { AccessSpec } from './access';
import type { DnsSpec, IngressSpec } from './ingress';
import type { ObservabilitySpec } from './observability';
import type { PreviewsSpec } from './previews';
import type { SecretsSpec } from './secrets';
import type { SyncSpec } from './sync';

/** How serious an environment is. */
export type Tier = 'preproduction' | 'production';

/** A cluster, as Argo CD and DNS know it. */
export interface Cluster {
  /** Name under which Argo CD knows the cluster; `in-cluster` is the one it runs in. */
  readonly name: string;
  /** Domain of the cluster's DNS. @default 'cluster.local' */
  readonly dnsDomain?: string;
}

/**
 * What all pods of a namespace may use together.
 * @see https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export interface Quota {
  /** Sum of requests, and of limits. @default unlimited */
  readonly cpu?: Allotment<Cpu>;
  /** Sum of requests, and of limits. @default unlimited */
  readonly memory?: Allotment<Size>;
  /** @default unlimited */
  readonly pods?: number;
  /** @default unlimited */
  readonly loadBalancers?: number;
  /** Any other resource, in Kubernetes' own words: `persistentvolumeclaims`. @default none */
  readonly other?: Readonly<Record<string, number | Size>>;
}

/**
 * What a container gets that says nothing itself, and the most that it may say.
 * @see https://kubernetes.io/docs/concepts/policy/limit-range/
 */
export interface ContainerLimits {
  readonly default: { readonly cpu: Allotment<Cpu>; readonly memory: Allotment<Size> };
  /** @default unlimited */
  readonly max?: { readonly cpu?: Cpu; readonly memory?: Size };
}

/** One environment, as data: where systems run, and what holds for all of them there. */
export interface EnvironmentSpec<Name extends string = string, From extends string = string> {
  /** DNS label; the last part of every namespace there. */
  readonly name: Name;
  readonly tier: Tier;
  /** The environment whose images come here by promotion. @default none, the first of the order */
  readonly promotedFrom?: From;
  readonly cluster: Cluster;
  /** Public DNS domain: hosts are made below it. */
  readonly domain: string;
  /** Service mesh that every pod joins. @default none */
  readonly mesh?: Mesh;
  /** Through what it is reached from outside. @default the mesh's gateway, or else NGINX Ingresses */
  readonly ingress?: IngressSpec;
  /** How external-dns makes hosts known. */
  readonly dns?: DnsSpec;
  /** Pod Security Standard that each system's namespace enforces. @default 'restricted' */
  readonly podSecurity?: PodSecurity;
  /** Ways in which something may be reached from outside; none if empty. @default all */
  readonly exposure?: readonly ExposureKind[];
  /** Which images may run. What is pinned is told elsewhere. @default any that has a version */
  readonly imagePolicy?: ImagePolicy;
  /** What microservices have that say nothing themselves. */
  readonly defaults?: {
    /** @default 1 in preproduction, 2 in production */
    readonly replicas?: number;
    /** @default node and zone */
    readonly spread?: readonly SpreadDomain[];
    /** Whether the Vertical Pod Autoscaler recommends requests, and changes nothing. @default false */
    readonly recommendResources?: boolean;
  };
  /** For each system's namespace. @default no quota */
  readonly quota?: Quota;
  /** For each system's namespace. @default no limit range */
  readonly containerLimits?: ContainerLimits;
  /** How access is enforced, and what the cluster's own pods are called. */
  readonly access?: AccessSpec;
  /**
   * Why feature branches may run in production, in words; elsewhere they may anyway.
   * @default not in production
   */
  readonly featureBranches?: { readonly allow: string };
  /**
   * A copy of this environment for each open pull request, in namespaces `<system>-<name>-<number>`. The
   * environment itself runs nowhere then. @default none: it runs, as it is
   */
  readonly previews?: PreviewsSpec;
  /** How Argo CD brings the manifests to the cluster. */
  readonly sync?: SyncSpec;
  /** How what runs here is watched. @default not by this */
  readonly observability?: ObservabilitySpec;
  /** Where its secrets are kept, for what asks for some without naming a store. @default nowhere */
  readonly secrets?: SecretsSpec;
  /** Who of the people may look, and who may step in. @default nobody by this */
  readonly people?: People;
  /** Labels of each system's namespace. @default none */
  readonly labels?: StringMap;
}

/** A service mesh that puts its proxy beside every container of a namespace. */
export interface Mesh {
  readonly kind: 'istio';
  /** Revision of the control plane. @default the default one */
  readonly revision?: string;
}

/** @see https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export type PodSecurity = 'restricted' | 'baseline' | 'privileged';

/** Groups of people, as the cluster's authentication names them. */
export interface People {
  /** May read everything but Secrets. @default none */
  readonly readers?: readonly string[];
  /** May read, and restart, scale, look into pods and promote releases. @default none */
  readonly onCall?: readonly string[];
}

/** Pinned images: `online-boutique/frontend` to an image with its tag or digest. */
export type ImagePins = Readonly<Record<string, string>>;
