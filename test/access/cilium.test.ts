import { planCiliumDefaultDeny, planCiliumPolicy } from '../../lib/access/cilium';
import type { AccessNode } from '../../lib/access/node';
import { externalEndpoint } from '../../lib/endpoint/endpoint';
import type { RequestRule } from '../../lib/endpoint/requests';
import type { AccessSpec } from '../../lib/environment/access';
import { access, endpointOf, group, nodeOf } from './world';

const cart = group('cart');
const web = group('web');
const labels = (name: string) => ({ 'app.kubernetes.io/name': name });
const tcp = (port: number) => ({ ports: [{ port: `${port}`, protocol: 'TCP' }] });

function plan(node: AccessNode, spec: AccessSpec = {}) {
  return planCiliumPolicy(node, access(spec));
}

test('closes a namespace both ways, by rules that match nothing', () => {
  expect(planCiliumDefaultDeny({ team: 'shop' })).toEqual({
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { name: 'default-deny', labels: { team: 'shop' } },
    spec: { endpointSelector: {}, ingress: [{}], egress: [{}] },
  });
});

test('closes pods both ways that call nobody and that nobody calls', () => {
  expect(plan(nodeOf(cart))).toMatchObject({
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    spec: { endpointSelector: { matchLabels: labels('cart') }, ingress: [{}], egress: [{}] },
  });
});

test('opens calls by labels, with the namespace where it is another one', () => {
  const job = group('job', { namespace: 'jobs' });
  const namespace = { 'k8s:io.kubernetes.pod.namespace': 'jobs' };
  expect(
    plan(
      nodeOf(cart, [
        [web, 7070],
        [job, 7070],
      ]),
    ),
  ).toMatchObject({
    spec: {
      ingress: [
        {
          fromEndpoints: [
            { matchLabels: { ...labels('job'), ...namespace } },
            { matchLabels: labels('web') },
          ],
          toPorts: [tcp(7070)],
        },
      ],
    },
  });
});

test('gives each kind of peer a rule of its own, as two in one rule exclude each other', () => {
  const node = nodeOf(
    group('cart', {
      openPorts: [{ port: 8080, protocol: 'TCP', to: ['0.0.0.0/0', '10.0.0.0/8'] }],
    }),
    [[web, 8080]],
  );
  expect(plan(node)).toMatchObject({
    spec: {
      ingress: [
        { fromEndpoints: [{ matchLabels: labels('web') }], toPorts: [tcp(8080)] },
        { fromEntities: ['world'], toPorts: [tcp(8080)] },
        { fromCIDRSet: [{ cidr: '10.0.0.0/8' }], toPorts: [tcp(8080)] },
      ],
    },
  });
});

describe('requests', () => {
  const http = (...requests: readonly RequestRule[]) => {
    const { spec } = plan(nodeOf(cart, [[web, 80, { requests }]]));
    return spec;
  };
  const rule = (rules: unknown) => ({
    ingress: [
      { toPorts: [{ ...tcp(80), ...(rules !== undefined && { rules: { http: rules } }) }] },
    ],
  });

  test.each<[readonly RequestRule[], readonly unknown[] | undefined]>([
    [[{ methods: ['GET', 'HEAD'] }], [{ method: 'GET' }, { method: 'HEAD' }]],
    [
      [{ paths: ['/a.b/C', '/x/*', '*.png'] }],
      [{ path: '/a\\.b/C' }, { path: '/x/.*' }, { path: '.*\\.png' }],
    ],
    [
      [{ methods: ['GET'], paths: ['/a', '/b'] }, { methods: ['PUT'] }],
      [{ method: 'GET', path: '/a' }, { method: 'GET', path: '/b' }, { method: 'PUT' }],
    ],
    [[{}], [{}]],
    [[], undefined],
  ])('%j are told in regular expressions', (requests, rules) => {
    expect(http(...requests)).toMatchObject(rule(rules));
    if (rules === undefined) expect(JSON.stringify(http(...requests))).not.toContain('rules');
  });

  test('bind the callee alone', () => {
    const requests = [{ methods: ['GET'] }];
    const { spec } = plan(nodeOf(web, [], [endpointOf(cart, 80, { requests })]));
    expect(JSON.stringify(spec)).not.toContain('http');
  });

  test('of two callers are two rules', () => {
    const requests = [{ methods: ['GET'] }];
    expect(
      plan(
        nodeOf(cart, [
          [web, 80, { requests }],
          [group('admin'), 80],
        ]),
      ),
    ).toMatchObject({
      spec: {
        ingress: [
          {
            fromEndpoints: [{ matchLabels: labels('web') }],
            toPorts: [{ ...tcp(80), rules: { http: [{ method: 'GET' }] } }],
          },
          { fromEndpoints: [{ matchLabels: labels('admin') }], toPorts: [tcp(80)] },
        ],
      },
    });
  });
});

