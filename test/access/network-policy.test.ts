import { planDefaultDeny, planNetworkPolicy } from '../../lib/access/network-policy';
import type { AccessNode } from '../../lib/access/node';
import { externalEndpoint } from '../../lib/endpoint/endpoint';
import type { AccessSpec } from '../../lib/environment/access';
import { validateManifest } from '../../lib/schema/validate';
import { access, endpointOf, group, nodeOf } from './world';

/** The rules that are planned, as validated. */
function plan(node: AccessNode, spec: AccessSpec = {}, mesh = false) {
  const policy = planNetworkPolicy(node, access(spec, mesh));
  expect(validateManifest(policy)).toEqual([]);
  return policy.spec;
}

const cart = group('cart');
const web = group('web');
const pods = (name: string) => ({
  podSelector: { matchLabels: { 'app.kubernetes.io/name': name } },
});
const inNamespace = (name: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
});
const DNS = {
  to: [{ ...inNamespace('kube-system'), podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }],
  ports: [{ port: 53 }, { port: 53, protocol: 'UDP' }],
};
const PRIVATE = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  '100.64.0.0/10',
];

test('closes a namespace both ways', () => {
  expect(planDefaultDeny({}).spec).toEqual({
    podSelector: {},
    policyTypes: ['Ingress', 'Egress'],
  });
});

test('closes pods both ways that call nobody and that nobody calls', () => {
  expect(plan(nodeOf(cart))).toEqual({
    podSelector: { matchLabels: { 'app.kubernetes.io/name': 'cart' } },
    policyTypes: ['Ingress', 'Egress'],
  });
});

describe('calls', () => {
  test('open the port of the pods, not that of the Service, at both ends', () => {
    expect(plan(nodeOf(cart, [[web, 7070]]))).toMatchObject({
      ingress: [{ from: [pods('web')], ports: [{ port: 7070 }] }],
    });
    expect(plan(nodeOf(web, [], [endpointOf(cart, 7070)]))).toMatchObject({
      egress: [DNS, { to: [pods('cart')], ports: [{ port: 7070 }] }],
    });
  });

  test('of another namespace name it', () => {
    const other = group('job', { namespace: 'jobs' });
    expect(plan(nodeOf(cart, [[other, 7070]]))).toMatchObject({
      ingress: [{ from: [{ ...inNamespace('jobs'), ...pods('job') }], ports: [{ port: 7070 }] }],
    });
    expect(plan(nodeOf(other, [], [endpointOf(cart, 7070)]))).toMatchObject({
      egress: [DNS, { to: [{ ...inNamespace('shop'), ...pods('cart') }] }],
    });
  });

  test('keep their protocol', () => {
    expect(plan(nodeOf(cart, [[web, 514, { protocol: 'UDP' }]]))).toMatchObject({
      ingress: [{ ports: [{ port: 514, protocol: 'UDP' }] }],
    });
  });

  test('that are narrowed to some requests open the port, once', () => {
    const requests = [{ methods: ['GET'] }];
    expect(
      plan(
        nodeOf(cart, [
          [web, 80, { requests }],
          [web, 80],
        ]),
      ),
    ).toMatchObject({
      ingress: [{ from: [pods('web')], ports: [{ port: 80 }] }],
    });
  });
});

describe('external endpoints', () => {
  const outgoing = (props: { host: string; cidrs?: readonly string[] }, spec: AccessSpec = {}) =>
    plan(nodeOf(web, [], [externalEndpoint({ port: 443, ...props })]), spec);

  test('open the addresses that they give', () => {
    expect(
      outgoing({ host: 'db.example.com', cidrs: ['10.9.0.0/24', '10.8.0.0/24'] }),
    ).toMatchObject({
      egress: [
        DNS,
        {
          to: [{ ipBlock: { cidr: '10.8.0.0/24' } }, { ipBlock: { cidr: '10.9.0.0/24' } }],
          ports: [{ port: 443 }],
        },
      ],
    });
  });

  test('open the address that is their host', () => {
    expect(outgoing({ host: '192.0.2.7' })).toMatchObject({
      egress: [DNS, { to: [{ ipBlock: { cidr: '192.0.2.7/32' } }] }],
    });
  });

  test('open every public address where nobody knows theirs', () => {
    expect(outgoing({ host: 'api.example.com' })).toMatchObject({
      egress: [DNS, { to: [{ ipBlock: { cidr: '0.0.0.0/0', except: PRIVATE } }] }],
    });
  });

  test("open no pods whose addresses would be public ones, nor another family's", () => {
    const podCidrs = ['203.0.112.0/20', '10.4.0.0/14', '100.64.0.0/10', '2001:db8::/64'];
    expect(outgoing({ host: 'api.example.com' }, { podCidrs })).toMatchObject({
      egress: [
        DNS,
        { to: [{ ipBlock: { cidr: '0.0.0.0/0', except: [...PRIVATE, '203.0.112.0/20'] } }] },
      ],
    });
  });

  test('of several unknown hosts at one port are one rule', () => {
    const hosts = ['b.example.com', 'a.example.com'].map((host) =>
      externalEndpoint({ host, port: 443 }),
    );
    expect(plan(nodeOf(web, [], hosts))).toMatchObject({
      egress: [DNS, { to: [{ ipBlock: { cidr: '0.0.0.0/0', except: PRIVATE } }] }],
    });
  });

  test('that are not there open name servers alone', () => {
    expect(outgoing({ host: 'gone', cidrs: [] })).toMatchObject({ egress: [DNS] });
  });
});

