import type { EnvironmentSpec, PodSecurity } from '../environment/spec';
import type { StringMap } from '../kubernetes/labels';

/** What a system may say about its namespace. */
export interface NamespaceOptions {
  /** @default the environment's */
  readonly quota?: EnvironmentSpec['quota'];
  /** @default the environment's */
  readonly containerLimits?: EnvironmentSpec['containerLimits'];
  /** Pod Security Standard that the namespace enforces. @default the environment's */
  readonly podSecurity?: PodSecurity;
  /** @default none */
  readonly annotations?: StringMap;
  /** Added to the environment's. @default none */
  readonly labels?: StringMap;
}

/** What a namespace is made for. */
export interface EnvironmentNamespaceProps extends NamespaceOptions {
  /** The system: `online-boutique`. */
  readonly system: string;
  readonly environment: EnvironmentSpec;
}
