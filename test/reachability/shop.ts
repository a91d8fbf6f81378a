import type { DeclaredCall } from '../../lib/reachability/check';
import { authorizationPolicy, type Loose, namespace, networkPolicy, workload } from './manifests';

export const app = (name: string) => ({ podSelector: { matchLabels: { app: name } } });

/** A shop in an environment: web calls cart, cart calls redis, and everything else is closed. */
export function shop(env = 'qa', policies: readonly Loose[] = policiesOf(env)): readonly Loose[] {
  const space = `shop-${env}`;
  return [
    namespace(space, { env, 'istio-injection': 'enabled' }),
    workload(`${space}/web`),
    workload(`${space}/cart`, {}, [{ name: 'grpc', containerPort: 7070 }]),
    workload(`${space}/redis`),
    ...policies,
  ];
}

export function policiesOf(env = 'qa'): readonly Loose[] {
  const space = `shop-${env}`;
  return [
    networkPolicy(`${space}/default-deny`, { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
    networkPolicy(`${space}/web`, {
      ...app('web'),
      policyTypes: ['Ingress', 'Egress'],
      egress: [{ to: [app('cart')], ports: [{ port: 7070 }] }],
    }),
    networkPolicy(`${space}/cart`, {
      ...app('cart'),
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [app('web')], ports: [{ port: 'grpc' }] }],
      egress: [{ to: [app('redis')], ports: [{ port: 6379 }] }],
    }),
    networkPolicy(`${space}/redis`, {
      ...app('redis'),
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [app('cart')], ports: [{ port: 6379 }] }],
    }),
    authorizationPolicy(`${space}/cart`, {
      selector: { matchLabels: { app: 'cart' } },
      rules: [{ from: [{ source: { principals: [`cluster.local/ns/${space}/sa/web`] } }] }],
    }),
  ];
}

export function call(from: string, to: string, port: number, env = 'qa'): DeclaredCall {
  const end = (name: string) => ({ namespace: `shop-${env}`, workload: name });
  return { from: end(from), to: end(to), port };
}

export const CALLS: readonly DeclaredCall[] = [
  call('web', 'cart', 7070),
  call('cart', 'redis', 6379),
];
