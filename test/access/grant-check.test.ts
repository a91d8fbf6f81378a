import { checkGrants } from '../../lib/access/grant-check';
import type { Grant } from '../../lib/access/grants';
import { Microservice } from '../../lib/microservice/microservice';
import { least, plainChart } from '../microservice/chart';
import { lines, untyped } from '../problem/lines';
import { problemsOf } from '../render-tree';

const pods: Grant = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };

function told(fields: object): readonly string[] {
  return lines(checkGrants('grants', [untyped({ ...pods, ...fields })]));
}

test.each<Partial<Grant>>([
  {},
  { resources: ['pods', 'pods/log', 'pods/status', 'pods/finalizers'], verbs: ['get', 'watch'] },
  { resources: ['secrets'], resourceNames: ['tls'] },
  { resources: ['pods/eviction'], verbs: ['create'], resourceNames: ['a'] },
  { apiGroups: ['', 'apps'], resources: ['pods', 'deployments'], verbs: ['get', 'delete'] },
  { apiGroups: ['apps'], resources: ['deployments/scale'], verbs: ['patch'] },
  { apiGroups: ['example.com'], resources: ['boats', 'boats/crew'], verbs: ['get', 'sail'] },
  { apiGroups: ['metrics.k8s.io'] },
  { resources: ['namespaces'], verbs: ['get', 'patch'] },
])('grants may be %j', (fields) => {
  expect(told(fields)).toEqual([]);
});

describe('grants that no Role can give', () => {
  test.each<[object, string]>([
    [
      { apiGroups: ['apps/v1'] },
      `apiGroups: got "apps/v1", allowed the group without a version: 'apps'`,
    ],
    [
      { apiGroups: ['example.com/v1'] },
      `apiGroups: got "example.com/v1", allowed the group without a version: 'example.com'`,
    ],
    [
      { apiGroups: ['v1'] },
      `apiGroups: got "v1", allowed '', which is the group of pods, configmaps and the like`,
    ],
    [
      { apiGroups: ['core'] },
      `apiGroups: got "core", allowed '', which is the group of pods, configmaps and the like`,
    ],
    [
      { apiGroups: ['networking'], resources: ['ingresses'] },
      `apiGroups: got "networking", allowed the group without a version: 'networking.k8s.io'`,
    ],
    [
      { apiGroups: ['shop'], resources: ['boats'] },
      `apiGroups: got "shop", allowed '' or a group such as 'apps' or 'example.com', without a version`,
    ],
    [{ resources: ['Pods'] }, `resources: got "Pods", allowed a plural in lower case: 'pods'`],
    [
      { resources: ['ConfigMap'] },
      `resources: got "ConfigMap", allowed a plural in lower case: 'configmaps'`,
    ],
    [{ resources: ['pod'] }, `resources: got "pod", allowed 'pods', in plural`],
    [{ resources: ['pods*'] }, `resources: got "pods*", allowed a plural in lower case: 'pods'`],
    [{ resources: ['pods/'] }, `resources: got "pods/", allowed a plural in lower case: 'pods'`],
    [{ resources: ['pods/logs'] }, `resources: got "pods/logs", allowed 'pods/log'`],
    [
      { resources: ['configmaps/exec'] },
      `resources: got "configmaps/exec", allowed configmaps/finalizers, configmaps/status`,
    ],
    [
      { resources: ['deployments'] },
      `resources: got "deployments", allowed with 'apps' in apiGroups, where this resource is`,
    ],
    [
      { apiGroups: ['policy'], resources: ['unheardof'] },
      `resources: got "unheardof", allowed those of 'policy': poddisruptionbudgets`,
    ],
    [{ verbs: ['GET'] }, `verbs: got "GET", allowed 'get'`],
    [
      { verbs: ['read'] },
      'verbs: got "read", allowed get, list, watch, create, update, patch, delete, deletecollection',
    ],
    [
      { resources: ['configmaps'], verbs: ['get', 'create'], resourceNames: ['a'] },
      'verbs: got "create", allowed without resourceNames, which it never meets: put it into a grant of its own',
    ],
    [
      { resources: ['namespaces'], verbs: ['get', 'list', 'watch'] },
      'resources: got "namespaces", allowed without list, watch: a Role has a say in its own namespace alone',
    ],
  ])('are told with the right word: %j', (fields, problem) => {
    expect(told(fields)).toEqual([`grants[0].${problem}`]);
  });

  test.each<[string, string]>([
    ['', 'nodes'],
    ['', 'persistentvolumes'],
    ['', 'users'],
    ['apiextensions.k8s.io', 'customresourcedefinitions'],
    ['cert-manager.io', 'clusterissuers'],
    ['gateway.networking.k8s.io', 'gatewayclasses'],
    ['rbac.authorization.k8s.io', 'clusterroles'],
    ['storage.k8s.io', 'storageclasses'],
  ])('are those about what has no namespace: %s/%s', (group, resource) => {
    expect(told({ apiGroups: [group], resources: [resource] })).toEqual([
      `grants[0].resources: got "${resource}", allowed what is in a namespace: a Role gives no right to anything else, a ClusterRole of its own does`,
    ]);
  });
});

