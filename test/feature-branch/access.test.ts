import { checkAccess } from '../../lib/config-repo/check-access';
import { readAccess } from '../../lib/config-repo/check-access-declared';
import type { AccessSpec } from '../../lib/environment/access';
import { FeatureBranch } from '../../lib/feature-branch/feature-branch';
import { manifestsOf } from '../render-tree';
import { branchBy, branchOf, byHeader, image, mesh, Shop, type ShopOptions } from './shop';

const exposed = { host: 'shop.qa.example.com' };
const branches = { myfeature: branchOf('frontend', 'cart'), other: branchBy(byHeader, 'cart') };

function shopWith(access: AccessSpec, options: ShopOptions = {}): Shop {
  const frontend = { exposed, metrics: { port: 'http' } };
  return new Shop({ environment: { mesh, access }, branches, frontend, ...options });
}

/** What is open and not declared, or declared and not open. */
function linesOf({ environment }: Shop): readonly string[] {
  return checkAccess(manifestsOf(environment), [readAccess(environment)]);
}

test.each<[string, AccessSpec]>([
  ['kubernetes', { dialects: ['kubernetes'] }],
  ['istio', { dialects: ['istio'] }],
  ['all', { dialects: ['kubernetes', 'istio', 'cilium'] }],
])(
  'policies in the words of %s open to variants what is declared of the main ones, and nothing else',
  (_, access) => {
    expect(linesOf(shopWith(access))).toEqual([]);
  },
);

test('policies of variants have the peers of the main ones, and variants of these', () => {
  const shop = shopWith({ dialects: ['kubernetes', 'istio', 'cilium'] });
  const names = (kind: string, name: string) =>
    JSON.stringify(shop.find(kind, name)?.spec).match(/(frontend|cart|database)[a-z-]*/g) ?? [];
  const distinct = (kind: string, name: string) => [...new Set(names(kind, name))].toSorted();
  const callers = ['frontend', 'frontend-myfeature'];
  expect(distinct('NetworkPolicy', 'cart-other')).toEqual(['cart-other', 'database', ...callers]);
  expect(distinct('CiliumNetworkPolicy', 'cart-other')).toEqual([
    'cart-other',
    'database',
    ...callers,
  ]);
  expect(distinct('AuthorizationPolicy', 'cart-other')).toEqual(['cart-other', ...callers]);
  expect(distinct('AuthorizationPolicy', 'database')).toEqual([
    'cart',
    'cart-myfeature',
    'cart-other',
    'database',
  ]);
});

test('the gateway and Prometheus reach the variant of what they reach', () => {
  const shop = shopWith({ dialects: ['kubernetes'] });
  const policy = shop.find('NetworkPolicy', 'frontend-myfeature');
  expect(JSON.stringify(policy)).toContain('ingressgateway');
  expect(JSON.stringify(policy)).toContain('prometheus');
});

test('the world does not reach the variant of what it reaches past the gateway', () => {
  const shop = shopWith(
    { dialects: ['kubernetes', 'istio'] },
    { frontend: { exposed, services: { 'frontend-external': { type: 'LoadBalancer' } } } },
  );
  expect(JSON.stringify(shop.find('NetworkPolicy', 'frontend')?.spec)).toContain('0.0.0.0/0');
  expect(JSON.stringify(shop.find('NetworkPolicy', 'frontend-myfeature')?.spec)).not.toContain(
    'ipBlock',
  );
  expect(shop.find('PeerAuthentication', 'frontend')).toBeDefined();
  expect(shop.find('PeerAuthentication', 'frontend-myfeature')).toBeUndefined();
  expect(linesOf(shop)).toEqual([]);
});

test('a branch as code opens the same as the branch as data', () => {
  const shop = shopWith({}, { branches: {} });
  const { system, frontend, cart } = shop;
  new FeatureBranch(system, 'myfeature', {
    ...branches.myfeature,
    microservices: [
      { of: frontend, image },
      { of: cart, image },
    ],
  });
  new FeatureBranch(system, 'other', { ...branches.other, microservices: [{ of: cart, image }] });
  const policies = (one: Shop) =>
    one.all().filter(({ kind }) => kind === 'NetworkPolicy' || kind === 'AuthorizationPolicy');
  const byName = (one: Shop) =>
    new Map(policies(one).map((policy) => [`${policy.kind} ${policy.metadata.name}`, policy]));
  expect(byName(shop)).toEqual(byName(shopWith({})));
});
