// biome-ignore-all format: a row of a table is a line
import { checkCalls, type DeclaredCall } from '../../lib/reachability/check';
import { compareReachability } from '../../lib/reachability/compare';
import { reachable } from '../../lib/reachability/reachability';
import { authorizationPolicy, type Loose, namespace, networkPolicy, workload } from './manifests';

const SERVICES = 1000;
const CALLS = 5;
const DNS = { name: 'dns', namespace: 'kube-system', podLabels: { app: 'dns' } };

const select = (number: number) => ({ podSelector: { matchLabels: { app: `s${number}` } } });
const PORTS = [{ port: 'grpc' }];
const numbers = Array.from({ length: SERVICES }, (_, number) => number);
const called = (number: number) => Array.from({ length: CALLS }, (_, call) => (number * 7 + call * 13 + 1) % SERVICES);
const edges = numbers.flatMap((from) => called(from).map((to) => ({ from, to })));
const callers = new Map<number, number[]>();
for (const { from, to } of edges) callers.set(to, [...(callers.get(to) ?? []), from]);

/** Services that call five others each, in a namespace that is closed otherwise. */
function manifests(): readonly Loose[] {
  return [
    namespace('shop', { 'istio-injection': 'enabled' }),
    networkPolicy('shop/default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
    networkPolicy('shop/dns', {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [{ to: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: 'dns' } } }], ports: [{ port: 53, protocol: 'UDP' }] }],
    }),
    ...numbers.flatMap((number) => serviceOf(number)),
  ];
}

function serviceOf(number: number): readonly Loose[] {
  const from = callers.get(number) ?? [];
  const principals = from.map((caller) => `cluster.local/ns/shop/sa/s${caller}`);
  return [
    workload(`shop/s${number}`, {}, [{ name: 'grpc', containerPort: 7070 }]),
    networkPolicy(`shop/s${number}`, {
      ...select(number),
      policyTypes: ['Ingress', 'Egress'],
      ingress: from.map((caller) => ({ from: [select(caller)], ports: PORTS })),
      egress: called(number).map((to) => ({ to: [select(to)], ports: PORTS })),
    }),
    authorizationPolicy(`shop/s${number}`, {
      selector: { matchLabels: { app: `s${number}` } },
      rules: from.length === 0 ? [] : [{ from: [{ source: { principals } }] }],
    }),
  ];
}

const end = (number: number) => ({ namespace: 'shop', workload: `s${number}` });
const declared: readonly DeclaredCall[] = [
  ...edges.map(({ from, to }) => ({ from: end(from), to: end(to), port: 7070 })),
  ...numbers.map((number) => ({ from: end(number), to: { namespace: 'kube-system', workload: 'dns' }, port: 53, protocol: 'UDP' as const })),
];

describe('a thousand services with five calls each', () => {
  const reachability = reachable(manifests(), { externalPods: [DNS] });

  it('have as many open connections as calls, and one for each to ask for names', () => {
    const openings = [...reachability.opened()].filter(({ from }) => from.every(({ id }) => id !== 'kube-system/dns'));
    const count = openings.reduce((sum, { from, to, ports }) => sum + from.length * to.length * ports.length, 0);
    expect([reachability.problems, count]).toEqual([[], edges.length + SERVICES]);
  });

  it('pass the check', () => {
    expect(checkCalls(reachability, declared).map(({ field }) => field)).toEqual(['kube-system/dns -> kube-system/dns all']);
  });

  it('are compared', () => {
    const wider = [...manifests(), networkPolicy('shop/wide', { ...select(1), ingress: [{}] }), networkPolicy('shop/out', { ...select(2), policyTypes: ['Egress'], egress: [{}] })];
    expect(compareReachability(reachability, reachable(wider, { externalPods: [DNS] }), 'network')).toEqual({
      opened: [{ from: ['kube-system/dns', 'shop/s2'], to: ['shop/s1'], ports: ['TCP', 'UDP', 'SCTP'].map((protocol) => ({ protocol, first: 1, last: 65535, allowed: true })) }, { from: ['shop/s2'], to: ['kube-system/dns'], ports: expect.anything() }],
      closed: [],
    });
  });

  it('are one opening where no policy is', () => {
    const open = reachable(numbers.map((number) => workload(`shop/s${number}`)));
    expect([...open.opened()].map(({ from, to }) => [from.length, to.length])).toEqual([[SERVICES, SERVICES]]);
  });
});
