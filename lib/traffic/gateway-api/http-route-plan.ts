import type {
  HttpRouteSpec,
  HttpRouteSpecRulesFilters,
  HttpRouteSpecRulesMatches,
} from '../../../imports/gateway.networking.k8s.io';
import type { Manifest } from '../../manifest/manifest';
import type { Wire } from '../../manifest/wire';
import { listOf, metadataOf, toManifest } from '../wire';
import type {
  HttpFilter,
  HttpRouteMatch,
  HttpRouteProps,
  HttpRouteRule,
  PathChange,
  PathMatch,
} from './http-route-spec';
import { planBackend, planMirror, planModifier, planParents, planValues } from './route-plan';
import type { WeightedBackend } from './route-spec';

const HTTP_ROUTE = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' } as const;

/** An HTTPRoute as plain data. The props have been checked before. */
export function planHttpRoute(
  name: string,
  props: HttpRouteProps,
  namespace: string | undefined,
): Manifest {
  const spec = {
    parentRefs: planParents(props.parents, namespace),
    hostnames: listOf(props.hostnames),
    rules: props.rules.map((rule) => ({
      name: rule.name,
      matches: listOf(rule.matches?.map(planMatch)),
      filters: listOf(rule.filters?.map((filter) => planFilter(filter, namespace))),
      backendRefs: listOf(
        backendsOf(rule).map(({ to, weight, filters }) => ({
          ...planBackend(to, namespace),
          weight,
          filters: listOf(filters?.map((filter) => planFilter(filter, namespace))),
        })),
      ),
      timeouts: rule.timeouts,
    })),
  } satisfies Wire<HttpRouteSpec>;
  return toManifest(HTTP_ROUTE, metadataOf(name, props), spec);
}

/** The Services of a rule as a list. */
export function backendsOf({ backends }: HttpRouteRule): readonly WeightedBackend<HttpFilter>[] {
  if (backends === undefined) return [];
  return 'kind' in backends ? [{ to: backends }] : backends;
}

function planMatch({ path, method, headers, queryParams }: HttpRouteMatch) {
  return {
    path: path === undefined ? undefined : planPath(path),
    method,
    headers: planValues(headers),
    queryParams: planValues(queryParams),
  } satisfies Wire<HttpRouteSpecRulesMatches>;
}

function planPath(match: PathMatch) {
  if (typeof match === 'string') return { type: 'PathPrefix', value: match } as const;
  if (match.exact !== undefined) return { type: 'Exact', value: match.exact } as const;
  if (match.prefix !== undefined) return { type: 'PathPrefix', value: match.prefix } as const;
  return { type: 'RegularExpression', value: match.regex } as const;
}

function planFilter(
  filter: HttpFilter,
  namespace: string | undefined,
): Wire<HttpRouteSpecRulesFilters> {
  const { requestHeaderModifier, responseHeaderModifier, requestMirror } = filter;
  const { requestRedirect, urlRewrite, cors, extensionRef } = filter;
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
  if (requestMirror !== undefined)
    return { type: 'RequestMirror', requestMirror: planMirror(requestMirror, namespace) };
  if (requestRedirect !== undefined)
    return {
      type: 'RequestRedirect',
      requestRedirect: { ...requestRedirect, path: planPathChange(requestRedirect.path) },
    };
  if (urlRewrite !== undefined)
    return {
      type: 'URLRewrite',
      urlRewrite: { ...urlRewrite, path: planPathChange(urlRewrite.path) },
    };
  return cors === undefined ? { type: 'ExtensionRef', extensionRef } : { type: 'CORS', cors };
}

function planPathChange(change: PathChange | undefined) {
  if (change === undefined) return undefined;
  return change.replaceFullPath === undefined
    ? ({ type: 'ReplacePrefixMatch', replacePrefixMatch: change.replacePrefixMatch } as const)
    : ({ type: 'ReplaceFullPath', replaceFullPath: change.replaceFullPath } as const);
}
