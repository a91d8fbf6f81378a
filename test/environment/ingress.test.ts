import {
  checkIngressSpec,
  findGatewayPods,
  type IngressSpec,
  ingressOf,
} from '../../lib/environment/ingress';
import { formatProblem } from '../../lib/problem/problem';

const gateway = { name: 'public', namespace: 'gateways' };

function problemsWith(ingress: object) {
  // What doesn't compile may come from JavaScript.
  const spec: IngressSpec = Object.assign({ kind: 'nginx' } as const, ingress);
  return checkIngressSpec('ingress', spec).map(formatProblem);
}

test.each([
  { kind: 'istio' },
  { kind: 'istio', gateway },
  { kind: 'gateway-api', gateway: { ...gateway, listener: 'https' } },
  { kind: 'gateway-api', class: 'istio' },
  { kind: 'nginx' },
  { kind: 'ingress', class: 'traefik' },
])('takes %j', (ingress) => {
  expect(problemsWith(ingress)).toEqual([]);
});

test.each([
  [
    { kind: 'traefik' },
    "ingress.kind: got \"traefik\", allowed 'istio', 'gateway-api', 'nginx', 'ingress'",
  ],
  [
    { kind: 'gateway-api' },
    'ingress: has no gateway: add `gateway`, or `class` for one of each microservice',
  ],
  [{ kind: 'ingress' }, 'ingress.class: is missing: name the IngressClass'],
  [
    { kind: 'istio', gateway: { ...gateway, name: 'A' } },
    'ingress.gateway.name: got "A", allowed DNS labels joined by dots, at most 253 characters',
  ],
  [
    { kind: 'istio', gateway: { ...gateway, listener: 'https' } },
    "ingress.gateway.listener: is for kind 'gateway-api' only",
  ],
])('rejects %j', (ingress, problem) => {
  expect(problemsWith(ingress)).toEqual([problem]);
});

test('is the gateway of the mesh, or else NGINX', () => {
  expect(ingressOf({ mesh: { kind: 'istio' } })).toEqual({ kind: 'istio' });
  expect(ingressOf({})).toEqual({ kind: 'nginx' });
  expect(ingressOf({ mesh: { kind: 'istio' }, ingress: { kind: 'nginx' } })).toEqual({
    kind: 'nginx',
  });
});

test('knows the pods of Istio and NGINX, and of others what the environment tells', () => {
  const own = { namespace: 'gateways', labels: { app: 'gateway' } };
  const ingress = { kind: 'gateway-api', class: 'istio' } as const;
  expect(findGatewayPods({ mesh: { kind: 'istio' } })?.namespace).toBe('istio-system');
  expect(findGatewayPods({})?.namespace).toBe('ingress-nginx');
  expect(findGatewayPods({ ingress })).toBeUndefined();
  expect(findGatewayPods({ ingress, access: { gateway: own } })).toBe(own);
});
