import type { Layer, Protocol, Verdict } from '../../lib/reachability/spec';

/**
 * The same semantics as the library's, written down once more as plainly as possible: every question goes
 * through every policy. It knows what the random policies of the tests use, and no more.
 */

type Labels = Readonly<Record<string, string>>;

export interface NaivePod {
  readonly id: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly serviceAccount: string;
  readonly meshed: boolean;
  readonly ports: readonly {
    readonly name: string;
    readonly containerPort: number;
    readonly protocol: Protocol;
  }[];
}

interface NaiveSelector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

interface NaivePeer {
  readonly podSelector?: NaiveSelector;
  readonly namespaceSelector?: NaiveSelector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

interface NaiveRule {
  readonly from?: readonly NaivePeer[];
  readonly to?: readonly NaivePeer[];
  readonly ports?: readonly {
    readonly port?: number | string;
    readonly endPort?: number;
    readonly protocol?: Protocol;
  }[];
}

export interface NaiveNetworkPolicy {
  readonly namespace: string;
  readonly spec: {
    readonly podSelector: NaiveSelector;
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly NaiveRule[];
    readonly egress?: readonly NaiveRule[];
  };
}

export interface NaiveMeshPolicy {
  readonly namespace: string;
  readonly spec: {
    readonly selector?: NaiveSelector;
    readonly action?: string;
    readonly rules?: readonly {
      readonly from?: readonly { readonly source: Readonly<Record<string, readonly string[]>> }[];
      readonly to?: readonly { readonly operation: Readonly<Record<string, readonly string[]>> }[];
    }[];
  };
}

export interface NaiveWorld {
  readonly pods: readonly NaivePod[];
  readonly spaces: readonly { readonly name: string; readonly labels: Labels }[];
  readonly networks: readonly NaiveNetworkPolicy[];
  readonly meshes: readonly NaiveMeshPolicy[];
  readonly addresses: readonly { readonly name: string; readonly cidr: string }[];
}

export interface NaiveQuestion {
  readonly from: string;
  readonly to: string;
  readonly port: number;
  readonly protocol: Protocol;
}

export function naive(world: NaiveWorld, question: NaiveQuestion, layer: Layer): Verdict {
  const verdicts: Verdict[] = [];
  if (layer !== 'mesh' && layer !== 'ingress') verdicts.push(side(world, question, 'egress'));
  if (layer !== 'mesh' && layer !== 'egress') verdicts.push(side(world, question, 'ingress'));
  if (layer === 'mesh' || layer === 'both') verdicts.push(mesh(world, question));
  if (verdicts.includes(false)) return false;
  return verdicts.includes('conditional') ? 'conditional' : true;
}

function side(
  world: NaiveWorld,
  question: NaiveQuestion,
  direction: 'ingress' | 'egress',
): Verdict {
  const self = podOf(world, direction === 'ingress' ? question.to : question.from);
  const other = direction === 'ingress' ? question.from : question.to;
  if (self === undefined) return true;
  let isolated = false;
  /** Which halves of 10.1.0.0/16 are open, or everything of another peer. */
  const open = new Set<string>();
  for (const { namespace, spec } of world.networks) {
    if (namespace !== self.namespace || !selects(spec.podSelector, self.labels)) continue;
    if (!typesOf(spec).includes(direction)) continue;
    isolated = true;
    for (const rule of spec[direction] ?? []) {
      if (!hasPort(world, rule, question)) continue;
      const peers = (direction === 'ingress' ? rule.from : rule.to) ?? [];
      if (peers.length === 0) open.add('low').add('high');
      for (const peer of peers)
        for (const part of partsOf(world, peer, other, namespace)) open.add(part);
    }
  }
  if (!isolated || open.size === 2) return true;
  return open.size === 1 ? 'conditional' : false;
}

function typesOf({ policyTypes = [], egress = [] }: NaiveNetworkPolicy['spec']): readonly string[] {
  if (policyTypes.length > 0) return policyTypes.map((type) => type.toLowerCase());
  return egress.length > 0 ? ['ingress', 'egress'] : ['ingress'];
}

function hasPort(
  world: NaiveWorld,
  { ports = [] }: NaiveRule,
  { to, port, protocol }: NaiveQuestion,
): boolean {
  if (ports.length === 0) return true;
  return ports.some((one) => {
    if ((one.protocol ?? 'TCP') !== protocol) return false;
    if (one.port === undefined) return true;
    if (typeof one.port === 'number') return port >= one.port && port <= (one.endPort ?? one.port);
    const declared = podOf(world, to)?.ports ?? [];
    return declared.some(
      (own) => own.name === one.port && own.protocol === protocol && own.containerPort === port,
    );
  });
}

/** Pods count as a whole, and so does any address but `inside`, which is 10.1.0.0/16. */
function partsOf(
  world: NaiveWorld,
  peer: NaivePeer,
  other: string,
  namespace: string,
): readonly string[] {
  const pod = podOf(world, other);
  if (peer.ipBlock !== undefined) {
    if (pod !== undefined || other !== 'inside') return [];
    if (peer.ipBlock.except !== undefined) return [];
    if (peer.ipBlock.cidr === '10.0.0.0/8') return ['low', 'high'];
    return [peer.ipBlock.cidr === '10.1.0.0/17' ? 'low' : 'high'];
  }
  if (pod === undefined || !selects(peer.podSelector ?? {}, pod.labels)) return [];
  const named = peer.namespaceSelector;
  const inNamespace =
    named === undefined
      ? pod.namespace === namespace
      : selects(named, spaceLabels(world, pod.namespace));
  return inNamespace ? ['low', 'high'] : [];
}

function selects(
  { matchLabels = {}, matchExpressions = [] }: NaiveSelector,
  labels: Labels,
): boolean {
  for (const [key, value] of Object.entries(matchLabels)) if (labels[key] !== value) return false;
  for (const { key, operator, values = [] } of matchExpressions) {
    const value = labels[key];
    if (operator === 'Exists' && value === undefined) return false;
    if (operator === 'DoesNotExist' && value !== undefined) return false;
    if (operator === 'In' && (value === undefined || !values.includes(value))) return false;
    if (operator === 'NotIn' && value !== undefined && values.includes(value)) return false;
  }
  return true;
}

function mesh(world: NaiveWorld, question: NaiveQuestion): Verdict {
  const to = podOf(world, question.to);
  if (to === undefined || !to.meshed || question.protocol !== 'TCP') return true;
  const policies = world.meshes.filter(
    ({ namespace, spec }) =>
      (namespace === 'istio-system' || namespace === to.namespace) &&
      selects(spec.selector ?? {}, to.labels),
  );
  const verdicts = (action: string) =>
    policies
      .filter(({ spec }) => (spec.action ?? 'ALLOW') === action)
      .flatMap(({ spec }) => (spec.rules ?? []).map((rule) => matches(world, rule, question)));
  const denied = verdicts('DENY');
  if (denied.includes(true)) return false;
  const allowing = policies.some(({ spec }) => (spec.action ?? 'ALLOW') === 'ALLOW');
  const allowed = verdicts('ALLOW');
  if (allowing && !allowed.includes(true) && !allowed.includes('conditional')) return false;
  const sure = (!allowing || allowed.includes(true)) && !denied.includes('conditional');
  return sure ? true : 'conditional';
}

type NaiveMeshRule = NonNullable<NaiveMeshPolicy['spec']['rules']>[number];

function matches(world: NaiveWorld, { from, to }: NaiveMeshRule, question: NaiveQuestion): Verdict {
  const caller = podOf(world, question.from);
  const identity = caller?.meshed ? caller : undefined;
  const known =
    from === undefined ||
    from.some(({ source }) => {
      const [[key, values] = ['', []]] = Object.entries(source);
      const space = identity?.namespace ?? '';
      const principal =
        identity === undefined ? '' : `cluster.local/ns/${space}/sa/${identity.serviceAccount}`;
      const value = key.toLowerCase().includes('namespaces') ? space : principal;
      const hit = values.some((pattern) => like(pattern, value));
      return key.startsWith('not') ? !hit : hit;
    });
  if (!known) return false;
  if (to === undefined) return true;
  const operations = to.map(({ operation }): Verdict => {
    if (operation.methods !== undefined) return 'conditional';
    if (operation.ports !== undefined) return operation.ports.includes(`${question.port}`);
    return !(operation.notPorts ?? []).includes(`${question.port}`);
  });
  if (operations.includes(true)) return true;
  return operations.includes('conditional') ? 'conditional' : false;
}

function like(pattern: string, value: string): boolean {
  if (pattern === '*') return value.length > 0;
  const escaped = pattern.split('*').map((part) => part.replace(/[.]/g, '\\.'));
  return new RegExp(`^${escaped.join('.*')}$`).test(value);
}

function podOf({ pods }: NaiveWorld, id: string): NaivePod | undefined {
  return pods.find((pod) => pod.id === id);
}

function spaceLabels({ spaces }: NaiveWorld, name: string): Labels {
  return spaces.find((space) => space.name === name)?.labels ?? {};
}
