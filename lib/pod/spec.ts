import type { k8s } from 'cdk8s-plus-28';
import type { Duration } from '../kubernetes/duration';
import type { StringMap } from '../kubernetes/labels';
import type { ExtraContainerSpec } from './container';
import type { Scheduling } from './scheduling';
import type { EndingSidecarSpec, SidecarSpec } from './sidecars';
import type { Volume } from './volumes';

/** How a pod leaves. */
export interface Shutdown {
  /**
   * How long the pod goes on serving after it has been taken out of its Services, so that nobody is sent
   * to a closed port meanwhile. Runs `sleep` in the main container, and in sidecars that start with it and have no
   * `lifecycle.preStop`: write 'none' where the image has no such program, or where the program itself waits.
   * @default '5s' where it, or a sidecar that starts with it, has ports; 'none' without, and where `lifecycle.preStop` is given
   */
  readonly delay?: Duration | 'none';
  /** From the first notice to the kill, `delay` included. @default '30s' */
  readonly gracePeriod?: Duration;
}

/** Fields of a pod that rarely anyone needs. */
export type OtherPodFields = Pick<
  k8s.PodSpec,
  | 'hostIpc'
  | 'hostNetwork'
  | 'hostPid'
  | 'hostUsers'
  | 'hostname'
  | 'nodeName'
  | 'os'
  | 'overhead'
  | 'preemptionPolicy'
  | 'readinessGates'
  | 'resourceClaims'
  | 'schedulingGates'
  | 'setHostnameAsFqdn'
  | 'shareProcessNamespace'
  | 'subdomain'
>;

/** What belongs to the pod as a whole, whatever workload it is part of. */
export interface PodOptions {
  /** Name of the main container. @default the workload's name */
  readonly containerName?: string;
  /** Run one after the other before the main container, in this order. @default none */
  readonly initContainers?: Readonly<Record<string, ExtraContainerSpec>>;
  /** Run as long as the main container; `starts` says from when on. @default none */
  readonly sidecars?: Readonly<Record<string, SidecarSpec>>;
  readonly shutdown?: Shutdown;
  readonly scheduling?: Scheduling;
  /** Added to, or put in the place of, the *restricted* defaults. */
  readonly securityContext?: k8s.PodSecurityContext;
  /** Names of Secrets with the registry's credentials. @default none */
  readonly imagePullSecrets?: readonly string[];
  /** @default 'ClusterFirst' */
  readonly dnsPolicy?: 'ClusterFirst' | 'ClusterFirstWithHostNet' | 'Default' | 'None';
  readonly dnsConfig?: k8s.PodDnsConfig;
  /** Further lines of /etc/hosts. @default none */
  readonly hostAliases?: readonly k8s.HostAlias[];
  /** Added to the pods' labels; those that selectors use can't be changed. @default none */
  readonly labels?: StringMap;
  /** @default none */
  readonly annotations?: StringMap;
  /** Further fields of the pod, in Kubernetes' own words. @default none */
  readonly other?: OtherPodFields;
  /**
   * Environment variables for every Service of the namespace: names that nobody declared.
   * @default false
   */
  readonly enableServiceLinks?: boolean;
}

/** What belongs to a pod that does its work and ends. */
export interface EndingPodOptions extends PodOptions {
  /** Ended when the main container has ended. @default none */
  readonly sidecars?: Readonly<Record<string, EndingSidecarSpec>>;
}

/** Volumes by name. */
export type Volumes = Readonly<Record<string, Volume>>;
