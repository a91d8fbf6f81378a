import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Environment } from '../../environment/environment';
import { istioGatewayPods } from '../../environment/ingress';
import { createObject } from '../../manifest/manifest-object';
import { reportProblems } from '../../problem/report';
import { judgeProps, plainProps } from '../../shape/check';
import { idIn } from '../../shape/place';
import { checkIstioGateway } from './gateway-check';
import { planIstioGateway } from './gateway-plan';
import type { IstioGatewayProps } from './gateway-spec';

/**
 * Istio's Gateway: what a gateway's pods listen for. Its id in the tree is its kind and name; where a server
 * asks for a certificate, cert-manager's Certificate is made, too, in the namespace of the gateway's pods.
 * Mistakes don't throw: they are reported when the tree is synthesized.
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/
 */
export class IstioGateway extends Construct {
  readonly name: string;
  readonly namespace: string | undefined;
  /** Undefined when the spec is wrong. */
  readonly object: ApiObject | undefined;
  /** From cert-manager, one for each server that asks for it. */
  readonly certificates: readonly ApiObject[];

  constructor(scope: Construct, name: string, given: IstioGatewayProps) {
    super(scope, idIn('IstioGateway', scope, name, 'IstioGateway'));
    const props = plainProps('IstioGateway', given);
    this.name = name;
    const { namespace } = Chart.of(this);
    this.namespace = namespace;
    const problems = judgeProps('IstioGateway', props, () => checkIstioGateway(name, props));
    reportProblems(this, problems);
    this.certificates = [];
    if (problems.length > 0) return;
    const pods = istioGatewayPods(Environment.find(this)?.spec ?? {});
    const plan = planIstioGateway(name, props, { namespace, pods });
    this.object = createObject(this, plan.gateway);
    this.certificates = plan.certificates.map((manifest) => createObject(this, manifest));
  }
}
