import { fieldsOf, itemsOf } from '../manifest/fields';
import type { Manifest } from '../manifest/manifest';
import type { ManifestSet } from '../manifest/manifest-set';
import { findPodTemplates } from '../manifest/pod-template';
import { isSame } from '../manifest/same';
import { type ChangedOpening, compareReachability } from '../reachability/compare';
import { externalsOf } from '../reachability/externals';
import { portsInWords, withoutPorts } from '../reachability/pairs';
import { type Reachability, reachable } from '../reachability/reachability';
import type { OpenPorts, Peer, ReachabilityOptions } from '../reachability/spec';
import { dangerTo } from './danger';
import { POLICY_KINDS, WORKLOAD_KINDS } from './kinds';
import { VERSION_LABELS } from './meaning';
import type { Consequence } from './spec';

/** Kinds that have a say in who may call whom. */
export const ACCESS_KINDS: readonly string[] = [
  'Namespace',
  'Service',
  ...POLICY_KINDS,
  ...WORKLOAD_KINDS,
];

/** Who may call whom from now on, and who no longer. */
export interface AccessDiff {
  readonly opened: readonly ChangedOpening[];
  readonly closed: readonly ChangedOpening[];
  readonly consequences: readonly Consequence[];
  /** What couldn't be judged, a line each. */
  readonly notes: readonly string[];
}

/** Whether a change of an object may change who may call whom: a cheap look, that errs on the safe side. */
export function hasSayInAccess(before: Manifest | undefined, after: Manifest | undefined): boolean {
  const kind = (after ?? before)?.kind ?? '';
  if (kind === 'Namespace' || POLICY_KINDS.includes(kind)) return true;
  if (!WORKLOAD_KINDS.includes(kind)) return false;
  return before === undefined || after === undefined || !isSame(facts(before), facts(after));
}

/** What policies look at in a workload. */
function facts(manifest: Manifest): unknown {
  return findPodTemplates(manifest).map(({ workload, metadata, spec }) => {
    const labels = Object.entries(fieldsOf(metadata.labels)).filter(
      ([key]) => !VERSION_LABELS.includes(key),
    );
    const { serviceAccountName, hostNetwork, containers, initContainers } = spec;
    const ports = [containers, initContainers].map((list) =>
      itemsOf(list).map((container) => fieldsOf(container).ports ?? []),
    );
    return [
      workload,
      Object.fromEntries(labels),
      fieldsOf(metadata.annotations),
      serviceAccountName,
      hostNetwork,
      ports,
    ];
  });
}

/** Compares who may call whom, by all manifests before and now. */
export function compareAccess(before: ManifestSet, after: ManifestSet): AccessDiff {
  const externals = externalsOfBoth(before, after);
  const [old, now] = [reachable(before, externals), reachable(after, externals)];
  const { opened, closed } = compareReachability(old, now);
  const known = new Set(old.problems.map(({ object, field, message }) => object + field + message));
  return {
    opened,
    closed,
    consequences: newInwardOpenings(opened, old, now),
    notes: now.problems
      .filter(({ object, field, message }) => !known.has(object + field + message))
      .map(({ object, field, message }) => `${object} ${field}: ${message}`),
  };
}

/** Whom only one side's policies name is there on the other side, too. */
function externalsOfBoth(before: ManifestSet, after: ManifestSet): ReachabilityOptions {
  const both = [externalsOf(after), externalsOf(before)];
  const pods = both.flatMap(({ externalPods = [] }) => externalPods);
  const addresses = both.flatMap((externals) => externals.addresses ?? []);
  return {
    externalPods: firstOf(pods, ({ namespace, name }) => `${namespace}/${name}`),
    addresses: firstOf(addresses, ({ cidr }) => cidr),
  };
}

function firstOf<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  const keys = new Set<string>();
  return items.filter((item) => keys.size < keys.add(keyOf(item)).size);
}

/** An opening from another namespace, or from outside, to pods of the manifests. */
function newInwardOpenings(
  opened: readonly ChangedOpening[],
  before: Reachability,
  now: Reachability,
): readonly Consequence[] {
  const peers = new Map([...now.pods, ...now.outside].map((peer) => [peer.id, peer]));
  const find = (ids: readonly string[]) => ids.flatMap((id) => peers.get(id) ?? []);
  const habits = habitsOf(before);
  return opened.flatMap(({ from, to, ports }) =>
    find(to).flatMap((target) => {
      if (target.type !== 'pod' || target.kind === 'external') return [];
      const strangers = find(from).filter(
        (source) => isForeign(source, target.namespace) && !isHabit(source, target, ports),
      );
      if (strangers.length === 0) return [];
      const names = strangers.map(({ id }) => id).join(', ');
      return [
        {
          effect: 'exposure' as const,
          message: `${names} may newly call ${target.id} on ${portsInWords(ports)}`,
          advice: 'narrow the policy that opens it',
          danger: dangerTo('exposure', target.kind, target.namespace, target.workload),
        },
      ];
    }),
  );

  /** A new pod that is scraped, say, as all others are. */
  function isHabit(source: Peer, target: Peer, ports: readonly OpenPorts[]): boolean {
    const isNew = !before.pods.some(({ id }) => id === target.id);
    return isNew && habits(source).some((usual) => withoutPorts(ports, usual).length === 0);
  }
}

function isForeign(source: Peer, namespace: string): boolean {
  return source.type === 'outside' || source.namespace !== namespace;
}

/** Which ports a peer that isn't in the manifests may open on the pods that are. */
function habitsOf(before: Reachability): (source: Peer) => readonly (readonly OpenPorts[])[] {
  let usual: Map<string, (readonly OpenPorts[])[]> | undefined;
  return (source) => {
    usual ??= readHabits(before);
    return source.type === 'pod' && source.kind === 'external' ? (usual.get(source.id) ?? []) : [];
  };
}

function readHabits(before: Reachability): Map<string, (readonly OpenPorts[])[]> {
  const habits = new Map<string, (readonly OpenPorts[])[]>();
  for (const { from, to, ports } of before.opened()) {
    if (!to.some((peer) => peer.type === 'pod' && peer.kind !== 'external')) continue;
    for (const { id } of from) habits.set(id, [...(habits.get(id) ?? []), ports]);
  }
  return habits;
}
