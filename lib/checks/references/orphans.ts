import { findConfigVersion } from '../../manifest/config-version';
import { fieldsOf, itemsOf, textsOf } from '../../manifest/fields';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { show } from '../../problem/problem';
import { type Finding, findingOf } from '../finding';
import { namespaceOf, type Objects, perSet } from '../objects';
import { rules } from '../rule';
import { whenComplete } from './complete';
import { isMentioned } from './mentions';
import { hasAllPods } from './outside';
import { placeOf, secretsMade } from './secrets';
import { selectorOf } from './services';
import { accountOf, dataUses } from './uses';

/** What nobody uses. */
export const orphans = whenComplete(
  rules(
    'references',
    {
      'unused-config-map': ['warning', 'nothing uses a ConfigMap'],
      'unused-secret': ['warning', 'nothing uses a Secret that is made'],
      'unused-service': ['warning', 'nobody is let in to the pods of a Service'],
      'unused-service-account': ['warning', 'nothing runs as a ServiceAccount'],
    },
    {
      check: (objects) => [
        ...checkConfigMaps(objects),
        ...checkSecrets(objects),
        ...checkAccounts(objects),
        ...checkServices(objects),
      ],
    },
  ),
);

/** The ConfigMaps and Secrets that pods read. */
const read = perSet(
  (objects) =>
    new Set(dataUses(objects).map(({ entry, kind, name }) => `${kind} ${placeOf(entry, name)}`)),
);

function checkConfigMaps(objects: Objects): readonly Finding[] {
  return objects.ofKind('ConfigMap').flatMap((entry) => {
    const { metadata } = entry.manifest;
    // What stays for a rollback is for pods that run no more.
    if (findConfigVersion(entry.manifest) !== undefined) return [];
    if (read(objects).has(`ConfigMap ${placeOf(entry, metadata.name)}`)) return [];
    if (isSelectedByLabel(metadata.labels) || !isPlain(objects, entry, 'configmaps')) return [];
    if (isMentioned(objects, entry, metadata.name)) return [];
    return [orphan('unused-config-map', entry, 'no pod of its namespace reads it')];
  });
}

function checkSecrets(objects: Objects): readonly Finding[] {
  return [...secretsMade(objects).values()].flatMap(([made]) => {
    if (made === undefined) return [];
    const { entry, name } = made;
    if (read(objects).has(`Secret ${placeOf(entry, name)}`)) return [];
    const { spec, metadata, type } = entry.manifest;
    const { template, target, secretTemplate } = fieldsOf(spec);
    const templates = [template, fieldsOf(target).template, { metadata: secretTemplate }];
    const labels = templates.map((one) => fieldsOf(fieldsOf(one).metadata).labels);
    if ([metadata.labels, ...labels].some(isSelectedByLabel)) return [];
    if (type === 'kubernetes.io/service-account-token' || !isPlain(objects, entry, 'secrets'))
      return [];
    if (isMentioned(objects, entry, name)) return [];
    return [orphan('unused-secret', entry, `nothing reads Secret ${show(name)}`)];
  });
}

/** Whether all that might use configuration there is known: pods, and none that asks the cluster for it. */
function isPlain(objects: Objects, entry: ManifestEntry, resource: string): boolean {
  if (objects.podsIn(entry).length === 0 || !hasAllPods(objects, entry)) return false;
  return !readers(objects).has(`${entry.cluster} ${namespaceOf(entry.manifest)} ${resource}`);
}

/** Namespaces in which accounts of pods may read resources. */
const readers = perSet((objects) => {
  const group = 'rbac.authorization.k8s.io';
  const running = new Set(
    objects.pods().map((pods) => placeOf(pods.entry, accountOf(pods) ?? 'default')),
  );
  const places = new Set<string>();
  for (const binding of objects.ofKind(`${group}/RoleBinding`)) {
    const isOfPods = itemsOf(binding.manifest.subjects)
      .map(fieldsOf)
      .some(({ kind, name, namespace = namespaceOf(binding.manifest) }) =>
        kind !== 'ServiceAccount' ? false : running.has(`${binding.cluster} ${namespace}/${name}`),
      );
    if (!isOfPods) continue;
    const { kind, name } = fieldsOf(binding.manifest.roleRef);
    const role = objects.find(binding, `${group}/${String(kind)}`, String(name));
    // A role that isn't here may let them read anything.
    const rules = role === undefined ? [{ resources: ['*'] }] : itemsOf(role.manifest.rules);
    for (const rule of rules)
      for (const resource of textsOf(fieldsOf(rule).resources))
        for (const one of resource === '*' ? ['configmaps', 'secrets'] : [resource])
          places.add(`${binding.cluster} ${namespaceOf(binding.manifest)} ${one}`);
  }
  return places;
});

