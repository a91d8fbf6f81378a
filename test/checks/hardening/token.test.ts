import { checkHardening } from '../../../lib/checks/hardening/check';
import { formatFinding } from '../../../lib/checks/hardening/finding';
import type { JsonObject } from '../../../lib/manifest/manifest';
import type { ManifestEntry } from '../../../lib/manifest/manifest-set';
import { deployment, object, podSpec } from './objects';

const lines = (...manifests: readonly ManifestEntry[]) =>
  checkHardening(manifests).map(formatFinding);

function pod(fields: JsonObject = {}): ManifestEntry {
  const { automountServiceAccountToken: _, ...spec } = podSpec();
  return deployment({ serviceAccountName: 'cart', ...spec, ...fields });
}

const account = (fields: JsonObject = {}) => object('v1', 'ServiceAccount', 'cart', fields);

const RBAC = 'rbac.authorization.k8s.io/v1';
const cart = { kind: 'ServiceAccount', name: 'cart', namespace: 'shop' };

const idle = (name: string) => [
  `[qa/shop/deployment] Deployment shop/cart: spec.template.spec.automountServiceAccountToken: is missing, allowed false, or true where a role is bound elsewhere: none is bound here to ServiceAccount shop/${name} (Service Account Token)`,
];

test('rejects a token that opens nothing', () => {
  expect(lines(pod(), account())).toEqual(idle('cart'));
  expect(lines(pod({ serviceAccountName: 'default' }))).toEqual(idle('default'));
});

test.each([true, false])('may be decided: %s', (automountServiceAccountToken) => {
  expect(lines(pod({ automountServiceAccountToken }), account())).toEqual([]);
  expect(lines(pod(), account({ automountServiceAccountToken }))).toEqual([]);
});

test('may be that of an account from elsewhere, of whose roles nothing is known', () => {
  expect(lines(pod())).toEqual([]);
});

test.each<[string, JsonObject]>([
  ['RoleBinding', cart],
  ['ClusterRoleBinding', cart],
  ['RoleBinding', { kind: 'ServiceAccount', name: 'cart' }],
  ['ClusterRoleBinding', { kind: 'User', name: 'system:serviceaccount:shop:cart' }],
  ['RoleBinding', { kind: 'Group', name: 'system:serviceaccounts:shop' }],
  ['RoleBinding', { kind: 'Group', name: 'system:serviceaccounts' }],
  ['RoleBinding', { kind: 'Group', name: 'system:authenticated' }],
])('is of use by a %s to %j', (kind, subject) => {
  expect(lines(pod(), account(), object(RBAC, kind, 'cart', { subjects: [subject] }))).toEqual([]);
});

test.each<JsonObject>([
  { ...cart, namespace: 'other' },
  { ...cart, name: 'other' },
  { kind: 'User', name: 'cart' },
  { kind: 'Group', name: 'developers' },
  { kind: 'Group', name: 'system:serviceaccounts:other' },
])('rejects one that is of no use by a binding to %j', (subject) => {
  const binding = object(RBAC, 'RoleBinding', 'cart', { subjects: [subject] });
  expect(lines(pod(), account(), binding)).toEqual(idle('cart'));
});

test('rejects one whose binding is in another cluster', () => {
  const binding = object(RBAC, 'RoleBinding', 'cart', { subjects: [cart] });
  expect(lines(pod(), account(), { ...binding, cluster: 'other' })).toEqual(idle('cart'));
});
