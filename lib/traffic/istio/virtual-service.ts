import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Environment } from '../../environment/environment';
import { judgeProps, plainProps } from '../../shape/check';
import { idIn } from '../../shape/place';
import { createChecked } from '../object';
import { checkVirtualService } from './virtual-service-check';
import { planVirtualService } from './virtual-service-plan';
import type { VirtualServiceProps } from './virtual-service-spec';

/**
 * Istio's VirtualService: which requests go where. Its id in the tree is its kind and name. Mistakes don't
 * throw: they are reported when the tree is synthesized.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/
 */
export class VirtualService extends Construct {
  readonly name: string;
  readonly namespace: string | undefined;
  /** Undefined when the spec is wrong. */
  readonly object: ApiObject | undefined;

  constructor(scope: Construct, name: string, given: VirtualServiceProps) {
    super(scope, idIn('VirtualService', scope, name, 'VirtualService'));
    const props = plainProps('VirtualService', given);
    this.name = name;
    this.namespace = Chart.of(this).namespace;
    const isProduction = Environment.find(this)?.isProduction ?? false;
    this.object = createChecked(
      this,
      judgeProps('VirtualService', props, () => checkVirtualService(name, props, isProduction)),
      (namespace) => planVirtualService(name, props, namespace),
    );
  }
}
