import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { judgeProps, plainProps } from '../../shape/check';
import { idIn } from '../../shape/place';
import { createChecked } from '../object';
import { checkGrpcRoute } from './grpc-route-check';
import { planGrpcRoute } from './grpc-route-plan';
import type { GrpcRouteProps } from './grpc-route-spec';

/**
 * The Gateway API's GRPCRoute: which calls go where. Its id in the tree is its kind and name. Mistakes don't
 * throw: they are reported when the tree is synthesized.
 * @see https://gateway-api.sigs.k8s.io/api-types/grpcroute/
 */
export class GrpcRoute extends Construct {
  readonly name: string;
  /** Undefined when the spec is wrong. */
  readonly object: ApiObject | undefined;

  constructor(scope: Construct, name: string, given: GrpcRouteProps) {
    super(scope, idIn('GrpcRoute', scope, name, 'GRPCRoute'));
    const props = plainProps('GrpcRoute', given);
    this.name = name;
    this.object = createChecked(
      this,
      judgeProps('GrpcRoute', props, () => checkGrpcRoute(name, props)),
      (namespace) => planGrpcRoute(name, props, namespace),
    );
  }
}
