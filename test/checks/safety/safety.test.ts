import { findingsIn } from '../findings';

const RBAC = 'rbac.authorization.k8s.io';
const role = (rule: string, kind = 'ClusterRole') => `
apiVersion: ${RBAC}/v1
kind: ${kind}
metadata: { name: a }
rules: [{ ${rule} }]`;
const binding = (name: string, ref = 'view') => `
apiVersion: ${RBAC}/v1
kind: ClusterRoleBinding
metadata: { name: a }
roleRef: { apiGroup: ${RBAC}, kind: ClusterRole, name: ${ref} }
subjects: [{ apiGroup: ${RBAC}, kind: Group, name: '${name}' }]`;
const IDS = [
  'cluster-admin',
  'escalating-role',
  'exec-role',
  'role-for-everyone',
  'secrets-role',
  'wildcard-role',
];

/** The rules that find something, with its severity. */
const foundIn = (yaml: string, ids: readonly string[] = IDS) =>
  findingsIn(yaml, ids).map((line) => line.split(':', 1)[0]);

test.each([
  ["apiGroups: [''], resources: ['*'], verbs: [get]", 'wildcard-role'],
  ["apiGroups: ['*'], resources: [pods], verbs: [get]", 'wildcard-role'],
  ["nonResourceURLs: ['*'], verbs: [get]", 'wildcard-role'],
  [`apiGroups: [${RBAC}], resources: [clusterroles], verbs: [escalate]`, 'escalating-role'],
  ["apiGroups: [''], resources: [users], verbs: [impersonate]", 'escalating-role'],
  ["apiGroups: [''], resources: [serviceaccounts/token], verbs: [create]", 'escalating-role'],
  ["apiGroups: [''], resources: [nodes/proxy], verbs: [get]", 'escalating-role'],
  ["apiGroups: [''], resources: [pods/attach], verbs: [get]", 'exec-role'],
  ["apiGroups: [''], resources: [secrets], verbs: [watch]", 'secrets-role'],
])('a role with %s is told', (rule, id) => {
  expect(foundIn(role(rule))).toEqual([`warning ${id}`]);
  expect(foundIn(role(rule, 'Role'))).toEqual([`warning ${id}`]);
});

test.each([
  'apiGroups: [apps], resources: [deployments, deployments/scale], verbs: [get, create]',
  `apiGroups: [${RBAC}], resources: [roles], verbs: [get, create]`,
  "apiGroups: [''], resources: [users], resourceNames: [ci], verbs: [impersonate]",
  "apiGroups: [''], resources: [pods/exec], verbs: [list]",
  "apiGroups: [''], resources: [secrets], verbs: [create]",
  "apiGroups: [''], resources: [secrets], resourceNames: [a], verbs: [get]",
  'apiGroups: [external-secrets.io], resources: [secrets], verbs: [get]',
  "nonResourceURLs: ['/metrics/*'], verbs: [get]",
])('a role with %s is fine', (rule) => {
  expect(foundIn(role(rule))).toEqual([]);
});

test('each `*` of a rule is told', () => {
  expect(foundIn(role("apiGroups: ['*'], resources: ['*'], verbs: ['*']"))).toEqual(
    Array(3).fill('warning wildcard-role'),
  );
});

test.each([
  ['system:anonymous', ['error role-for-everyone']],
  ['system:unauthenticated', ['error role-for-everyone']],
  ['system:authenticated', ['warning role-for-everyone']],
  ['system:serviceaccounts', ['warning role-for-everyone']],
  ['system:serviceaccounts:shop', []],
  ['shop-team', []],
])('a role of %s', (group, found) => {
  expect(foundIn(binding(group))).toEqual(found);
});

test('the role of the administrator is told', () => {
  expect(foundIn(binding('shop-team', 'cluster-admin'))).toEqual(['warning cluster-admin']);
  expect(foundIn(binding('shop-team', 'cluster-admins'))).toEqual([]);
});

