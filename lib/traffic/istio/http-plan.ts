import type { VirtualServiceSpecHttp } from '../../../imports/networking.istio.io';
import type { Wire } from '../../manifest/wire';
import { planDestination, weightedOf } from '../destination';
import { listOf } from '../wire';
import { planFault } from './fault';
import { planHeaders } from './headers';
import type {
  CorsPolicy,
  DirectResponse,
  Mirror,
  Retries,
  VirtualHttpRoute,
  WeightedHttp,
} from './http';
import { planHttpMatch, planStringMatch } from './match';

/** A rule for requests in Istio's words. */
export function planHttpRoute(rule: VirtualHttpRoute, namespace: string | undefined) {
  const { name, match, redirect, delegate, rewrite, timeout } = rule;
  return {
    name,
    match: listOf(match?.map((one) => planHttpMatch(one, namespace))),
    redirect,
    directResponse: planDirectResponse(rule.directResponse),
    delegate: delegate && {
      name: delegate.name,
      namespace: delegate.namespace === namespace ? undefined : delegate.namespace,
    },
    rewrite,
    route: planHttpDestinations(rule.route, namespace),
    mirrors: listOf(rule.mirrors?.map((mirror) => planMirror(mirror, namespace))),
    timeout,
    retries: planRetries(rule.retries),
    fault: planFault(rule.fault),
    corsPolicy: planCors(rule.corsPolicy),
    headers: planHeaders(rule.headers),
  } satisfies Wire<VirtualServiceSpecHttp>;
}

/** The destinations of a rule, each with its part where there are several. */
export function planHttpDestinations(
  route: VirtualHttpRoute['route'],
  namespace: string | undefined,
) {
  if (route === undefined) return undefined;
  return weightedOf<WeightedHttp>(route).map(({ to, weight, ...rest }) => ({
    destination: planDestination(to, namespace),
    weight,
    headers: planHeaders('headers' in rest ? rest.headers : undefined),
  }));
}

function planDirectResponse(response: DirectResponse | undefined) {
  if (response === undefined) return undefined;
  const { status, body } = response;
  return { status, body: typeof body === 'string' ? { string: body } : body };
}

function planMirror({ to, percentage }: Mirror, namespace: string | undefined) {
  return {
    destination: planDestination(to, namespace),
    percentage: percentage === undefined ? undefined : { value: percentage },
  };
}

function planRetries(retries: Retries | undefined) {
  return retries && { ...retries, retryOn: listOf(retries.retryOn)?.join() };
}

function planCors(policy: CorsPolicy | undefined) {
  return policy && { ...policy, allowOrigins: policy.allowOrigins.map(planStringMatch) };
}
