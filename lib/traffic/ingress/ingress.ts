import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { createObject } from '../../manifest/manifest-object';
import { reportProblems } from '../../problem/report';
import { judgeProps, plainProps } from '../../shape/check';
import { idIn } from '../../shape/place';
import { checkIngress } from './ingress-check';
import { planIngress } from './ingress-plan';
import type { IngressProps } from './ingress-spec';

/**
 * Kubernetes' Ingress: which requests from outside go where. Its id in the tree is its kind and name; where
 * `tls` asks for a certificate, cert-manager's Certificate is made, too. Mistakes don't throw: they are
 * reported when the tree is synthesized.
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/
 */
export class Ingress extends Construct {
  readonly name: string;
  /** Undefined when the spec is wrong. */
  readonly object: ApiObject | undefined;
  /** From cert-manager, one for each part of `tls` that asks for it. */
  readonly certificates: readonly ApiObject[];

  constructor(scope: Construct, name: string, given: IngressProps) {
    super(scope, idIn('Ingress', scope, name, 'Ingress'));
    const props = plainProps('Ingress', given);
    this.name = name;
    const problems = judgeProps('Ingress', props, () =>
      checkIngress(name, props, Chart.of(this).namespace),
    );
    reportProblems(this, problems);
    this.certificates = [];
    if (problems.length > 0) return;
    const plan = planIngress(name, props);
    this.object = createObject(this, plan.ingress);
    this.certificates = plan.certificates.map((manifest) => createObject(this, manifest));
  }
}