/** Labels that everything has; by any other one, something may look for the object. */
const USUAL =
  /^(app\.kubernetes\.io\/|argocd\.argoproj\.io\/|helm\.sh\/|app$|version$|chart$|release$|heritage$|team$)/;

function isSelectedByLabel(labels: unknown): boolean {
  return Object.keys(fieldsOf(labels)).some((key) => !USUAL.test(key));
}

function orphan(id: string, entry: ManifestEntry, why: string): Finding {
  return findingOf(id, entry, { field: '', message: `${why}: take it out, or use it` }, 'warning');
}

/** Accounts by which pods run, and to which bindings give roles. */
const accounts = perSet(
  (objects) =>
    new Set([
      ...objects.pods().map((pods) => placeOf(pods.entry, accountOf(pods) ?? 'default')),
      ...['RoleBinding', 'ClusterRoleBinding'].flatMap((kind) =>
        objects.ofKind(`rbac.authorization.k8s.io/${kind}`).flatMap((binding) =>
          itemsOf(binding.manifest.subjects).map((subject) => {
            const { name, namespace = namespaceOf(binding.manifest) } = fieldsOf(subject);
            return `${binding.cluster} ${String(namespace)}/${String(name)}`;
          }),
        ),
      ),
    ]),
);

function checkAccounts(objects: Objects): readonly Finding[] {
  return objects.ofKind('ServiceAccount').flatMap((entry) => {
    const { name } = entry.manifest.metadata;
    if (name === 'default' || accounts(objects).has(placeOf(entry, name))) return [];
    if (objects.podsIn(entry).length === 0 || !hasAllPods(objects, entry)) return [];
    if (isMentioned(objects, entry, name, 'account')) return [];
    return [
      orphan('unused-service-account', entry, 'no pod runs as it, and no binding gives it a role'),
    ];
  });
}

const POLICY = 'networking.k8s.io/NetworkPolicy';

/** Other policies that may open pods. */
const OTHER_POLICIES = [
  'cilium.io/CiliumNetworkPolicy',
  'cilium.io/CiliumClusterwideNetworkPolicy',
];

/** A Service whose pods let nobody in: policies close them, and none opens them. */
function checkServices(objects: Objects): readonly Finding[] {
  if (objects.ofKind(POLICY).length === 0) return [];
  if (OTHER_POLICIES.some((kind) => objects.ofKind(kind).length > 0)) return [];
  return objects.ofKind('Service').flatMap((entry) => {
    const selector = selectorOf(entry);
    if (selector === undefined) return [];
    const pods = objects.select(entry, { matchLabels: selector });
    if (pods.length === 0 || pods.some(({ template }) => template.spec.hostNetwork === true))
      return [];
    const sides = pods.map((one) => policed(objects).get(one));
    if (!sides.every((one) => one === 'closed') || !hasOpen(objects, entry)) return [];
    return [orphan('unused-service', entry, 'no NetworkPolicy lets anyone in to its pods')];
  });
}

/** Whether a namespace has pods that somebody is let in to: where none has, callers come later. */
function hasOpen(objects: Objects, entry: ManifestEntry): boolean {
  return openPlaces(objects).has(placeOf(entry, ''));
}

const openPlaces = perSet((objects) => {
  const open = objects.pods().filter((pods) => policed(objects).get(pods) === 'open');
  return new Set(open.map((pods) => placeOf(pods.entry, '')));
});

/** What policies make of pods: closed for all, or open for some. */
const policed = perSet((objects) => {
  const sides = new Map<unknown, 'closed' | 'open'>();
  for (const policy of objects.ofKind(POLICY)) {
    const { podSelector, policyTypes, ingress } = fieldsOf(policy.manifest.spec);
    const types = itemsOf(policyTypes);
    if (types.length > 0 && !types.includes('Ingress')) continue;
    const side = itemsOf(ingress).length > 0 ? 'open' : 'closed';
    for (const pods of objects.select(policy, podSelector))
      if (side === 'open' || !sides.has(pods)) sides.set(pods, side);
  }
  return sides;
});
