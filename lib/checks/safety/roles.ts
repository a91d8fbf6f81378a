import { type Fields, fieldsOf, findText, itemsOf, textsOf } from '../../manifest/fields';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { show } from '../../problem/problem';
import { type Finding, findingOf, type Severity } from '../finding';
import { rules } from '../rule';

const GROUP = 'rbac.authorization.k8s.io';
const ROLES = [`${GROUP}/Role`, `${GROUP}/ClusterRole`];
const BINDINGS = [`${GROUP}/RoleBinding`, `${GROUP}/ClusterRoleBinding`];

/** What roles permit, and to whom they are given. */
export const rolePowers = rules(
  'safety',
  {
    'cluster-admin': ['warning', 'somebody is given the role that may do everything'],
    'escalating-role': ['warning', 'a role lets its holder take more rights than it gives'],
    'exec-role': ['warning', 'a role lets its holder into running pods'],
    'role-for-everyone': ['error', 'a role is given to everyone, or to nobody in particular'],
    'secrets-role': ['warning', 'a role lets its holder read all Secrets'],
    'wildcard-role': ['warning', 'a role permits everything of a kind'],
  },
  {
    kinds: [...ROLES, ...BINDINGS],
    check: (objects) => [
      ...ROLES.flatMap((kind) =>
        objects.ofKind(kind).flatMap((entry) =>
          // One that others are gathered in has no rules of its own.
          itemsOf(entry.manifest.rules).flatMap((item, index) =>
            checkRule(entry, fieldsOf(item), `rules[${index}]`),
          ),
        ),
      ),
      ...BINDINGS.flatMap((kind) => objects.ofKind(kind).flatMap(checkBinding)),
    ],
  },
);

function checkRule(entry: ManifestEntry, rule: Fields, at: string): readonly Finding[] {
  const warn = (id: string, field: string, message: string) =>
    findingOf(id, entry, { field: field === '' ? at : `${at}.${field}`, message }, 'warning');
  const wild = ['apiGroups', 'resources', 'verbs', 'nonResourceURLs'].filter((key) =>
    textsOf(rule[key]).includes('*'),
  );
  // What is everything is all the rest, too.
  if (wild.length > 0)
    return wild.map((key) =>
      warn(
        'wildcard-role',
        key,
        `got "*", allowed the ${WORDS[key] ?? key} that are needed, by name`,
      ),
    );
  const power = powerOf(rule);
  return [
    ...(power === undefined ? [] : [warn('escalating-role', 'verbs', power)]),
    ...checkExec(rule).map((resource) =>
      warn(
        'exec-role',
        'resources',
        `got ${show(resource)}, by which a shell runs in any pod: leave it to people, for a while`,
      ),
    ),
    ...(readsSecrets(rule)
      ? [
          warn(
            'secrets-role',
            'resources',
            'got "secrets" without resourceNames, allowed with the names of those that are needed',
          ),
        ]
      : []),
  ];
}

const WORDS: Readonly<Record<string, string>> = {
  apiGroups: 'groups',
  nonResourceURLs: 'paths',
};

function powerOf(rule: Fields): string | undefined {
  const [verbs, resources] = [textsOf(rule.verbs), textsOf(rule.resources)];
  // Names say whom it may stand for, or which role it may give.
  if (textsOf(rule.resourceNames).length > 0) return undefined;
  const strong = verbs.find((verb) => ['bind', 'escalate', 'impersonate'].includes(verb));
  if (strong !== undefined)
    return `got ${show(strong)}, by which rights are taken that nobody has given: leave it out, or say for which by resourceNames`;
  if (resources.includes('serviceaccounts/token') && verbs.includes('create'))
    return 'got "create" of serviceaccounts/token, by which any account\'s rights are taken: leave it out, or name the accounts by resourceNames';
  if (resources.includes('nodes/proxy'))
    return 'got nodes/proxy, by which commands run in any pod of a node: leave it out';
  return undefined;
}

const INTO_PODS = ['pods/exec', 'pods/attach', 'pods/portforward', 'pods/ephemeralcontainers'];

function checkExec({ resources, verbs }: Fields): readonly string[] {
  const isUsed = textsOf(verbs).some((verb) => ['create', 'get', 'update', 'patch'].includes(verb));
  return isUsed ? textsOf(resources).filter((one) => INTO_PODS.includes(one)) : [];
}

function readsSecrets({ apiGroups, resources, verbs, resourceNames }: Fields): boolean {
  return (
    textsOf(apiGroups).includes('') &&
    textsOf(resources).includes('secrets') &&
    textsOf(resourceNames).length === 0 &&
    textsOf(verbs).some((verb) => ['get', 'list', 'watch'].includes(verb))
  );
}

/** Groups that many are in: all that have an account, or all at all. */
const EVERYONE: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ['system:anonymous', 'error'],
  ['system:authenticated', 'warning'],
  ['system:serviceaccounts', 'warning'],
  ['system:unauthenticated', 'error'],
]);

function checkBinding(entry: ManifestEntry): readonly Finding[] {
  const { roleRef, subjects } = entry.manifest;
  const findings = itemsOf(subjects).flatMap((item, index) => {
    const name = findText(fieldsOf(item).name) ?? '';
    const severity = EVERYONE.get(name);
    if (severity === undefined) return [];
    const message = `got ${show(name)}, allowed accounts, users and groups by name`;
    const field = `subjects[${index}].name`;
    return [findingOf('role-for-everyone', entry, { field, message }, severity)];
  });
  const { kind, name } = fieldsOf(roleRef);
  if (kind !== 'ClusterRole' || name !== 'cluster-admin') return findings;
  const message = 'got "cluster-admin", allowed a role with what is needed';
  return [
    ...findings,
    findingOf('cluster-admin', entry, { field: 'roleRef.name', message }, 'warning'),
  ];
}
