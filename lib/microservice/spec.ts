import type { k8s } from 'cdk8s-plus-28';
import type { Grant } from '../access/grants';
import type { KedaScaling } from '../autoscaling/keda';
import type { Config } from '../config/spec';
import type { PodShare } from '../delivery/pod-share';
import type { Release } from '../delivery/release';
import type { Endpoint } from '../endpoint/endpoint';
import type { StringMap } from '../kubernetes/labels';
import type { MicroserviceObservability, ScrapeOptions } from '../observability/spec';
import type { ContainerSpec } from '../pod/container';
import type { PodOptions, Volumes } from '../pod/spec';
import type { Exposed } from '../traffic/exposed/spec';

/** What all that has pods says of them: services, stores, daemons, tasks. */
export interface WorkloadProps<P extends string = string> extends ContainerSpec<P> {
  /** Pinned by a tag or a digest. @default the environment's pin, `<system>/<name>` */
  readonly image?: string;
  /** Configuration of its own; a change of it rolls the pods. @default none */
  readonly config?: Config;
  /** Volumes by name. @default none */
  readonly volumes?: Volumes;
  /** Everything else about its pods. */
  readonly pod?: PodOptions;
  /** @default one of its name, without a token */
  readonly serviceAccount?: ServiceAccountOptions;
  /** What it calls beside the endpoints in `env` and `config`. @default none */
  readonly calls?: readonly Endpoint[];
  /** What its pods may do with the Kubernetes API, in their namespace. @default nothing, and no token */
  readonly grants?: readonly Grant[];
  /** Label `app.kubernetes.io/component`: `database`, `cache`. @default none */
  readonly component?: string;
  /** Labels of all its objects. @default none */
  readonly labels?: StringMap;
  /** Annotations of its workload. @default none */
  readonly annotations?: StringMap;
}

/** What goes on running says beside: how it is reached and watched. */
export interface ServingProps<P extends string = string> extends WorkloadProps<P> {
  /** The Service of its name. @default ClusterIP with all ports; none without ports */
  readonly service?: ServiceOptions<NoInfer<P>> | 'none';
  /** Further Services for the same pods, by name. @default none */
  readonly services?: Readonly<Record<string, FurtherServiceOptions<NoInfer<P>>>>;
  /** How it is reached from outside, by what the environment has for it. @default not at all */
  readonly exposed?: Exposed<NoInfer<P>>;
  /** The port that Prometheus scrapes, and where on it. @default none */
  readonly metrics?: ScrapeOptions & { readonly port: NoInfer<P> };
  /** What it promises, and what its environment's `observability` leaves out of it. @default as the environment says */
  readonly observability?: MicroserviceObservability | 'none';
  /**
   * Whether the Vertical Pod Autoscaler recommends requests for its pods, and changes nothing.
   * @default the environment's
   */
  readonly recommendResources?: boolean;
}

/** One deployable, long-running service. */
export interface MicroserviceProps<P extends string = string> extends ServingProps<P> {
  /** A fixed number of pods from 0, an autoscaler's bounds, or keda(). @default the environment's */
  readonly replicas?: number | Scaling;
  /**
   * How many pods a drain may take at a time.
   * @default one at a time with two replicas or more, none with fewer
   */
  readonly disruptionBudget?: DisruptionBudget | 'none';
  /** How a new version replaces the old one. @default rollingUpdate() */
  readonly release?: Release;
}

/**
 * Bounds of an autoscaler, and what it goes by; at least one metric.
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
 */
export interface Autoscaling {
  readonly kind?: never;
  /** At least 1. */
  readonly min: number;
  /** At least `min`. */
  readonly max: number;
  /** Wanted use of the requested CPU, in percent. @default not regarded */
  readonly cpuPercent?: number;
  /** Wanted use of the requested memory, in percent. @default not regarded */
  readonly memoryPercent?: number;
  /** From podsMetric(), objectMetric(), externalMetric(). @default none */
  readonly metrics?: readonly k8s.MetricSpecV2[];
  /** Speed of scaling up and down. @default Kubernetes' own */
  readonly behavior?: k8s.HorizontalPodAutoscalerBehaviorV2;
  /** Annotations of the HorizontalPodAutoscaler. @default none */
  readonly annotations?: StringMap;
}