test('leaves what else has the port of the name servers alone', () => {
  const host = externalEndpoint({ host: 'api.example.com', port: 443 });
  const { spec } = plan(nodeOf(web, [], [endpointOf(cart, 53), host]));
  expect(spec).toMatchObject({
    egress: expect.arrayContaining([
      {
        toEndpoints: [{ matchLabels: labels('cart') }],
        toPorts: [{ ports: [{ port: '53', protocol: 'TCP' }] }],
      },
    ]),
  });
});

describe('external endpoints', () => {
  const egress = (...endpoints: readonly Parameters<typeof externalEndpoint>[0][]) =>
    plan(nodeOf(web, [], endpoints.map(externalEndpoint))).spec;

  test('are told by their names, which Cilium learns from the name server', () => {
    expect(
      egress({ host: 'api.example.com', port: 443 }, { host: 'b.example.com', port: 443 }),
    ).toMatchObject({
      egress: [
        {
          toEndpoints: [{ matchLabels: { 'k8s-app': 'kube-dns' } }],
          toPorts: ['TCP', 'UDP'].map((protocol) => ({
            ports: [{ port: '53', protocol }],
            rules: { dns: [{ matchPattern: '*' }] },
          })),
        },
        {
          toFQDNs: [{ matchName: 'api.example.com' }, { matchName: 'b.example.com' }],
          toPorts: [tcp(443)],
        },
      ],
    });
  });

  test('with addresses are told by these, and names are not looked at', () => {
    const spec = egress({ host: 'db.example.com', port: 5432, cidrs: ['10.9.0.0/24'] });
    expect(spec).toMatchObject({
      egress: [{}, { toCIDRSet: [{ cidr: '10.9.0.0/24' }], toPorts: [tcp(5432)] }],
    });
    expect(JSON.stringify(spec)).not.toContain('dns":[');
  });

  test('with pods are told by these, and names are not looked at', () => {
    const pods = { namespace: 'tracing', labels: { app: 'otel' }, port: 14317 };
    const spec = egress({ host: 'otel.tracing.svc', port: 4317, pods });
    expect(spec).toMatchObject({
      egress: [
        {},
        {
          toEndpoints: [
            { matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'tracing', app: 'otel' } },
          ],
          toPorts: [tcp(14317)],
        },
      ],
    });
    expect(JSON.stringify(spec)).not.toContain('dns":[');
  });
});

test('opens the API server to pods with grants by its own word, at its port where that is told', () => {
  const operator = nodeOf(group('operator', { callsApi: true }));
  expect(plan(operator)).toMatchObject({ spec: { egress: [{ toEntities: ['kube-apiserver'] }] } });
  expect(plan(operator, { apiServer: { cidrs: ['192.0.2.1/32'], port: 6443 } })).toMatchObject({
    spec: { egress: [{ toEntities: ['kube-apiserver'], toPorts: [tcp(6443)] }] },
  });
});

test("leaves a call's requests to the mesh, whose encryption Cilium can't look into", () => {
  const node = nodeOf(cart, [[web, 80, { requests: [{ methods: ['GET'] }] }]]);
  expect(JSON.stringify(planCiliumPolicy(node, access({}, false)))).toContain('"http"');
  expect(JSON.stringify(planCiliumPolicy(node, access({}, true)))).not.toContain('"http"');
});
