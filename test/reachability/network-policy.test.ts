// biome-ignore-all format: a row of the table is a line
import type { ReachabilityOptions, Verdict } from '../../lib/reachability/spec';
import { ask, deciders, type Loose, namespace, networkPolicy, reach, workload } from './manifests';

const OPTIONS: ReachabilityOptions = {
  addresses: [
    { name: 'office', cidr: '10.1.2.0/24' },
    { name: 'host', cidr: '10.1.3.7' },
    { name: 'internet', cidr: '0.0.0.0/0' },
    { name: 'v6', cidr: '2001:db8::/48' },
  ],
};

const HTTP = { name: 'http', containerPort: 8080 };
const WORLD = [
  namespace('a', { team: 'x', env: 'prod' }),
  namespace('b', { team: 'y', env: 'prod' }),
  namespace('c'),
  workload('a/web', { tier: 'front' }),
  workload('a/api', { tier: 'back' }, [HTTP, { name: 'metrics', containerPort: 9090 }]),
  workload('a/db', { tier: 'back' }, [
    { name: 'http', containerPort: 8081 },
    { name: 'dns', containerPort: 53, protocol: 'UDP' },
  ]),
  workload('b/web', { tier: 'front' }),
  workload('b/job', { tier: 'batch' }),
  workload('c/web', {}, [HTTP]),
  workload('a/agent', {}, [HTTP], { hostNetwork: true }),
];

const ALL = { podSelector: {} };
const TO_API = { podSelector: { matchLabels: { app: 'api' } }, policyTypes: ['Ingress'] };
const app = (name: string) => ({ podSelector: { matchLabels: { app: name } } });
const team = (name: string) => ({ namespaceSelector: { matchLabels: { team: name } } });
const from = (...peers: readonly Loose[]) => ({ ...TO_API, ingress: [{ from: peers }] });
const ports = (...list: readonly Loose[]) => ({ ...TO_API, ingress: [{ ports: list }] });
const block = (cidr: string, except?: readonly string[]) => ({
  ipBlock: { cidr, ...(except && { except }) },
});

interface Row {
  readonly title: string;
  /** Spec of the policy `a/p`; a list for `a/p0`, `a/p1`, ... */
  readonly spec: Loose | readonly Loose[];
  readonly ask: string;
  readonly allowed: Verdict;
  readonly by: readonly string[];
}

