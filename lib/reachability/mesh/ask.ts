import type { Decision, Peer, Pod, Protocol, Request, Verdict } from '../spec';
import { matchesOne, passes, type Situation } from './attribute';
import { allOf, inWords, isUnsure, type Match } from './match';
import type { Mesh } from './mesh';
import { portModeOf } from './peer-authentication';
import { type Action, isOfHttp, type MeshPolicy, type MeshRule, testsOf } from './policy';
import { hasIdentity, proxySees } from './sidecar';

/** What the mesh says of a connection, or of a request on it. */
export interface MeshVerdict {
  readonly allowed: Verdict;
  readonly decidedBy: readonly Decision[];
  readonly conditions: readonly string[];
  /** In words, without the names of the two ends. */
  readonly reason: string;
}

/** What Istio says of a port; it sees nothing but TCP. */
export function askMesh(
  mesh: Mesh,
  from: Peer,
  to: Peer,
  protocol: Protocol,
  port: number,
  request: Request,
): MeshVerdict {
  if (to.type !== 'pod' || to.mesh === 'none') return open(`${to.id} is not in the mesh`);
  if (protocol !== 'TCP') return open(`the mesh doesn't see ${protocol}`);
  if (!proxySees(to, port)) return open(`port ${port} goes past the sidecar of ${to.id}`);
  const { mode, decision } = portModeOf(mesh.authenticationOf(to), port);
  const situation = situationOf(mesh, from, to, port, request, mode === 'DISABLE');
  if (mode === 'STRICT' && situation.identity === undefined)
    return {
      allowed: false,
      decidedBy: decision === undefined ? [] : [decision],
      conditions: [],
      reason: `mutual TLS is required, and ${from.id} has no identity`,
    };
  return judge(mesh.policiesOf(to), situation);
}

function situationOf(
  mesh: Mesh,
  from: Peer,
  to: Pod,
  port: number,
  request: Request,
  plain: boolean,
): Situation {
  const shown = !plain && hasIdentity(from, port);
  const http = to.mesh === 'ambient' ? 'tcp' : mesh.protocolsOf(to).get(port);
  const known = Object.keys(request).length > 0 ? 'http' : 'unknown';
  return {
    from,
    to,
    port,
    identity: shown ? mesh.identityOf(from) : undefined,
    protocol: http === undefined || http === 'unknown' ? known : http,
    request,
  };
}

/** CUSTOM first, whose outcome isn't known; then DENY; then ALLOW, of which one must match if there is any. */
function judge(policies: readonly MeshPolicy[], situation: Situation): MeshVerdict {
  const of = (action: Action) => policies.filter((policy) => policy.action === action);
  const denials = matchesOf(of('DENY'), situation);
  const denial = denials.find(({ match }) => match === 'yes');
  if (denial !== undefined) return closed([denial.rule.decision], 'a rule denies it');
  const allowing = of('ALLOW');
  const allowances = matchesOf(allowing, situation);
  if (allowing.length > 0 && allowances.length === 0)
    return closed(
      allowing.map(({ decision }) => decision),
      'no rule allows it',
    );
  const sure = allowances.filter(({ match }) => match === 'yes');
  const asked = matchesOf(of('CUSTOM'), situation);
  const needed =
    sure.length > 0 || allowing.length === 0 ? [] : [allowances.map(conditionOf).join(', or ')];
  const conditions = [
    ...asked.map(({ policy }) => `if ${policy.provider || 'the provider'} agrees`),
    ...denials.map((found) => `unless ${conditionOf(found)}`),
    ...needed.map((condition) => `if ${condition}`),
  ];
  const deciding = [...asked, ...denials, ...(sure.length > 0 ? sure : allowances)];
  return {
    allowed: conditions.length > 0 ? 'conditional' : true,
    decidedBy: deciding.map(({ rule }) => rule.decision),
    conditions: [...new Set(conditions)],
    reason: allowing.length > 0 ? 'a rule allows it' : 'no policy asks for a rule that allows it',
  };
}

interface RuleMatch {
  readonly policy: MeshPolicy;
  readonly rule: MeshRule;
  readonly match: Match;
}

/** The rules that match, or may. */
function matchesOf(policies: readonly MeshPolicy[], situation: Situation): readonly RuleMatch[] {
  return policies.flatMap((policy) =>
    policy.rules
      .map((rule) => ({ policy, rule, match: matchRule(rule, policy.action, situation) }))
      .filter(({ match }) => match !== 'no'),
  );
}

/**
 * On plain TCP, a rule that tests anything of HTTP allows nothing, and denies or asks as if the test weren't
 * there.
 */
function matchRule(rule: MeshRule, action: Action, situation: Situation): Match {
  const plain = situation.protocol === 'tcp';
  if (plain && action === 'ALLOW' && testsOf(rule).some(isOfHttp)) return 'no';
  const kept = (tests: MeshRule['when']) => tests.filter((test) => !plain || !isOfHttp(test));
  return allOf([
    matchesOne(rule.from.map(kept), situation),
    matchesOne(rule.to.map(kept), situation),
    ...kept(rule.when).map((test) => passes(test, situation)),
  ]);
}

function conditionOf({ match }: RuleMatch): string {
  return isUnsure(match) ? inWords(match) : '';
}

function open(reason: string): MeshVerdict {
  return { allowed: true, decidedBy: [], conditions: [], reason };
}

function closed(decidedBy: readonly Decision[], reason: string): MeshVerdict {
  return { allowed: false, decidedBy, conditions: [], reason };
}
