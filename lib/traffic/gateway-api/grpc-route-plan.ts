import type {
  GrpcRouteSpec,
  GrpcRouteSpecRulesFilters,
  GrpcRouteSpecRulesMatches,
} from '../../../imports/gateway.networking.k8s.io';
import type { Manifest } from '../../manifest/manifest';
import type { Wire } from '../../manifest/wire';
import { listOf, metadataOf, toManifest } from '../wire';
import type { GrpcFilter, GrpcRouteMatch, GrpcRouteProps, GrpcRouteRule } from './grpc-route-spec';
import { planBackend, planMirror, planModifier, planParents, planValues } from './route-plan';
import type { WeightedBackend } from './route-spec';

const GRPC_ROUTE = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GRPCRoute' } as const;

/** A GRPCRoute as plain data. The props have been checked before. */
export function planGrpcRoute(
  name: string,
  props: GrpcRouteProps,
  namespace: string | undefined,
): Manifest {
  const spec = {
    parentRefs: planParents(props.parents, namespace),
    hostnames: listOf(props.hostnames),
    rules: props.rules.map((rule) => ({
      name: rule.name,
      matches: listOf(rule.matches?.map(planMatch)),
      filters: listOf(rule.filters?.map((filter) => planFilter(filter, namespace))),
      backendRefs: grpcBackendsOf(rule).map(({ to, weight, filters }) => ({
        ...planBackend(to, namespace),
        weight,
        filters: listOf(filters?.map((filter) => planFilter(filter, namespace))),
      })),
    })),
  } satisfies Wire<GrpcRouteSpec>;
  return toManifest(GRPC_ROUTE, metadataOf(name, props), spec);
}

/** The Services of a rule as a list. */
export function grpcBackendsOf({
  backends,
}: GrpcRouteRule): readonly WeightedBackend<GrpcFilter>[] {
  return 'kind' in backends ? [{ to: backends }] : backends;
}

function planMatch({ method, headers }: GrpcRouteMatch) {
  return {
    method: method && {
      type: method.isRegex === true ? ('RegularExpression' as const) : undefined,
      service: method.service,
      method: method.method,
    },
    headers: planValues(headers),
  } satisfies Wire<GrpcRouteSpecRulesMatches>;
}

function planFilter(
  filter: GrpcFilter,
  namespace: string | undefined,
): Wire<GrpcRouteSpecRulesFilters> {
  const { requestHeaderModifier, responseHeaderModifier, requestMirror, extensionRef } = filter;
  if (requestHeaderModifier !== undefined)
    return {
      type: 'RequestHeaderModifier',
      requestHeaderModifier: planModifier(requestHeaderModifier),
    };
  if (responseHeaderModifier !== undefined)
    return {
      type: 'ResponseHeaderModifier',
      responseHeaderModifier: planModifier(responseHeaderModifier),
    };
  return requestMirror === undefined
    ? { type: 'ExtensionRef', extensionRef }
    : { type: 'RequestMirror', requestMirror: planMirror(requestMirror, namespace) };
}