/** Who decides on the number of pods: Kubernetes' autoscaler, or KEDA. */
export type Scaling = Autoscaling | KedaScaling;

/** Either how many may be away, or how many must be there. */
export type DisruptionBudget = DisruptionBudgetOptions &
  (
    | { readonly maxUnavailable: PodShare; readonly minAvailable?: never }
    | { readonly minAvailable: PodShare; readonly maxUnavailable?: never }
  );

/** What a disruption budget says beside. */
export interface DisruptionBudgetOptions {
  /** Annotations of the PodDisruptionBudget. @default none */
  readonly annotations?: StringMap;
}

/** Fields of a Service that rarely anyone needs. */
export type OtherServiceFields = Pick<
  k8s.ServiceSpec,
  | 'allocateLoadBalancerNodePorts'
  | 'externalIPs'
  | 'healthCheckNodePort'
  | 'ipFamilies'
  | 'loadBalancerIp'
  | 'sessionAffinityConfig'
>;

/** One Service in front of a microservice's pods. */
export interface ServiceOptions<P extends string = string> {
  /** `Headless` is a ClusterIP Service without an address of its own. @default 'ClusterIP' */
  readonly type?: 'ClusterIP' | 'Headless' | 'LoadBalancer' | 'NodePort';
  /** Ports by name. @default all */
  readonly ports?: readonly P[];
  /** Ports of the nodes, by port name, for NodePort and LoadBalancer. @default picked by the cluster */
  readonly nodePorts?: Readonly<Partial<Record<P, number>>>;
  /**
   * Address inside of the cluster, free and in the cluster's range for Services; what exists can't change it.
   * @default picked by the cluster
   */
  readonly clusterIP?: string;
  readonly annotations?: StringMap;
  readonly labels?: StringMap;
  /** @default none */
  readonly sessionAffinity?: 'ClientIP';
  /** @default 'Local' with `loadBalancerSourceRanges`, so that pods see who calls; else Kubernetes' own: Cluster */
  readonly externalTrafficPolicy?: 'Cluster' | 'Local';
  readonly internalTrafficPolicy?: 'Cluster' | 'Local';
  readonly loadBalancerClass?: string;
  /** CIDRs from which a load balancer takes traffic. @default everywhere */
  readonly loadBalancerSourceRanges?: readonly string[];
  /** Lists pods that aren't ready, too. @default false */
  readonly publishNotReadyAddresses?: boolean;
  readonly ipFamilyPolicy?: 'SingleStack' | 'PreferDualStack' | 'RequireDualStack';
  /** Further fields of the Service, in Kubernetes' own words. @default none */
  readonly other?: OtherServiceFields;
}

/** A Service beside the one of the microservice's name. */
export interface FurtherServiceOptions<P extends string = string> extends ServiceOptions<P> {
  /** Its own numbers of ports, by port name: `{ http: 443 }`. @default those of `ports` */
  readonly portNumbers?: Readonly<Partial<Record<P, number>>>;
}

/** Identity of the pods towards the cluster: an account that is made, or one that exists already. */
export type ServiceAccountOptions = OwnServiceAccount | ExistingServiceAccount;

/** An account of the microservice's name. */
export interface OwnServiceAccount {
  readonly existing?: never;
  /** For workload identity of a cloud. @default none */
  readonly annotations?: StringMap;
  /** Beside those of all its objects. @default none */
  readonly labels?: StringMap;
  /**
   * Names of Secrets with the registry's credentials, for pods of the account that name none themselves.
   * @default none
   */
  readonly imagePullSecrets?: readonly string[];
  /** Puts a token for the Kubernetes API into the pods. @default only with `grants` */
  readonly mountToken?: boolean;
}

/** An account that somebody else makes. */
export interface ExistingServiceAccount {
  readonly existing: string;
  readonly annotations?: never;
  readonly labels?: never;
  readonly imagePullSecrets?: never;
  /** Puts a token for the Kubernetes API into the pods. @default only with `grants` */
  readonly mountToken?: boolean;
}
