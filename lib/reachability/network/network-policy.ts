import { checkPortName } from '../../kubernetes/names';
import type { Cluster } from '../cluster/cluster';
import type { Field } from '../cluster/field';
import { type ClusterObject, type Reading, readWith } from '../cluster/objects';
import { EVERYTHING, readSelector } from '../cluster/selector';
import { type Decision, type Direction, type Pod, PROTOCOLS } from '../spec';
import { type AddressRange, findRange, isWithin, without } from './address';
import type { TrafficPolicy, TrafficRule } from './policy';
import type { PortSpec } from './port-range';

const TYPES = ['Ingress', 'Egress'] as const;

/**
 * Reads a NetworkPolicy.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
 */
export function readNetworkPolicy(object: ClusterObject, cluster: Cluster): Reading<TrafficPolicy> {
  return readWith(object, (root) => {
    const spec = root.get('spec').only('podSelector', 'policyTypes', 'ingress', 'egress');
    const types = readTypes(spec);
    const rules = {
      ingress: spec
        .get('ingress')
        .items()
        .map((field) => readRule(field, 'ingress', object, cluster)),
      egress: spec
        .get('egress')
        .items()
        .map((field) => readRule(field, 'egress', object, cluster)),
    };
    return {
      subjects: cluster.index.inNamespace(object.namespace, readSelector(spec.get('podSelector'))),
      isolates: Object.fromEntries(
        types.map((direction) => [direction, decisionOf(object, 'spec', direction, 'isolates')]),
      ),
      rules: types.flatMap((direction) => rules[direction]),
    };
  });
}

/** The types that are written, else Ingress, and Egress where there is a rule for it. */
function readTypes(spec: Field): readonly Direction[] {
  const field = spec.get('policyTypes');
  const written = field.items().map((item) => {
    if (!item.present) item.wrong(TYPES.join(', '));
    return item.choice(TYPES, 'Ingress') === 'Egress' ? 'egress' : 'ingress';
  });
  if (written.length > TYPES.length) field.wrong(`at most ${TYPES.length} types`);
  if (written.length > 0) return [...new Set(written)];
  return spec.get('egress').items().length > 0 ? ['ingress', 'egress'] : ['ingress'];
}

function readRule(
  field: Field,
  direction: Direction,
  object: ClusterObject,
  cluster: Cluster,
): TrafficRule {
  const key = direction === 'ingress' ? 'from' : 'to';
  field.only(key, 'ports');
  if (!field.present) field.wrong('an object');
  const peers = field
    .get(key)
    .items()
    .map((peer) => readPeer(peer, object, cluster));
  const ports = field.get('ports').items().flatMap(readPort);
  return {
    decision: decisionOf(object, field.path, direction, 'allows'),
    direction,
    effect: 'allows',
    peers: peers.length === 0 ? 'any' : union(peers.map(({ pods }) => pods)),
    addresses: peers.flatMap(({ addresses }) => addresses),
    tellsPodsFromAddresses: object.tellsPodsFromAddresses,
    ports: ports.length === 0 ? 'any' : ports,
    conditions: [],
  };
}

interface Peers {
  readonly pods: ReadonlySet<Pod>;
  readonly addresses: readonly AddressRange[];
}

/** A namespace selector and a pod selector in one item mean pods that both select. */
function readPeer(field: Field, { namespace }: ClusterObject, { index }: Cluster): Peers {
  field.only('podSelector', 'namespaceSelector', 'ipBlock');
  const [pods, namespaces, block] = ['podSelector', 'namespaceSelector', 'ipBlock'].map((key) =>
    field.get(key),
  );
  if (block?.present) {
    if (pods?.present || namespaces?.present) field.wrong('ipBlock alone, or selectors');
    return { pods: new Set(), addresses: readBlock(block) };
  }
  if (!pods?.present && !namespaces?.present)
    field.wrong('podSelector, namespaceSelector or ipBlock');
  const selector = pods?.present ? readSelector(pods) : EVERYTHING;
  return {
    pods: namespaces?.present
      ? index.inNamespaces(readSelector(namespaces), selector)
      : index.inNamespace(namespace, selector),
    addresses: [],
  };
}

function readBlock(field: Field): readonly AddressRange[] {
  field.only('cidr', 'except');
  const range = readCidr(field.get('cidr'));
  const holes = field
    .get('except')
    .items()
    .flatMap((item) => {
      const hole = readCidr(item);
      if (hole === undefined || range === undefined) return [];
      if (!isWithin(hole, range) || isWithin(range, hole)) item.wrong('a part of cidr');
      return [hole];
    });
  return range === undefined ? [] : without([range], holes);
}

function readCidr(field: Field): AddressRange | undefined {
  const text = field.text();
  const range = text?.includes('/') ? findRange(text) : undefined;
  if (range === undefined) field.wrong('a CIDR such as 10.0.0.0/8');
  return range;
}

function readPort(field: Field): readonly PortSpec[] {
  field.only('protocol', 'port', 'endPort');
  if (!field.present) field.wrong('an object');
  const protocol = field.get('protocol').choice(PROTOCOLS, 'TCP');
  const [port, end] = [field.get('port'), field.get('endPort')];
  if (!port.present || typeof port.value === 'string') {
    if (end.present) end.wrong('endPort only beside a port by number');
    if (!port.present) return [{ protocol, first: 1, last: 65535 }];
    const name = port.text() ?? '';
    port.add(checkPortName(port.path, name));
    return [{ protocol, name }];
  }
  const first = port.integer(1, 65535);
  if (first === undefined) return [];
  return [{ protocol, first, last: end.integer(first, 65535) ?? first }];
}

function decisionOf(
  { title, origin }: ClusterObject,
  field: string,
  direction: Direction,
  effect: Decision['effect'],
): Decision {
  return { policy: title, field, direction, effect, origin };
}

/** One set keeps its identity, so that it stays shared. */
function union(sets: readonly ReadonlySet<Pod>[]): ReadonlySet<Pod> {
  const [only] = sets;
  return sets.length === 1 && only !== undefined ? only : new Set(sets.flatMap((set) => [...set]));
}
