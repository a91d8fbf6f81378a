import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { judgeProps, plainProps } from '../../shape/check';
import { idIn } from '../../shape/place';
import { createChecked } from '../object';
import { checkHttpRoute } from './http-route-check';
import { planHttpRoute } from './http-route-plan';
import type { HttpRouteProps } from './http-route-spec';

/**
 * The Gateway API's HTTPRoute: which requests go where. Its id in the tree is its kind and name. Mistakes
 * don't throw: they are reported when the tree is synthesized.
 * @see https://gateway-api.sigs.k8s.io/api-types/httproute/
 */
export class HttpRoute extends Construct {
  readonly name: string;
  /** Undefined when the spec is wrong. */
  readonly object: ApiObject | undefined;

  constructor(scope: Construct, name: string, given: HttpRouteProps) {
    super(scope, idIn('HttpRoute', scope, name, 'HTTPRoute'));
    const props = plainProps('HttpRoute', given);
    this.name = name;
    this.object = createChecked(
      this,
      judgeProps('HttpRoute', props, () => checkHttpRoute(name, props)),
      (namespace) => planHttpRoute(name, props, namespace),
    );
  }
}
