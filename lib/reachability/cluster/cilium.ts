import { PRIVATE_NETWORKS } from '../../kubernetes/cidr';
import { NAMESPACE_NAME } from '../../kubernetes/labels';
import { type Fields, fieldsOf, findText, isFields, itemsOf, textsOf } from '../../manifest/fields';

/**
 * What a CiliumNetworkPolicy opens by pods, addresses and ports, as the spec of a NetworkPolicy: Cilium adds
 * up both kinds. A host that is told by its name may have any public address.
 * @returns undefined for one that denies, narrows to requests, or says what no NetworkPolicy can
 * @see https://docs.cilium.io/en/stable/security/policy/language/
 */
export function findNetworkPolicySpec(spec: unknown): Fields | undefined {
  const { endpointSelector, ingress, egress, ...others } = fieldsOf(spec);
  const podSelector = findSelector(endpointSelector);
  if (podSelector === undefined || podSelector.namespaces !== undefined) return undefined;
  if (Object.keys(others).some((key) => key !== 'description')) return undefined;
  if (ingress === undefined && egress === undefined) return undefined;
  const rules = { ingress: findRules(ingress, 'from'), egress: findRules(egress, 'to') };
  if (rules.ingress === undefined || rules.egress === undefined) return undefined;
  return {
    podSelector: podSelector.pods,
    policyTypes: [
      ...(ingress === undefined ? [] : ['Ingress']),
      ...(egress === undefined ? [] : ['Egress']),
    ],
    ...rules,
  };
}

type Side = 'from' | 'to';

/** A rule without anything in it opens nothing: it closes all else. */
function findRules(rules: unknown, side: Side): readonly Fields[] | undefined {
  const found = itemsOf(rules)
    .map(fieldsOf)
    .filter((rule) => Object.keys(rule).length > 0)
    .map((rule) => findRule(rule, side));
  return found.every((rule) => rule !== undefined) ? found.flat() : undefined;
}

function findRule(rule: Fields, side: Side): readonly Fields[] | undefined {
  const { toPorts, ...peers } = rule;
  const ports = findPorts(toPorts);
  const [kind, ...more] = Object.entries(peers);
  if (ports === undefined || more.length > 0) return undefined;
  if (kind === undefined) return [ports];
  const [key, value] = kind;
  const found = findPeers(key.slice(side.length), value, key.startsWith(side));
  if (found === undefined) return undefined;
  if (found === 'all') return [ports];
  // Without a peer it opens nothing, where a NetworkPolicy would open to all.
  return found.length === 0 ? [] : [{ [side]: found, ...ports }];
}

const ANYWHERE: Fields = { ipBlock: { cidr: '0.0.0.0/0' } };
const PUBLIC: Fields = { ipBlock: { cidr: '0.0.0.0/0', except: PRIVATE_NETWORKS } };

function findPeers(
  kind: string,
  value: unknown,
  isOfSide: boolean,
): readonly Fields[] | 'all' | undefined {
  if (!isOfSide) return undefined;
  switch (kind) {
    case 'Endpoints': {
      const peers = itemsOf(value).map(findSelector);
      if (!peers.every((peer) => peer !== undefined)) return undefined;
      return peers.map(({ pods, namespaces }) => ({
        podSelector: pods,
        ...(namespaces !== undefined && { namespaceSelector: namespaces }),
      }));
    }
    case 'Entities': {
      const names = textsOf(value);
      if (names.includes('all')) return 'all';
      const peers = names.map((name) => ENTITIES.get(name));
      return peers.every((peer) => peer !== undefined) ? peers.flat() : undefined;
    }
    case 'CIDR':
      return textsOf(value).map((cidr) => ({ ipBlock: { cidr } }));
    case 'CIDRSet': {
      const blocks = itemsOf(value).map(fieldsOf);
      if (blocks.some((block) => findText(block.cidr) === undefined)) return undefined;
      return blocks.map(({ cidr, except }) => ({
        ipBlock: { cidr, ...(except !== undefined && { except }) },
      }));
    }
    case 'FQDNs':
      return itemsOf(value).length === 0 ? [] : [PUBLIC];
    default:
      return undefined;
  }
}

/** Whom the entities stand for; a node is no pod. */
const ENTITIES: ReadonlyMap<string, readonly Fields[]> = new Map([
  ['cluster', [{ namespaceSelector: {} }]],
  ['health', []],
  ['host', []],
  // Cilium's own gateways: the proxies that stand on each node.
  [
    'ingress',
    [
      {
        podSelector: { matchLabels: { 'k8s-app': 'cilium-envoy' } },
        namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: 'kube-system' } },
      },
    ],
  ],
  ['remote-node', []],
  ['world', [ANYWHERE]],
]);

interface Selector {
  readonly pods: Fields;
  /** @default the policy's own namespace */
  readonly namespaces?: Fields;
}

const NAMESPACE = 'io.kubernetes.pod.namespace';
const NAMESPACE_LABEL = 'io.cilium.k8s.namespace.labels.';

/** Labels of pods and of their namespace, which stand together here. */
function findSelector(value: unknown): Selector | undefined {
  const { matchLabels = {}, matchExpressions, ...others } = fieldsOf(value);
  if (!isFields(value) || !isFields(matchLabels) || Object.keys(others).length > 0)
    return undefined;
  const pods: Record<string, unknown> = {};
  const namespaces: Record<string, unknown> = {};
  for (const [written, label] of Object.entries(matchLabels)) {
    const key = written.replace(/^(?:k8s|any):/, '');
    if (key.includes(':')) return undefined;
    if (key === NAMESPACE) namespaces[NAMESPACE_NAME] = label;
    else if (key.startsWith(NAMESPACE_LABEL)) namespaces[key.slice(NAMESPACE_LABEL.length)] = label;
    else pods[key] = label;
  }
  const expressions = itemsOf(matchExpressions).map(fieldsOf);
  if (expressions.some(({ key }) => /[:]|^io\./.test(findText(key) ?? ':'))) return undefined;
  return {
    pods: {
      ...(Object.keys(pods).length > 0 && { matchLabels: pods }),
      ...(expressions.length > 0 && { matchExpressions: expressions }),
    },
    ...(Object.keys(namespaces).length > 0 && { namespaces: { matchLabels: namespaces } }),
  };
}

/** The ports of a rule; what is looked up in DNS is no matter of who reaches whom. */
function findPorts(toPorts: unknown): Fields | undefined {
  const lists = itemsOf(toPorts).map(fieldsOf);
  const isPlain = lists.every(({ ports, rules, ...others }) => {
    const isNarrow = Object.keys(fieldsOf(rules)).some((key) => key !== 'dns');
    return Array.isArray(ports) && !isNarrow && Object.keys(others).length === 0;
  });
  if (!isPlain) return undefined;
  const ports = lists.flatMap((list) => itemsOf(list.ports).map(fieldsOf).flatMap(portsOf));
  return ports.length === 0 ? {} : { ports };
}

function portsOf({ port, endPort, protocol = 'ANY' }: Fields): readonly Fields[] {
  const text = findText(port) ?? '';
  const one = {
    ...(text !== '0' && { port: /^\d+$/.test(text) ? Number(text) : text }),
    ...(endPort !== undefined && { endPort }),
  };
  return (protocol === 'ANY' ? ['TCP', 'UDP', 'SCTP'] : [protocol]).map((each) => ({
    ...one,
    protocol: each,
  }));
}