describe('grants that hold more than they say', () => {
  const names = 'allowed names one by one, or a reason in `because`';
  const verbs = 'allowed verbs that give no further rights, or a reason in `because`';
  const strong = (resource: string, by: string, gives: string) =>
    `resources: got "${resource}" with ${by}, which ${gives}: leave it out, or give a reason in \`because\``;
  const runs = 'runs pods with any account and any Secret of the namespace';
  const into = 'runs what it likes in other pods';

  test.each<[object, string]>([
    [{ apiGroups: ['*'] }, `apiGroups: got "*", ${names}`],
    [{ resources: ['pods/*'] }, `resources: got "pods/*", ${names}`],
    [{ resources: ['*/scale'] }, `resources: got "*/scale", ${names}`],
    [{ verbs: ['*'] }, `verbs: got "*", ${names}`],
    [{ verbs: ['get', 'escalate'] }, `verbs: got "escalate", ${verbs}`],
    [{ verbs: ['bind'] }, `verbs: got "bind", ${verbs}`],
    [{ verbs: ['impersonate'] }, `verbs: got "impersonate", ${verbs}`],
    [
      { resources: ['secrets'], verbs: ['list', 'watch'] },
      strong('secrets', 'list, watch', 'shows what all Secrets of the namespace hold'),
    ],
    [
      { resources: ['secrets'], verbs: ['list'], resourceNames: ['a'] },
      strong('secrets', 'list', 'shows what all Secrets of the namespace hold'),
    ],
    [
      { resources: ['secrets'] },
      strong(
        'secrets',
        'get',
        'shows what any Secret of the namespace holds, without resourceNames',
      ),
    ],
    [
      { resources: ['serviceaccounts/token'], verbs: ['create'] },
      strong('serviceaccounts/token', 'create', 'makes tokens by which it is someone else'),
    ],
    [{ resources: ['pods/exec'], verbs: ['create'] }, strong('pods/exec', 'create', into)],
    [{ resources: ['pods/attach'] }, strong('pods/attach', 'get', into)],
    [
      { resources: ['pods/ephemeralcontainers'], verbs: ['patch'] },
      strong('pods/ephemeralcontainers', 'patch', into),
    ],
    [
      { resources: ['pods/portforward'], verbs: ['create'] },
      strong('pods/portforward', 'create', 'reaches pods past all policies'),
    ],
    [{ verbs: ['create'] }, strong('pods', 'create', runs)],
    [
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'update', 'patch'] },
      strong('deployments', 'update, patch', runs),
    ],
    [
      { apiGroups: ['argoproj.io'], resources: ['rollouts'], verbs: ['patch'] },
      strong('rollouts', 'patch', runs),
    ],
    [
      { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: ['delete'] },
      strong('networkpolicies', 'delete', 'opens what policies keep closed'),
    ],
  ])('need a reason: %j', (fields, problem) => {
    expect(told(fields)).toEqual([`grants[0].${problem}`]);
    expect(told({ ...fields, because: 'an operator' })).toEqual([]);
    expect(told({ ...fields, because: 'ten chars!' })).toEqual([]);
    expect(told({ ...fields, because: '  nine chs ' })).toEqual([
      'grants[0].because: got "  nine chs ", allowed a reason in words, of 10 letters or more',
    ]);
  });

  test("may be of custom resources that have the name of Kubernetes' own", () => {
    expect(told({ apiGroups: ['example.com'], resources: ['secrets'], verbs: ['list'] })).toEqual(
      [],
    );
  });
});

test.each<[string, unknown, readonly string[]]>([
  ['no list', { a: 1 }, [`grants: got {"a":1}, allowed a list: [{ apiGroups, resources, verbs }]`]],
  ['no grant', ['get'], [`grants[0]: got "get", allowed an object: { ... }`]],
  [
    'nothing said',
    [{}],
    [
      "grants[0].apiGroups: is missing: say in which: '' is that of pods and configmaps, 'apps' that of deployments",
      "grants[0].resources: is missing: say what, in plural: ['configmaps']",
      "grants[0].verbs: is missing: say what may be done: ['get', 'list', 'watch']",
    ],
  ],
  [
    'empty lists',
    [{ ...pods, verbs: [], resourceNames: [] }],
    [
      "grants[0].verbs: is empty: say what may be done: ['get', 'list', 'watch']",
      'grants[0].resourceNames: is empty: leave it out for all, or name one',
    ],
  ],
  [
    'wrong words',
    [{ ...pods, verbs: 'get', resourcenames: ['a'] }],
    [
      "grants[0].verbs: got \"get\", allowed a list of text: ['a', 'b']",
      "grants[0].resourcenames: isn't known, did you mean resourceNames?",
    ],
  ],
])('rejects %s', (_, grants, problems) => {
  expect(lines(checkGrants('grants', untyped(grants)))).toEqual(problems);
});

test('is told of a microservice, from JavaScript too', () => {
  const chart = plainChart('shop');
  new Microservice(chart, 'cart', {
    ...least,
    grants: untyped([{ resources: ['pods'], verbs: ['get'] }]),
  });
  expect(problemsOf(chart)).toEqual([
    "[shop/cart] grants[0].apiGroups: is missing: say in which: '' is that of pods and configmaps, 'apps' that of deployments",
  ]);
});
