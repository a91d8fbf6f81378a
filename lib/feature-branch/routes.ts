import { BRANCH_RULE } from '../delivery/router';
import { findObject, findText, objectsIn, toJsonObject } from '../delivery/wire';
import type { Condition } from '../environment/branches';
import type { JsonObject, Manifest } from '../manifest/manifest';
import { headerConditionOf, regexOf } from './condition';

/** Which requests of a microservice go to a variant of it. */
export interface BranchRoute {
  readonly branch: string;
  /** Name of the variant's Service. */
  readonly service: string;
  readonly conditions: readonly Condition[];
}

/** Changes the rules of one kind of route. */
type RuleChange = (rule: JsonObject, routes: readonly BranchRoute[], count: number) => JsonObject[];

/** Kinds of routes that rules of branches can be put into, and where their rules stand. */
const KINDS: Readonly<Record<string, { readonly field: string; readonly change: RuleChange }>> = {
  VirtualService: { field: 'http', change: withIstioRules },
  HTTPRoute: { field: 'rules', change: withGatewayRules },
  GRPCRoute: { field: 'rules', change: withGatewayRules },
};

/** Whether rules of branches can be put into an object of a kind. */
export function isRoute(kind: string): boolean {
  return Object.hasOwn(KINDS, kind);
}

/**
 * The route with rules for the branches, in front of each rule that forwards requests, and otherwise like
 * it: with its further conditions, its timeout, its retries. What is there stays as it is.
 */
export function withBranches(manifest: Manifest, routes: readonly BranchRoute[]): Manifest {
  const kind = KINDS[manifest.kind];
  const spec = findObject(manifest, 'spec');
  if (kind === undefined || spec === undefined) return manifest;
  const rules = objectsIn(spec, kind.field);
  const changed = rules.flatMap((rule) => kind.change(rule, routes, rules.length));
  return { ...manifest, spec: { ...spec, [kind.field]: changed } };
}

function withIstioRules(
  rule: JsonObject,
  routes: readonly BranchRoute[],
  count: number,
): JsonObject[] {
  const [first] = objectsIn(rule, 'route');
  const destination = findObject(first, 'destination');
  if (destination === undefined) return [rule];
  // Copies of requests are for the microservice itself.
  const { name: _, match: __, route: ___, mirror: ____, mirrors: _____, ...rest } = rule;
  const own = routes.map((route) => ({
    name: nameOf(route, rule, count),
    match: matchesOf(rule, 'match', route, (match, condition) => {
      const { name, value } = headerConditionOf(condition);
      const headers = { ...findObject(match, 'headers'), [name]: toJsonObject(value) };
      return { ...match, headers };
    }),
    route: [{ destination: { host: route.service, port: destination.port } }],
    ...rest,
  }));
  return [...own.map(toJsonObject), rule];
}

function withGatewayRules(
  rule: JsonObject,
  routes: readonly BranchRoute[],
  count: number,
): JsonObject[] {
  const [first] = objectsIn(rule, 'backendRefs');
  if (first === undefined) return [rule];
  const { name: ruleName, matches: _, filters: __, backendRefs: ___, ...rest } = rule;
  const filters = objectsIn(rule, 'filters').filter(({ type }) => type !== 'RequestMirror');
  const own = routes.map((route) => ({
    // Names of rules are newer than the rest of the API.
    name: ruleName === undefined ? undefined : nameOf(route, rule, count),
    matches: matchesOf(rule, 'matches', route, (match, condition) => ({
      ...match,
      headers: [...objectsIn(match, 'headers'), gatewayHeader(condition)],
    })),
    filters: filters.length === 0 ? undefined : filters,
    backendRefs: [{ name: route.service, port: first.port }],
    ...rest,
  }));
  return [...own.map(toJsonObject), rule];
}

function gatewayHeader(condition: Condition): JsonObject {
  const { name, value } = headerConditionOf(condition);
  return value.exact === undefined
    ? { type: 'RegularExpression', name, value: regexOf(value) }
    : { name, value: value.exact };
}

/** Each match of the rule, which has one for all requests if none, with each condition. */
function matchesOf(
  rule: JsonObject,
  field: string,
  { conditions }: BranchRoute,
  join: (match: JsonObject, condition: Condition) => JsonObject,
): readonly JsonObject[] {
  const matches = objectsIn(rule, field);
  const all = matches.length === 0 ? [{}] : matches;
  return all.flatMap((match) => conditions.map((condition) => join(match, condition)));
}

/** `branch-myfeature`, and the rule's own name where there are several. */
function nameOf({ branch }: BranchRoute, rule: JsonObject, count: number): string {
  const own = findText(rule, 'name');
  const name = `${BRANCH_RULE}-${branch}`;
  return count === 1 || own === undefined ? name : `${name}-${own}`;
}