const ROWS: readonly Row[] = [
  // Isolation
  { title: 'a pod that no policy selects is open', spec: [], ask: 'a/web -> a/api 8080', allowed: true, by: [] },
  { title: 'an empty selector selects all pods of its namespace', spec: ALL, ask: 'b/web -> a/db 1', allowed: false, by: ['a/p spec'] },
  { title: 'an empty selector selects no pods of other namespaces', spec: ALL, ask: 'a/web -> b/web 80', allowed: true, by: [] },
  { title: 'a selector leaves other pods open', spec: TO_API, ask: 'a/web -> a/db 1', allowed: true, by: [] },
  { title: 'a policy for ingress leaves egress open', spec: TO_API, ask: 'a/api -> a/web 80', allowed: true, by: [] },
  { title: 'a missing podSelector selects all', spec: {}, ask: 'a/web -> a/db 1', allowed: false, by: ['a/p spec'] },
  { title: 'a spec that is missing closes ingress', spec: {}, ask: 'b/web -> a/web 1', allowed: false, by: ['a/p spec'] },
  { title: 'replicas of a workload need a rule to reach one another', spec: ALL, ask: 'a/api -> a/api 8080', allowed: false, by: ['a/p spec'] },
  // policyTypes
  { title: 'without policyTypes and egress rules, egress stays open', spec: ALL, ask: 'a/web -> b/web 80', allowed: true, by: [] },
  { title: 'without policyTypes, an egress rule closes egress', spec: { ...ALL, egress: [{ to: [app('db')] }] }, ask: 'a/web -> b/web 80', allowed: false, by: ['a/p spec'] },
  { title: 'without policyTypes, an egress rule closes ingress as well', spec: { ...ALL, egress: [{}] }, ask: 'b/web -> a/web 80', allowed: false, by: ['a/p spec'] },
  { title: 'without policyTypes, an empty list of egress rules closes nothing', spec: { ...ALL, egress: [] }, ask: 'a/web -> b/web 80', allowed: true, by: [] },
  { title: 'an empty list of policyTypes is a missing one', spec: { ...ALL, policyTypes: [] }, ask: 'b/web -> a/web 80', allowed: false, by: ['a/p spec'] },
  { title: 'policyTypes Egress leaves ingress open', spec: { ...ALL, policyTypes: ['Egress'] }, ask: 'b/web -> a/web 80', allowed: true, by: [] },
  { title: 'policyTypes Egress without rules closes egress', spec: { ...ALL, policyTypes: ['Egress'] }, ask: 'a/web -> b/web 80', allowed: false, by: ['a/p spec'] },
  { title: 'policyTypes Egress makes ingress rules void', spec: [TO_API, { ...TO_API, policyTypes: ['Egress'], ingress: [{}] }], ask: 'a/web -> a/api 80', allowed: false, by: ['a/p0 spec'] },
  { title: 'policyTypes Ingress makes egress rules void', spec: [{ ...ALL, policyTypes: ['Egress'] }, { ...ALL, policyTypes: ['Ingress'], egress: [{}] }], ask: 'a/web -> b/web 80', allowed: false, by: ['a/p0 spec'] },
  // Rules and peers
  { title: 'an empty list of rules opens nothing', spec: { ...TO_API, ingress: [] }, ask: 'a/web -> a/api 8080', allowed: false, by: ['a/p spec'] },
  { title: 'an empty rule opens everything', spec: { ...TO_API, ingress: [{}] }, ask: 'c/web -> a/api 1', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'an empty rule opens to addresses outside', spec: { ...TO_API, ingress: [{}] }, ask: 'internet -> a/api 1', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'an empty from opens to everyone', spec: { ...TO_API, ingress: [{ from: [] }] }, ask: 'c/web -> a/api 1', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'a from that is null opens to everyone', spec: { ...TO_API, ingress: [{ from: null }] }, ask: 'c/web -> a/api 1', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'an empty to opens to everyone', spec: { ...ALL, policyTypes: ['Egress'], egress: [{ to: [] }] }, ask: 'a/web -> internet 443', allowed: true, by: ['a/p spec.egress[0]'] },
  { title: 'an empty podSelector as peer means the own namespace', spec: from({ podSelector: {} }), ask: 'a/db -> a/api 1', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'an empty podSelector as peer means no other namespace', spec: from({ podSelector: {} }), ask: 'b/web -> a/api 1', allowed: false, by: ['a/p spec'] },
  { title: 'an empty podSelector as peer means no addresses', spec: from({ podSelector: {} }), ask: 'office -> a/api 1', allowed: false, by: ['a/p spec'] },
  { title: 'an empty namespaceSelector means all pods', spec: from({ namespaceSelector: {} }), ask: 'c/web -> a/api 1', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'an empty namespaceSelector means no addresses', spec: from({ namespaceSelector: {} }), ask: 'internet -> a/api 1', allowed: false, by: ['a/p spec'] },
  { title: 'selectors in one item must both match', spec: from({ ...team('y'), ...app('web') }), ask: 'b/job -> a/api 1', allowed: false, by: ['a/p spec'] },
  { title: 'selectors in one item match their pods', spec: from({ ...team('y'), ...app('web') }), ask: 'b/web -> a/api 1', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'selectors in one item leave out the own namespace', spec: from({ ...team('y'), ...app('web') }), ask: 'a/web -> a/api 1', allowed: false, by: ['a/p spec'] },
  { title: 'of selectors in two items, the namespace is enough', spec: from(team('y'), app('web')), ask: 'b/job -> a/api 1', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'of selectors in two items, the own pod is enough', spec: from(team('y'), app('web')), ask: 'a/web -> a/api 1', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'of selectors in two items, the pod of a third namespace is not enough', spec: from(team('y'), app('web')), ask: 'c/web -> a/api 1', allowed: false, by: ['a/p spec'] },
  { title: 'the name of a namespace is a label', spec: from({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'c' } } }), ask: 'c/web -> a/api 1', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'NotIn selects namespaces without the label', spec: from({ namespaceSelector: { matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['x', 'y'] }] } }), ask: 'c/web -> a/api 1', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'NotIn leaves out its values', spec: from({ namespaceSelector: { matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['x', 'y'] }] } }), ask: 'b/web -> a/api 1', allowed: false, by: ['a/p spec'] },
  { title: 'In selects one of its values', spec: from({ podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['db', 'web'] }] } }), ask: 'a/web -> a/api 1', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'Exists asks for the key', spec: from({ namespaceSelector: { matchExpressions: [{ key: 'team', operator: 'Exists' }] } }), ask: 'c/web -> a/api 1', allowed: false, by: ['a/p spec'] },
  { title: 'DoesNotExist asks for its absence', spec: from({ namespaceSelector: { matchExpressions: [{ key: 'team', operator: 'DoesNotExist' }] } }), ask: 'c/web -> a/api 1', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'all requirements of a selector must be met', spec: from({ podSelector: { matchLabels: { app: 'db' }, matchExpressions: [{ key: 'tier', operator: 'In', values: ['front'] }] } }), ask: 'a/db -> a/api 1', allowed: false, by: ['a/p spec'] },
  // Ports
  { title: 'an empty list of ports opens all', spec: ports(), ask: 'a/web -> a/api 65535/UDP', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'a port by number opens that port', spec: ports({ port: 8080 }), ask: 'a/web -> a/api 8080', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'a port by number opens no other', spec: ports({ port: 8080 }), ask: 'a/web -> a/api 8081', allowed: false, by: ['a/p spec'] },
  { title: 'a port by number needs no container that declares it', spec: ports({ port: 7 }), ask: 'a/web -> a/api 7', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'a port is TCP unless it says so', spec: ports({ port: 8080 }), ask: 'a/web -> a/api 8080/UDP', allowed: false, by: ['a/p spec'] },
  { title: 'a protocol without a port opens all ports of it', spec: ports({ protocol: 'UDP' }), ask: 'a/web -> a/api 5353/UDP', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'a protocol without a port opens no other protocol', spec: ports({ protocol: 'UDP' }), ask: 'a/web -> a/api 5353', allowed: false, by: ['a/p spec'] },
  { title: 'SCTP is a protocol of its own', spec: ports({ protocol: 'SCTP', port: 1 }), ask: 'a/web -> a/api 1/SCTP', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'an endPort opens the first port', spec: ports({ port: 100, endPort: 200 }), ask: 'a/web -> a/api 100', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'an endPort opens the last port', spec: ports({ port: 100, endPort: 200 }), ask: 'a/web -> a/api 200', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'an endPort opens none above', spec: ports({ port: 100, endPort: 200 }), ask: 'a/web -> a/api 201', allowed: false, by: ['a/p spec'] },
  { title: 'an endPort opens none below', spec: ports({ port: 100, endPort: 200 }), ask: 'a/web -> a/api 99', allowed: false, by: ['a/p spec'] },
  { title: 'a named port is the one of the pod itself on ingress', spec: { ...ALL, ingress: [{ ports: [{ port: 'http' }] }] }, ask: 'a/web -> a/api 8080', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'a named port differs by pod', spec: { ...ALL, ingress: [{ ports: [{ port: 'http' }] }] }, ask: 'a/web -> a/db 8080', allowed: false, by: ['a/p spec'] },
  { title: 'a named port differs by pod, and is open there', spec: { ...ALL, ingress: [{ ports: [{ port: 'http' }] }] }, ask: 'a/web -> a/db 8081', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'a named port is the one of the destination on egress', spec: { ...ALL, policyTypes: ['Egress'], egress: [{ ports: [{ port: 'http' }] }] }, ask: 'a/web -> a/db 8081', allowed: true, by: ['a/p spec.egress[0]'] },
  { title: 'a named port that a pod has not opens nothing there', spec: { ...ALL, policyTypes: ['Egress'], egress: [{ ports: [{ port: 'http' }] }] }, ask: 'a/api -> b/web 8080', allowed: false, by: ['a/p spec'] },
  { title: 'a named port opens no address', spec: { ...ALL, policyTypes: ['Egress'], egress: [{ ports: [{ port: 'http' }] }] }, ask: 'a/api -> internet 8080', allowed: false, by: ['a/p spec'] },
  { title: 'a named port has its protocol', spec: { ...ALL, ingress: [{ ports: [{ port: 'dns' }] }] }, ask: 'a/web -> a/db 53', allowed: false, by: ['a/p spec'] },
  { title: 'a named port of UDP', spec: { ...ALL, ingress: [{ ports: [{ port: 'dns', protocol: 'UDP' }] }] }, ask: 'a/web -> a/db 53/UDP', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'a rule opens its ports for its peers only', spec: { ...TO_API, ingress: [{ from: [app('web')], ports: [{ port: 1 }] }, { from: [app('db')], ports: [{ port: 2 }] }] }, ask: 'a/web -> a/api 2', allowed: false, by: ['a/p spec'] },
  // Addresses
  { title: 'an ipBlock opens to addresses within', spec: from(block('10.0.0.0/8')), ask: 'office -> a/api 1', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'an ipBlock opens to none outside', spec: from(block('10.1.2.0/24')), ask: 'host -> a/api 1', allowed: false, by: ['a/p spec'] },
  { title: 'an exception closes', spec: from(block('10.0.0.0/8', ['10.1.0.0/16'])), ask: 'office -> a/api 1', allowed: false, by: ['a/p spec'] },
  { title: 'an exception elsewhere closes nothing', spec: from(block('10.0.0.0/8', ['10.2.0.0/16'])), ask: 'office -> a/api 1', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'what one block excepts, another opens', spec: from(block('10.0.0.0/8', ['10.1.0.0/16']), block('10.1.2.0/23')), ask: 'office -> a/api 1', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'an ipBlock that covers a part opens under conditions', spec: from(block('10.1.2.0/25')), ask: 'office -> a/api 1', allowed: 'conditional', by: ['a/p spec.ingress[0]'] },
  { title: 'two blocks cover what neither does', spec: { ...TO_API, ingress: [{ from: [block('10.1.2.0/25')] }, { from: [block('10.1.2.128/25')] }] }, ask: 'office -> a/api 1', allowed: true, by: ['a/p spec.ingress[0]', 'a/p spec.ingress[1]'] },
  { title: 'an ipBlock of all addresses names no pod', spec: from(block('0.0.0.0/0')), ask: 'a/web -> a/api 1', allowed: false, by: ['a/p spec'] },
  { title: 'an ipBlock of IPv4 names no IPv6', spec: from(block('0.0.0.0/0')), ask: 'v6 -> a/api 1', allowed: false, by: ['a/p spec'] },
  { title: 'an ipBlock of IPv6', spec: from(block('2001:db8::/32')), ask: 'v6 -> a/api 1', allowed: true, by: ['a/p spec.ingress[0]'] },
  { title: 'an ipBlock on egress', spec: { ...ALL, policyTypes: ['Egress'], egress: [{ to: [block('10.0.0.0/8')], ports: [{ port: 443 }] }] }, ask: 'a/web -> office 443', allowed: true, by: ['a/p spec.egress[0]'] },
  { title: 'an ipBlock on egress opens its ports only', spec: { ...ALL, policyTypes: ['Egress'], egress: [{ to: [block('10.0.0.0/8')], ports: [{ port: 443 }] }] }, ask: 'a/web -> office 80', allowed: false, by: ['a/p spec'] },
  // Both ends, several policies, the node
  { title: 'policies add up', spec: [TO_API, from(app('web'))], ask: 'a/web -> a/api 1', allowed: true, by: ['a/p1 spec.ingress[0]'] },
  { title: 'all policies that close are named', spec: [TO_API, from(app('db'))], ask: 'a/web -> a/api 1', allowed: false, by: ['a/p0 spec', 'a/p1 spec'] },
  { title: 'all rules that open are named', spec: [from(app('web')), ports({ port: 1 })], ask: 'a/web -> a/api 1', allowed: true, by: ['a/p0 spec.ingress[0]', 'a/p1 spec.ingress[0]'] },
  { title: 'both ends must open', spec: [{ ...ALL, policyTypes: ['Egress'] }, from(app('web'))], ask: 'a/web -> a/api 1', allowed: false, by: ['a/p0 spec'] },
  { title: 'both ends are named when they open', spec: [{ ...app('web'), policyTypes: ['Egress'], egress: [{ to: [app('api')] }] }, from(app('web'))], ask: 'a/web -> a/api 1', allowed: true, by: ['a/p0 spec.egress[0]', 'a/p1 spec.ingress[0]'] },
  { title: 'both ends are named when they close', spec: [{ ...app('web'), policyTypes: ['Egress'] }, TO_API], ask: 'a/web -> a/api 1', allowed: false, by: ['a/p0 spec', 'a/p1 spec'] },
  { title: "no policy selects a pod in the node's network", spec: ALL, ask: 'b/web -> a/agent 8080', allowed: true, by: [] },
  { title: "no peer is a pod in the node's network", spec: from({ namespaceSelector: {} }), ask: 'a/agent -> a/api 8080', allowed: false, by: ['a/p spec'] },
];

