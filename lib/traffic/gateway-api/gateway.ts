import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { createObject } from '../../manifest/manifest-object';
import { reportProblems } from '../../problem/report';
import { judgeProps, plainProps } from '../../shape/check';
import { idIn } from '../../shape/place';
import { checkGateway } from './gateway-check';
import { planGateway } from './gateway-plan';
import type { GatewayProps } from './gateway-spec';

/**
 * The Gateway API's Gateway: what is listened for. Its id in the tree is its kind and name; where a listener
 * asks for a certificate, cert-manager's Certificate is made, too. Mistakes don't throw: they are reported
 * when the tree is synthesized.
 * @see https://gateway-api.sigs.k8s.io/api-types/gateway/
 */
export class Gateway extends Construct {
  readonly name: string;
  readonly namespace: string | undefined;
  /** Undefined when the spec is wrong. */
  readonly object: ApiObject | undefined;
  /** From cert-manager, one for each listener that asks for it. */
  readonly certificates: readonly ApiObject[];

  constructor(scope: Construct, name: string, given: GatewayProps) {
    super(scope, idIn('Gateway', scope, name, 'Gateway'));
    const props = plainProps('Gateway', given);
    this.name = name;
    this.namespace = Chart.of(this).namespace;
    const problems = judgeProps('Gateway', props, () => checkGateway(name, props));
    reportProblems(this, problems);
    this.certificates = [];
    if (problems.length > 0) return;
    const plan = planGateway(name, props);
    this.object = createObject(this, plan.gateway);
    this.certificates = plan.certificates.map((manifest) => createObject(this, manifest));
  }
}
