import fc from 'fast-check';
import { pairsOf } from '../../lib/reachability/pairs';
import { reachable } from '../../lib/reachability/reachability';
import type { Layer, OpenPorts, Peer, Protocol } from '../../lib/reachability/spec';
import { authorizationPolicy, type Loose, namespace, networkPolicy, workload } from './manifests';
import { type NaivePod, naive } from './naive';

const NAMESPACES = ['a', 'b', 'c'] as const;
const LABELS = { k: ['1', '2'], l: ['1', '2'] } as const;
const PORTS = [1, 79, 80, 81, 100, 8080, 8081, 65535];
const PORT_NAMES = ['http', 'admin'] as const;

const labels = fc.record(
  { k: fc.constantFrom(...LABELS.k), l: fc.constantFrom(...LABELS.l) },
  { requiredKeys: [] },
);
const expression = fc.oneof(
  fc.record({
    key: fc.constantFrom('k', 'l'),
    operator: fc.constantFrom('In', 'NotIn'),
    values: fc.uniqueArray(fc.constantFrom('1', '2', '3'), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    key: fc.constantFrom('k', 'l'),
    operator: fc.constantFrom('Exists', 'DoesNotExist'),
  }),
);
const selector = fc.record(
  { matchLabels: labels, matchExpressions: fc.array(expression, { maxLength: 2 }) },
  { requiredKeys: [] },
);
const peer = fc.oneof(
  fc.record({ podSelector: selector }),
  fc.record({ namespaceSelector: selector }),
  fc.record({ podSelector: selector, namespaceSelector: selector }),
  fc.constantFrom(
    { ipBlock: { cidr: '10.0.0.0/8' } },
    { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } },
    { ipBlock: { cidr: '10.1.0.0/17' } },
    { ipBlock: { cidr: '10.1.128.0/17' } },
  ),
);
const protocol = fc.constantFrom<Protocol>('TCP', 'UDP');
const port = fc.oneof(
  fc.record({ protocol }, { requiredKeys: [] }),
  fc.record({ port: fc.constantFrom(...PORTS), protocol }, { requiredKeys: ['port'] }),
  fc.record({ port: fc.constantFrom(...PORT_NAMES), protocol }, { requiredKeys: ['port'] }),
  fc.constant({ port: 80, endPort: 100 }),
);
const rule = (key: 'from' | 'to') =>
  fc.record(
    { [key]: fc.array(peer, { maxLength: 3 }), ports: fc.array(port, { maxLength: 2 }) },
    { requiredKeys: [] },
  );
const networkSpec = fc.record(
  {
    podSelector: selector,
    policyTypes: fc.subarray(['Ingress', 'Egress']),
    ingress: fc.array(rule('from'), { maxLength: 3 }),
    egress: fc.array(rule('to'), { maxLength: 3 }),
  },
  { requiredKeys: ['podSelector'] },
);
const networkPolicies = fc.array(
  fc.record({ namespace: fc.constantFrom(...NAMESPACES), spec: networkSpec }),
  { maxLength: 6 },
);

const source = fc.oneof(
  fc.record({ namespaces: fc.uniqueArray(fc.constantFrom('a', 'b', '*'), { minLength: 1 }) }),
  fc.record({ notNamespaces: fc.constantFrom(['a'], ['b', 'c']) }),
  fc.record({ principals: fc.constantFrom(['*'], ['*/sa/w0'], ['cluster.local/ns/a/*']) }),
  fc.record({ notPrincipals: fc.constantFrom(['*'], ['cluster.local/ns/b/sa/w1']) }),
);
const operation = fc.oneof(
  fc.record({ ports: fc.constantFrom(['80'], ['80', '8080']) }),
  fc.record({ notPorts: fc.constantFrom(['80'], ['1', '8080']) }),
  fc.record({ methods: fc.constant(['GET']) }),
);
const meshRule = fc.record(
  {
    from: fc.array(
      source.map((one) => ({ source: one })),
      { minLength: 1, maxLength: 2 },
    ),
    to: fc.array(
      operation.map((one) => ({ operation: one })),
      { minLength: 1, maxLength: 2 },
    ),
  },
  { requiredKeys: [] },
);
const meshSpec = fc.record(
  {
    selector: fc.record({ matchLabels: labels }),
    action: fc.constantFrom('ALLOW', 'DENY'),
    rules: fc.array(meshRule, { maxLength: 2 }),
  },
  { requiredKeys: [] },
);
const meshPolicies = fc.array(
  fc.record({ namespace: fc.constantFrom(...NAMESPACES, 'istio-system'), spec: meshSpec }),
  { maxLength: 4 },
);

