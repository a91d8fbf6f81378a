import type { RouterContext } from '../../lib/delivery/router';
import { istioByHost } from '../../lib/delivery/routers/istio-by-host';
import type { Port } from '../../lib/pod/ports';
import { validateManifest } from '../../lib/schema/validate';
import { lines } from '../problem/lines';
import { context } from './releases';

const around: RouterContext = {
  ...context,
  services: { stable: 'cart', canary: 'cart-canary' },
  managedRoutes: [],
  hasExperimentTraffic: false,
};
const port = (name: string, number: number, rest: Partial<Port> = {}): Port => ({
  name,
  port: number,
  target: number,
  protocol: 'TCP',
  ...rest,
});

function planOf(change: Partial<RouterContext>) {
  const plan = istioByHost().plan({ ...around, ...change });
  expect(plan.manifests.flatMap(validateManifest)).toEqual([]);
  const [owned] = plan.controllerOwned;
  return { ...plan, spec: plan.manifests[0]?.spec, fields: owned?.fields };
}

test('splits each port on its own where there are several', () => {
  const ports = [
    port('http', 80),
    port('grpc', 7070),
    port('tcp', 6379),
    port('udp', 53, { protocol: 'UDP' }),
  ];
  const { trafficRouting, spec } = planOf({ ports });
  expect(trafficRouting).toEqual({
    istio: {
      virtualService: {
        name: 'cart',
        routes: ['primary-http', 'primary-grpc'],
        tcpRoutes: [{ port: 6379 }],
      },
    },
  });
  const route = (number: number) => [
    { destination: { host: 'cart', port: { number } }, weight: 100 },
    { destination: { host: 'cart-canary', port: { number } }, weight: 0 },
  ];
  expect(spec).toEqual({
    hosts: ['cart'],
    http: [
      { name: 'primary-http', match: [{ port: 80 }], route: route(80) },
      { name: 'primary-grpc', match: [{ port: 7070 }], route: route(7070) },
    ],
    tcp: [{ match: [{ port: 6379 }], route: route(6379) }],
  });
});

test.each([
  ['by the port’s name', port('http-web', 80), 'http'],
  ['by the application protocol', port('web', 80, { appProtocol: 'kubernetes.io/h2c' }), 'http'],
  [
    'unless the application protocol says otherwise',
    port('http', 80, { appProtocol: 'tcp' }),
    'tcp',
  ],
  ['as bytes where nothing tells of HTTP', port('web', 80), 'tcp'],
])('understands requests %s', (_, one, kind) => {
  expect(planOf({ ports: [one] }).spec).toHaveProperty(kind);
});

test('takes requests for granted where no port is known', () => {
  expect(planOf({ ports: [] }).trafficRouting).toEqual({
    istio: { virtualService: { name: 'cart', routes: ['primary'] } },
  });
});

test('tells which routes and weights the controller writes', () => {
  expect(planOf({ managedRoutes: ['testers'] }).fields).toEqual([
    '.spec.http[] | select(.name == "testers")',
    '.spec.http[] | select(.name == "primary") | .route[].weight',
  ]);
  expect(planOf({ hasExperimentTraffic: true }).fields).toEqual([
    '.spec.http[] | select(.name == "primary") | .route',
  ]);
});

test('rejects hosts and gateways that are none', () => {
  const wrong = istioByHost({
    hosts: ['*.example.com', 'a b'],
    gateways: ['mesh', 'a/b', 'a/b/c'],
  });
  const problems = lines(wrong.check?.('release.router') ?? []);
  expect(problems.map((line) => line.slice(0, line.indexOf(', allowed')))).toEqual([
    'release.router.hosts[1]: got "a b"',
    'release.router.gateways[2]: got "a/b/c"',
  ]);
});