const POD = `
apiVersion: v1
kind: Pod
metadata: { name: cart, namespace: shop, labels: { app: cart } }
spec: { containers: [{ name: cart, image: 'cart:1' }] }`;
const policy = (apiVersion: string, kind: string, spec: string, namespace = 'shop') => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: a, namespace: ${namespace} }
spec: { ${spec} }`;

test.each([
  [
    'its labels',
    policy('networking.k8s.io/v1', 'NetworkPolicy', 'podSelector: { matchLabels: { app: cart } }'),
  ],
  ['all pods there', policy('networking.k8s.io/v1', 'NetworkPolicy', 'podSelector: {}')],
  ['Cilium', policy('cilium.io/v2', 'CiliumNetworkPolicy', 'endpointSelector: {}')],
  [
    'Istio',
    policy(
      'security.istio.io/v1',
      'AuthorizationPolicy',
      'selector: { matchLabels: { app: cart } }',
    ),
  ],
  [
    'Istio, for all namespaces',
    policy('security.istio.io/v1', 'AuthorizationPolicy', '', 'istio-system'),
  ],
])('a pod is guarded by a policy of %s', (_, guard) => {
  expect(foundIn(`${POD}\n---${guard}`, ['missing-network-policy'])).toEqual([]);
});

test.each([
  [
    'other labels',
    policy('networking.k8s.io/v1', 'NetworkPolicy', 'podSelector: { matchLabels: { app: a } }'),
  ],
  [
    'another namespace',
    policy('networking.k8s.io/v1', 'NetworkPolicy', 'podSelector: {}', 'other'),
  ],
  [
    'Istio in another namespace',
    policy('security.istio.io/v1', 'AuthorizationPolicy', '', 'other'),
  ],
])('a pod is not guarded by a policy of %s', (_, guard) => {
  expect(foundIn(`${POD}\n---${guard}`, ['missing-network-policy'])).toEqual([
    'warning missing-network-policy',
  ]);
});

test('what runs to its end, or on the network of its node, needs no guard', () => {
  const job = `{ apiVersion: batch/v1, kind: Job, metadata: { name: a }, spec: { template: { spec: { containers: [] } } } }`;
  expect(foundIn(job, ['missing-network-policy'])).toEqual([]);
  const onNode = POD.replace('spec: {', 'spec: { hostNetwork: true,');
  expect(foundIn(onNode, ['missing-network-policy'])).toEqual([]);
});

test('the port of SSH is one of TCP', () => {
  const pod = (port: string) => POD.replace("'cart:1'", `'cart:1', ports: [{ ${port} }]`);
  expect(foundIn(pod('containerPort: 22'), ['ssh-port'])).toEqual(['warning ssh-port']);
  expect(foundIn(pod('containerPort: 22, protocol: UDP'), ['ssh-port'])).toEqual([]);
  expect(foundIn(pod('containerPort: 2222'), ['ssh-port'])).toEqual([]);
});

const gateway = (apiVersion: string, spec: string) => `
apiVersion: ${apiVersion}
kind: Gateway
metadata: { name: a }
spec: { ${spec} }`;
const ISTIO = 'networking.istio.io/v1';
const STANDARD = 'gateway.networking.k8s.io/v1';

test.each([
  gateway(ISTIO, 'servers: [{ port: { number: 80, protocol: HTTP } }]'),
  gateway(STANDARD, 'listeners: [{ name: a, port: 80, protocol: HTTP }]'),
])('what comes in is encrypted', (yaml) => {
  expect(foundIn(yaml, ['plain-ingress'])).toEqual(['warning plain-ingress']);
});

test.each([
  gateway(
    ISTIO,
    'servers: [{ port: { number: 443, protocol: HTTPS } }, { port: { number: 80, protocol: HTTP } }]',
  ),
  gateway(
    ISTIO,
    'servers: [{ port: { number: 80, protocol: HTTP }, tls: { httpsRedirect: true } }]',
  ),
  gateway(
    ISTIO,
    'selector: { istio: egressgateway }, servers: [{ port: { number: 80, protocol: HTTP } }]',
  ),
  gateway(
    STANDARD,
    'listeners: [{ name: a, port: 80, protocol: HTTP }, { name: b, port: 443, protocol: HTTPS }]',
  ),
  gateway(STANDARD, 'listeners: [{ name: a, port: 15008, protocol: HBONE }]'),
])('a gateway is encrypted, sends there, or is for the way out', (yaml) => {
  expect(foundIn(yaml, ['plain-ingress'])).toEqual([]);
});
