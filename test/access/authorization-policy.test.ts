import {
  planAuthorizationPolicy,
  planMeshDefaults,
  planPlainTextPorts,
} from '../../lib/access/authorization-policy';
import type { AccessNode } from '../../lib/access/node';
import type { OpenPort } from '../../lib/endpoint/call-graph';
import type { AccessSpec } from '../../lib/environment/access';
import { validateManifest } from '../../lib/schema/validate';
import { access, group, nodeOf } from './world';

function plan(node: AccessNode, spec: AccessSpec = {}) {
  const policy = planAuthorizationPolicy(node, access(spec, true));
  expect(validateManifest(policy)).toEqual([]);
  return policy.spec;
}

const cart = group('cart');
const web = group('web');
const job = group('job', { namespace: 'jobs', serviceAccount: 'batch' });
const principal = (...names: readonly string[]) => [
  { source: { principals: names.map((name) => `cluster.local/ns/${name}`) } },
];
const port = (number: number) => ({ operation: { ports: [`${number}`] } });

test('closes a namespace, and takes no plain text in it', () => {
  const policies = planMeshDefaults({});
  expect(policies.flatMap(validateManifest)).toEqual([]);
  expect(policies.map(({ kind, metadata, spec }) => [kind, metadata.name, spec])).toEqual([
    ['PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } }],
    ['AuthorizationPolicy', 'default-deny', {}],
  ]);
});

test('closes pods that nobody calls, by a policy without rules', () => {
  expect(plan(nodeOf(cart))).toEqual({
    selector: { matchLabels: { 'app.kubernetes.io/name': 'cart' } },
    action: 'ALLOW',
  });
});

describe('callers', () => {
  test('are told by the identity of their service accounts, a rule for each port', () => {
    expect(
      plan(
        nodeOf(cart, [
          [web, 7070],
          [job, 7070],
          [web, 9090],
        ]),
      ),
    ).toMatchObject({
      rules: [
        { from: principal('jobs/sa/batch', 'shop/sa/web'), to: [port(7070)] },
        { from: principal('shop/sa/web'), to: [port(9090)] },
      ],
    });
  });

  test('with one service account are told once', () => {
    const twin = group('twin', { serviceAccount: 'web' });
    expect(
      plan(
        nodeOf(cart, [
          [web, 7070],
          [twin, 7070],
        ]),
      ),
    ).toMatchObject({
      rules: [{ from: principal('shop/sa/web') }],
    });
  });

  test("are of the mesh's trust domain", () => {
    expect(plan(nodeOf(cart, [[web, 7070]]), { trustDomain: 'shop.example.com' })).toMatchObject({
      rules: [{ from: [{ source: { principals: ['shop.example.com/ns/shop/sa/web'] } }] }],
    });
  });

  test('make the requests alone to which their calls are narrowed', () => {
    const requests = [
      { methods: ['POST'], paths: ['/shop.Cart/Get', '/shop.Cart/Add*'] },
      { paths: ['/health'] },
    ];
    expect(
      plan(
        nodeOf(cart, [
          [web, 7070, { requests }],
          [job, 7070],
        ]),
      ),
    ).toMatchObject({
      rules: [
        {
          from: principal('shop/sa/web'),
          to: [
            {
              operation: {
                ports: ['7070'],
                methods: ['POST'],
                paths: ['/shop.Cart/Get', '/shop.Cart/Add*'],
              },
            },
            { operation: { ports: ['7070'], paths: ['/health'] } },
          ],
        },
        { from: principal('jobs/sa/batch'), to: [port(7070)] },
      ],
    });
  });

  test('make all requests where they are narrowed to none in particular', () => {
    expect(plan(nodeOf(cart, [[web, 7070, { requests: [] }]]))).toMatchObject({
      rules: [{ to: [port(7070)] }],
    });
  });

  test('by UDP open no TCP port of the same number', () => {
    const node = nodeOf(
      group('cart', { openPorts: [{ port: 53, protocol: 'UDP', to: ['0.0.0.0/0'] }] }),
      [[web, 53, { protocol: 'UDP' }]],
    );
    expect(plan(node)).not.toHaveProperty('rules');
    expect(planPlainTextPorts(node.group)).toBeUndefined();
  });
});

describe('open ports', () => {
  const rulesOf = (to: OpenPort['to'], spec: AccessSpec = {}) =>
    plan(nodeOf(group('cart', { openPorts: [{ port: 8080, protocol: 'TCP', to }] })), spec);

  test.each<[OpenPort['to'], AccessSpec, unknown]>([
    [
      'gateway',
      {},
      { principals: ['cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account'] },
    ],
    ['gateway', { gateway: { namespace: 'edge', labels: {} } }, { namespaces: ['edge'] }],
    ['metrics', {}, { namespaces: ['monitoring'] }],
    [
      'metrics',
      { prometheus: { namespace: 'o11y', labels: {}, serviceAccount: 'prom' } },
      { principals: ['cluster.local/ns/o11y/sa/prom'] },
    ],
    [['10.0.0.0/8', '192.0.2.0/24'], {}, { ipBlocks: ['10.0.0.0/8', '192.0.2.0/24'] }],
    [
      ['10.0.0.0/8'],
      { podCidrs: ['10.4.0.0/14'] },
      { ipBlocks: ['10.0.0.0/8'], notIpBlocks: ['10.4.0.0/14'] },
    ],
    [
      ['0.0.0.0/0'],
      { podCidrs: ['10.4.0.0/14'] },
      { ipBlocks: ['0.0.0.0/0'], notIpBlocks: ['10.4.0.0/14'] },
    ],
  ])('to %j with %j are for a source', (to, spec, source) => {
    expect(rulesOf(to, spec)).toMatchObject({ rules: [{ from: [{ source }], to: [port(8080)] }] });
  });

  test('to everywhere are for every source', () => {
    expect(rulesOf(['0.0.0.0/0'])).toMatchObject({ rules: [{ to: [port(8080)] }] });
    expect(JSON.stringify(rulesOf(['0.0.0.0/0']))).not.toContain('from');
  });

  test('to addresses take plain text, and no others do', () => {
    const openPorts: readonly OpenPort[] = [
      { port: 8080, protocol: 'TCP', to: ['192.0.2.0/24'] },
      { port: 9090, protocol: 'TCP', to: 'metrics' },
      { port: 9091, protocol: 'TCP', to: 'gateway' },
    ];
    const policy = planPlainTextPorts(group('cart', { openPorts }));
    expect(policy?.spec).toEqual({
      selector: { matchLabels: { 'app.kubernetes.io/name': 'cart' } },
      mtls: { mode: 'STRICT' },
      portLevelMtls: { '8080': { mode: 'PERMISSIVE' } },
    });
    expect(policy === undefined ? [] : validateManifest(policy)).toEqual([]);
    expect(planPlainTextPorts(cart)).toBeUndefined();
  });
});
