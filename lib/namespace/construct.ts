import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { planNamespaceDefaults } from '../access/policies';
import { Environment } from '../environment/environment';
import { createObject, ManifestObject } from '../manifest/manifest-object';
import { setOutputFile } from '../manifest/output-file';
import { planNamespaceObservability } from '../observability/plan';
import { reportProblems } from '../problem/report';
import { judge, readProps } from '../shape/check';
import { idIn } from '../shape/place';
import { checkNamespace } from './check';
import { planNamespace } from './plan';
import type { EnvironmentNamespaceProps } from './spec';

/** Name of a system's namespace in an environment: `online-boutique-qa`. */
export function namespaceName(system: string, environment: string): string {
  return `${system}-${environment}`;
}

/** What it can't do without, in the place of what is wrong and has been reported. */
const STAND_IN = {
  system: 'unnamed',
  environment: {
    name: 'unnamed',
    tier: 'preproduction',
    cluster: { name: 'in-cluster' },
    domain: 'unnamed.invalid',
  },
} as const;

/**
 * The namespace of one system in one environment, with a Pod Security Standard enforced (*restricted*),
 * the mesh's injection label, and the environment's quota and limit range.
 */
export class EnvironmentNamespace extends Construct {
  readonly name: string;
  readonly namespace: ApiObject;
  readonly quota: ApiObject | undefined;
  readonly limitRange: ApiObject | undefined;

  constructor(scope: Construct, id: string, given: EnvironmentNamespaceProps) {
    super(scope, idIn('EnvironmentNamespace', scope, id));
    const readable = readProps('EnvironmentNamespace', given, STAND_IN);
    const { props } = readable;
    const { system, environment, labels, annotations } = props;
    setOutputFile(this, 'namespace.yaml');
    const problems = judge(readable, () => checkNamespace(props));
    // The environment around it has told what is wrong with itself.
    const isTold = Environment.find(this)?.spec === environment;
    reportProblems(
      this,
      isTold ? problems.filter(({ field }) => !field.startsWith('environment.')) : problems,
    );
    this.name = namespaceName(system, environment.name);
    const plan = planNamespace({
      namespace: this.name,
      system,
      labels: { ...environment.labels, ...labels },
      annotations: annotations ?? {},
      mesh: environment.mesh,
      podSecurity: props.podSecurity ?? environment.podSecurity ?? 'restricted',
      quota: props.quota ?? environment.quota,
      containerLimits: props.containerLimits ?? environment.containerLimits,
      people: environment.people,
    });
    this.namespace = new ManifestObject(this, 'Namespace', plan.namespace);
    this.quota = plan.quota && new ManifestObject(this, 'ResourceQuota', plan.quota);
    this.limitRange = plan.limitRange && new ManifestObject(this, 'LimitRange', plan.limitRange);
    const others = [
      ...plan.rbac,
      ...planNamespaceDefaults(environment, plan.labels),
      ...planNamespaceObservability(
        { name: system, namespace: this.name, labels: plan.labels },
        environment,
        plan.quota !== undefined,
      ),
    ];
    for (const manifest of others) createObject(this, manifest);
  }
}