const pods = fc.array(
  fc.record({
    namespace: fc.constantFrom(...NAMESPACES),
    labels,
    ports: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom(...PORT_NAMES),
        containerPort: fc.constantFrom(80, 8080, 8081),
        protocol,
      }),
      { maxLength: 2, selector: ({ name, protocol: own }) => `${name} ${own}` },
    ),
  }),
  { minLength: 1, maxLength: 5 },
);
const cluster = fc.record({
  pods,
  networkPolicies,
  meshPolicies,
  meshed: fc.subarray([...NAMESPACES]),
});

const ADDRESSES = [
  { name: 'inside', cidr: '10.1.0.0/16' },
  { name: 'elsewhere', cidr: '192.0.2.1' },
];

describe.each<Layer>(['network', 'mesh', 'both', 'egress', 'ingress'])('%s', (layer) => {
  it('opens what an evaluation of every pair against every policy opens', () => {
    fc.assert(
      fc.property(
        cluster,
        ({ pods: found, networkPolicies: networks, meshPolicies: meshes, meshed }) => {
          const all = found.map(
            (pod, index): NaivePod => ({
              ...pod,
              id: `${pod.namespace}/w${index}`,
              serviceAccount: `w${index}`,
              meshed: meshed.includes(pod.namespace),
            }),
          );
          const spaces = NAMESPACES.map((name) => ({
            name,
            labels: {
              k: name === 'a' ? '1' : '2',
              ...(meshed.includes(name) && { 'istio-injection': 'enabled' }),
            },
          }));
          const reachability = reachable(
            [
              ...spaces.map((space) => namespace(space.name, space.labels)),
              ...all.map(manifestOf),
              ...networks.map((one, index) =>
                networkPolicy(`${one.namespace}/n${index}`, one.spec),
              ),
              ...meshes.map((one, index) =>
                authorizationPolicy(`${one.namespace}/m${index}`, one.spec),
              ),
            ],
            { addresses: ADDRESSES },
          );
          expect(reachability.problems).toEqual([]);
          const open = tableOf([...reachability.opened(layer)]);
          const world = { pods: all, spaces, networks, meshes, addresses: ADDRESSES };
          const peers = [...reachability.pods, ...reachability.outside];
          const wrong: unknown[] = [];
          for (const from of peers)
            for (const to of peers) {
              if (from.type === 'outside' && to.type === 'outside') continue;
              for (const own of ['TCP', 'UDP', 'SCTP'] as const)
                for (const number of PORTS) {
                  const question = { from: from.id, to: to.id, port: number, protocol: own };
                  const expected = naive(world, question, layer);
                  const answer = reachability.ask(from, to, number, {
                    protocol: own,
                    layer,
                  }).allowed;
                  const listed = verdictIn(open(from, to), own, number);
                  if (answer !== expected || listed !== expected)
                    wrong.push({ ...question, expected, answer, listed });
                }
            }
          expect(wrong).toEqual([]);
        },
      ),
      { numRuns: 30 },
    );
  });
});

function manifestOf(pod: NaivePod): Loose {
  const { ports, labels: own, id } = pod;
  const manifest = workload(id, own, ports);
  return manifest;
}

function tableOf(
  openings: readonly {
    readonly from: readonly Peer[];
    readonly to: readonly Peer[];
    readonly ports: readonly OpenPorts[];
  }[],
) {
  const table = new Map<string, readonly OpenPorts[]>();
  for (const opening of openings)
    for (const [from, to] of pairsOf(opening)) {
      const key = `${from.id} ${to.id}`;
      expect(table.has(key)).toBe(false);
      table.set(key, opening.ports);
    }
  return (from: Peer, to: Peer) => table.get(`${from.id} ${to.id}`) ?? [];
}

function verdictIn(ports: readonly OpenPorts[], own: Protocol, number: number) {
  const found = ports.filter(
    (range) => range.protocol === own && range.first <= number && number <= range.last,
  );
  return found.length === 0 ? false : found[0]?.allowed;
}
