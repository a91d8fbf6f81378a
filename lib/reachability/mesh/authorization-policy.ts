import type { Cluster } from '../cluster/cluster';
import type { Field } from '../cluster/field';
import { type ClusterObject, type Reading, readWith } from '../cluster/objects';
import { EVERYTHING, type LabelSelector, readLabels, selectorOf } from '../cluster/selector';
import type { Decision, Pod } from '../spec';
import { readOperation, readSource, readWhen } from './attribute-fields';
import { ACTIONS, type Action, type MeshPolicy, type MeshRule } from './policy';

const EFFECTS = { ALLOW: 'allows', DENY: 'denies', AUDIT: 'asks', CUSTOM: 'asks' } as const;

/** Whether an object is an AuthorizationPolicy that is in force: one in dry run only writes logs. */
export function isAuthorizationPolicy({ group, kind, annotations }: ClusterObject): boolean {
  return (
    group === 'security.istio.io' &&
    kind === 'AuthorizationPolicy' &&
    annotations['istio.io/dry-run'] !== 'true'
  );
}

/**
 * Reads an AuthorizationPolicy. Those that are attached to a waypoint or a gateway by `targetRefs` are
 * reported: they select no pods.
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export function readAuthorizationPolicy(
  object: ClusterObject,
  cluster: Cluster,
  rootNamespace: string,
): Reading<MeshPolicy> {
  return readWith(object, (root) => {
    const spec = root
      .get('spec')
      .only('selector', 'targetRef', 'targetRefs', 'action', 'provider', 'rules');
    for (const key of ['targetRef', 'targetRefs'])
      if (spec.get(key).present) spec.get(key).add([{ field: `spec.${key}`, message: NO_TARGETS }]);
    const action = spec.get('action').choice(ACTIONS, 'ALLOW');
    const selector = readWorkloadSelector(spec.get('selector'));
    return {
      action,
      subjects: subjectsOf(selector, object.namespace, cluster, rootNamespace),
      rules: spec
        .get('rules')
        .items()
        .map((field) => readRule(field, object, action)),
      decision: decisionOf(object, 'spec', 'isolates'),
      provider: spec.get('provider').only('name').get('name').text() ?? '',
    };
  });
}

/** Reads a selector of plain labels, as Istio's own kinds have it. */
export function readWorkloadSelector(field: Field): LabelSelector {
  field.only('matchLabels');
  return field.present ? selectorOf(readLabels(field.get('matchLabels')), []) : EVERYTHING;
}

const NO_TARGETS = 'policies of waypoints and gateways are not evaluated, allowed selector';

/** A policy in the root namespace selects pods of all namespaces. */
function subjectsOf(
  selector: LabelSelector,
  namespace: string,
  { index }: Cluster,
  rootNamespace: string,
): ReadonlySet<Pod> {
  return namespace === rootNamespace
    ? index.inNamespaces(EVERYTHING, selector)
    : index.inNamespace(namespace, selector);
}

function readRule(field: Field, object: ClusterObject, action: Action): MeshRule {
  field.only('from', 'to', 'when');
  if (!field.present) field.wrong('an object');
  return {
    decision: decisionOf(object, field.path, EFFECTS[action]),
    from: someItems(field.get('from')).map((item) =>
      readSource(member(item, 'source'), object.namespace),
    ),
    to: someItems(field.get('to')).map((item) => readOperation(member(item, 'operation'))),
    when: field.get('when').items().flatMap(readWhen),
  };
}

/** The items of a list that, once written, must not be empty. */
function someItems(field: Field): readonly Field[] {
  const items = field.items();
  if (Array.isArray(field.value) && items.length === 0)
    field.wrong('at least one item, or no list');
  return items;
}

function member(item: Field, key: string): Field {
  item.only(key);
  if (!item.get(key).present) item.wrong(`an object with ${key}`);
  return item.get(key);
}

function decisionOf(
  { title, origin }: ClusterObject,
  field: string,
  effect: Decision['effect'],
): Decision {
  return { policy: title, field, direction: 'ingress', effect, origin };
}