test("opens name servers at their pods' ports and at node-local caches", () => {
  const dns = {
    namespace: 'dns',
    labels: { app: 'dns' },
    ports: [5353],
    cidrs: ['169.254.20.10/32'],
  };
  expect(plan(nodeOf(web, [], [endpointOf(cart, 7070)]), { dns })).toMatchObject({
    egress: [
      {
        to: [
          { ...inNamespace('dns'), podSelector: { matchLabels: { app: 'dns' } } },
          { ipBlock: { cidr: '169.254.20.10/32' } },
        ],
        ports: [{ port: 5353 }, { port: 5353, protocol: 'UDP' }],
      },
      { to: [pods('cart')] },
    ],
  });
});

test("opens what the mesh's proxy needs, both ways", () => {
  const prometheus = {
    ...inNamespace('monitoring'),
    podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus' } },
  };
  expect(plan(nodeOf(cart), {}, true)).toMatchObject({
    ingress: [{ from: [prometheus], ports: [{ port: 15020 }, { port: 15090 }] }],
    egress: [
      DNS,
      {
        to: [{ ...inNamespace('istio-system'), podSelector: { matchLabels: { app: 'istiod' } } }],
        ports: [{ port: 15012 }],
      },
    ],
  });
});

describe('probes', () => {
  const probed = nodeOf(group('cart', { probePorts: [7070, 9090] }));
  const kubeletCidrs = ['10.1.0.0/16'];
  const from = [{ ipBlock: { cidr: '10.1.0.0/16' } }];

  test('are let in by the network plugin, unless it is told from where', () => {
    expect(plan(probed)).not.toHaveProperty('ingress');
    expect(plan(probed, { kubeletCidrs })).toMatchObject({
      ingress: [{ from, ports: [{ port: 7070 }, { port: 9090 }] }],
    });
  });

  test("reach the mesh's proxy, which probes in the kubelet's stead", () => {
    const spec = plan(probed, { kubeletCidrs }, true);
    expect(JSON.stringify(spec)).toContain(
      JSON.stringify({ from, ports: [{ port: 7070 }, { port: 9090 }, { port: 15021 }] }),
    );
  });
});

describe('open ports', () => {
  const opened = (to: 'gateway' | 'metrics' | readonly string[], spec: AccessSpec = {}) =>
    plan(nodeOf(group('cart', { openPorts: [{ port: 8080, protocol: 'TCP', to }] })), spec);

  test.each([
    ['gateway', 'istio-system', { istio: 'ingressgateway' }],
    ['metrics', 'monitoring', { 'app.kubernetes.io/name': 'prometheus' }],
  ] as const)('are open to the pods behind "%s"', (to, namespace, matchLabels) => {
    expect(opened(to)).toMatchObject({
      ingress: [
        {
          from: [{ ...inNamespace(namespace), podSelector: { matchLabels } }],
          ports: [{ port: 8080 }],
        },
      ],
    });
  });

  test.each<[readonly string[], readonly string[], readonly unknown[]]>([
    [['0.0.0.0/0'], [], [{ cidr: '0.0.0.0/0' }]],
    [['0.0.0.0/0'], ['10.4.0.0/14'], [{ cidr: '0.0.0.0/0', except: ['10.4.0.0/14'] }]],
    [['0.0.0.0/0'], ['10.4.0.0/14', 'fd00::/48'], [{ cidr: '0.0.0.0/0', except: ['10.4.0.0/14'] }]],
    [['::/0'], ['10.4.0.0/14', 'fd00::/48'], [{ cidr: '::/0', except: ['fd00::/48'] }]],
    [['10.0.0.0/8'], ['10.4.0.0/14'], [{ cidr: '10.0.0.0/8', except: ['10.4.0.0/14'] }]],
    [['192.0.2.0/24'], ['10.4.0.0/14'], [{ cidr: '192.0.2.0/24' }]],
    [['10.4.0.0/14'], ['10.4.0.0/14'], [{ cidr: '10.4.0.0/14' }]],
    [['10.5.0.0/16'], ['10.4.0.0/14'], [{ cidr: '10.5.0.0/16' }]],
  ])('are open to %j without the pods of %j', (to, podCidrs, blocks) => {
    expect(opened(to, { podCidrs })).toMatchObject({
      ingress: [{ from: blocks.map((ipBlock) => ({ ipBlock })), ports: [{ port: 8080 }] }],
    });
  });
});

describe('the API server', () => {
  const apiServer = { cidrs: ['198.51.100.7/32', '198.51.100.8/32'] };
  const granted = nodeOf(group('operator', { callsApi: true }));

  test('is open to pods with grants, where it is', () => {
    const to = apiServer.cidrs.map((cidr) => ({ ipBlock: { cidr } }));
    expect(plan(granted, { apiServer })).toMatchObject({
      egress: [{ to, ports: [{ port: 443 }] }],
    });
    expect(plan(granted, { apiServer: { ...apiServer, port: 6443 } })).toMatchObject({
      egress: [{ to, ports: [{ port: 6443 }] }],
    });
  });

  test('is closed to others, and where nobody knows its addresses', () => {
    expect(plan(nodeOf(cart), { apiServer })).not.toHaveProperty('egress');
    expect(plan(granted)).not.toHaveProperty('egress');
  });
});
