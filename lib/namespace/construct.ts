import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { EnvironmentSpec } from '../environment/spec';
import type { StringMap } from '../kubernetes/labels';
import { setOutputFile } from '../manifest/output-file';
import { planNamespace } from './plan';

/** What a system may say about its namespace. */
export interface NamespaceOptions {
  /** @default the environment's */
  readonly quota?: EnvironmentSpec['quota'];
  /** @default the environment's */
  readonly containerLimits?: EnvironmentSpec['containerLimits'];
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

/** Name of a system's namespace in an environment: `online-boutique-qa`. */
export function namespaceName(system: string, environment: string): string {
  return `${system}-${environment}`;
}

/**
 * The namespace of one system in one environment, with the *restricted* Pod Security Standard enforced,
 * the mesh's injection label, and the environment's quota and limit range.
 */
export class EnvironmentNamespace extends Construct {
  readonly name: string;
  readonly namespace: ApiObject;
  readonly quota: ApiObject | undefined;
  readonly limitRange: ApiObject | undefined;

  constructor(scope: Construct, id: string, props: EnvironmentNamespaceProps) {
    super(scope, id);
    const { system, environment, labels, annotations } = props;
    setOutputFile(this, 'namespace.yaml');
    this.name = namespaceName(system, environment.name);
    const plan = planNamespace({
      namespace: this.name,
      system,
      labels: { ...environment.labels, ...labels },
      annotations: annotations ?? {},
      mesh: environment.mesh,
      quota: props.quota ?? environment.quota,
      containerLimits: props.containerLimits ?? environment.containerLimits,
    });
    this.namespace = new ApiObject(this, 'Namespace', plan.namespace);
    this.quota = plan.quota && new ApiObject(this, 'ResourceQuota', plan.quota);
    this.limitRange = plan.limitRange && new ApiObject(this, 'LimitRange', plan.limitRange);
  }
}
