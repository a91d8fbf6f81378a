import { type Fields, fieldsOf, itemsOf } from '../../manifest/fields';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { show } from '../../problem/problem';
import { type Finding, findingOf } from '../finding';
import type { Objects, PodsEntry } from '../objects';
import { rules } from '../rule';
import { whenComplete } from './complete';
import { hasAllPods } from './outside';
import { isProxyPort, podPorts, portsInWords } from './ports';
import { noPod } from './selectors';
import { hasPort } from './services';

/** Where policies say whom they are for. */
const POLICIES: readonly (readonly [kind: string, ...path: readonly string[]])[] = [
  ['networking.k8s.io/NetworkPolicy', 'podSelector'],
  ['cilium.io/CiliumNetworkPolicy', 'endpointSelector'],
  ['networking.istio.io/Sidecar', 'workloadSelector'],
  ['networking.istio.io/EnvoyFilter', 'workloadSelector'],
  ['security.istio.io/AuthorizationPolicy', 'selector'],
  ['security.istio.io/PeerAuthentication', 'selector'],
  ['security.istio.io/RequestAuthentication', 'selector'],
  ['telemetry.istio.io/Telemetry', 'selector'],
];

/** Whom policies are for. */
export const policies = whenComplete(
  rules(
    'references',
    {
      'missing-policy-port': ['warning', 'a NetworkPolicy opens a port that its pods have not'],
      'policy-names-no-pod': ['warning', 'a NetworkPolicy opens a way to or from no pod'],
      'policy-selects-no-pod': ['warning', 'a policy is for no pod'],
    },
    {
      kinds: POLICIES.map(([kind]) => kind),
      check: (objects) =>
        POLICIES.flatMap(([kind, key = '']) =>
          objects
            .ofKind(kind)
            .flatMap((entry) => [
              ...checkPolicy(objects, entry, key),
              ...(key === 'podSelector' ? checkPeers(objects, entry) : []),
            ]),
        ),
    },
  ),
);

function checkPolicy(objects: Objects, entry: ManifestEntry, key: string): readonly Finding[] {
  const spec = fieldsOf(entry.manifest.spec);
  const selector = fieldsOf(spec[key]);
  const normal = normalized(selector);
  if (normal === undefined || !hasAllPods(objects, entry)) return [];
  const selected = objects.select(entry, normal);
  const isPolicy = key === 'podSelector';
  if (isOfSolvers(selector)) return [];
  if (selected.length > 0) return isPolicy ? checkPolicyPorts(objects, entry, selected) : [];
  return [noPod('policy-selects-no-pod', entry, `spec.${key}`, selector, 'warning')];
}

/** Pods that cert-manager starts while it proves a host, and for no longer. */
function isOfSolvers({ matchLabels }: Fields): boolean {
  return Object.hasOwn(fieldsOf(matchLabels), 'acme.cert-manager.io/http01-solver');
}

/** Peers of the policy's own namespace: of others nobody knows the pods. */
function checkPeers(objects: Objects, entry: ManifestEntry): readonly Finding[] {
  if (!hasAllPods(objects, entry)) return [];
  return (
    [
      ['ingress', 'from'],
      ['egress', 'to'],
    ] as const
  ).flatMap(([side, key]) =>
    itemsOf(fieldsOf(entry.manifest.spec)[side]).flatMap((rule, index) =>
      itemsOf(fieldsOf(rule)[key]).flatMap((item, number) => {
        const { podSelector, namespaceSelector } = fieldsOf(item);
        const selector = fieldsOf(podSelector);
        if (namespaceSelector || normalized(selector) === undefined) return [];
        if (objects.select(entry, selector).length > 0) return [];
        const field = `spec.${side}[${index}].${key}[${number}].podSelector`;
        return [noPod('policy-names-no-pod', entry, field, selector, 'warning')];
      }),
    ),
  );
}

/** A policy's selector as one of labels; undefined for all pods, and for what no label says. */
function normalized(selector: Fields): Fields | undefined {
  const { labels, matchLabels, matchExpressions } = selector;
  const wanted = { ...fieldsOf(labels), ...fieldsOf(matchLabels) };
  const expressions = itemsOf(matchExpressions);
  if (Object.keys(wanted).length === 0 && expressions.length === 0) return undefined;
  // Cilium's labels may have a source in front, and tell what pods have from elsewhere: `k8s:app`.
  const keys = [...Object.keys(wanted), ...expressions.map((one) => String(fieldsOf(one).key))];
  if (keys.some((one) => one.includes(':') || one.startsWith('io.'))) return undefined;
  return { matchLabels: wanted, matchExpressions: expressions };
}

function checkPolicyPorts(
  objects: Objects,
  entry: ManifestEntry,
  pods: readonly PodsEntry[],
): readonly Finding[] {
  const lists = pods.map((one) => podPorts(objects)(one));
  const all = lists.flat();
  const isTold = lists.every((list) => list.length > 0);
  return itemsOf(fieldsOf(entry.manifest.spec).ingress).flatMap((rule, index) =>
    itemsOf(fieldsOf(rule).ports).flatMap((item, number) => {
      const { port, protocol, endPort } = fieldsOf(item);
      if (endPort !== undefined || (typeof port !== 'number' && typeof port !== 'string'))
        return [];
      if (hasPort(all, port, typeof protocol === 'string' ? protocol : 'TCP')) return [];
      if (typeof port === 'number' && (!isTold || isProxyPort(port))) return [];
      const field = `spec.ingress[${index}].ports[${number}].port`;
      const message = `got ${show(port)}, which the selected pods have not, allowed ${portsInWords(all) || 'a number: they name none'}`;
      return [findingOf('missing-policy-port', entry, { field, message }, 'warning')];
    }),
  );
}
