import { type Fields, fieldsOf, itemsOf } from '../../../manifest/fields';
import type { Manifest } from '../../../manifest/manifest';
import { wrongValue } from '../../../problem/problem';
import { missing, type Refusal, together } from './refusal';

/** Finds what the API server refuses in a Role or a ClusterRole. @see `ValidatePolicyRule` of Kubernetes */
export function checkRole({ kind, rules }: Manifest): readonly Refusal[] {
  return itemsOf(rules).flatMap((rule, index) =>
    checkRule(`rules[${index}]`, kind, fieldsOf(rule)),
  );
}

const OF_RESOURCES = ['apiGroups', 'resources', 'resourceNames'];

function checkRule(field: string, kind: string, rule: Fields): readonly Refusal[] {
  const of = (name: string) => itemsOf(rule[name]).length;
  if (of('nonResourceURLs') === 0)
    return ['apiGroups', 'resources'].flatMap((name) =>
      rule[name] === undefined || (Array.isArray(rule[name]) && of(name) === 0)
        ? [
            missing(
              `${field}.${name}`,
              name === 'apiGroups' ? "groups, such as '' or apps" : 'resources',
            ),
          ]
        : [],
    );
  const place = `${field}.nonResourceURLs`;
  if (kind === 'Role')
    return [wrongValue(place, rule.nonResourceURLs, 'none but in a ClusterRole')];
  const others = OF_RESOURCES.filter((name) => of(name) > 0);
  return others.length === 0
    ? []
    : [together(field, ['nonResourceURLs', ...others], 'a rule of its own for each sort')];
}

/** Finds what the API server refuses in a ClusterRoleBinding, which stands in no namespace. */
export function checkClusterBinding({ roleRef, subjects }: Manifest): readonly Refusal[] {
  const { kind } = fieldsOf(roleRef);
  return [
    ...(kind === 'Role' ? [wrongValue('roleRef.kind', kind, 'ClusterRole')] : []),
    ...itemsOf(subjects).flatMap((subject, index) => {
      const { kind, namespace } = fieldsOf(subject);
      return kind === 'ServiceAccount' && (namespace ?? '') === ''
        ? [missing(`subjects[${index}].namespace`, 'that of the ServiceAccount')]
        : [];
    }),
  ];
}