describe('NetworkPolicy', () => {
  it.each(ROWS)('$title', ({ spec, ask: question, allowed, by }) => {
    const policies = isList(spec)
      ? spec.map((one, index) => networkPolicy(`a/p${index}`, one))
      : [networkPolicy('a/p', spec)];
    const reachability = reach([...WORLD, ...policies], OPTIONS);
    const answer = ask(reachability, question, { layer: 'network' });
    expect(reachability.problems).toEqual([]);
    expect([answer.allowed, deciders(answer)]).toEqual([allowed, by]);
  });

  it('names a missing spec as a policy that closes ingress', () => {
    const { spec: _, ...bare } = networkPolicy('a/p', {});
    const answer = ask(reach([...WORLD, bare]), 'b/web -> a/web 80');
    expect([answer.allowed, deciders(answer)]).toEqual([false, ['a/p spec']]);
  });

  it('matches pods by ipBlock where the caller says what addresses they have', () => {
    const manifests = [...WORLD, networkPolicy('a/p', from(block('10.0.0.0/8', ['10.9.0.0/16'])))];
    const verdict = (cidr: string) =>
      ask(reach(manifests, { podCidrs: [cidr] }), 'b/web -> a/api 1').allowed;
    expect([verdict('10.4.0.0/16'), verdict('10.8.0.0/15'), verdict('10.9.1.0/24')]).toEqual([
      true,
      'conditional',
      false,
    ]);
  });

  it('says for addresses that are open in part which part it is', () => {
    const reachability = reach(
      [...WORLD, networkPolicy('a/p', from(block('10.1.2.0/25')))],
      OPTIONS,
    );
    expect(ask(reachability, 'office -> a/api 1').conditions).toEqual([
      'if it is one of the addresses of office that NetworkPolicy a/p spec.ingress[0] names',
    ]);
  });

  it('lets a single pod reach itself, whatever policies say', () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'one', namespace: 'a' },
      spec: {},
    };
    const answer = ask(reach([pod, networkPolicy('a/p', ALL)]), 'a/one -> a/one 1');
    expect([answer.allowed, answer.reasons]).toEqual([true, ['a/one always reaches itself']]);
  });
});

function isList(spec: Loose | readonly Loose[]): spec is readonly Loose[] {
  return Array.isArray(spec);
}
