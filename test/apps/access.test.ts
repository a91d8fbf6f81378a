import { checkAccess } from '../../lib/config-repo/check-access';
import { checkClosed } from '../../lib/config-repo/check-access-closed';
import { type EnvironmentAccess, readAccess } from '../../lib/config-repo/check-access-declared';
import { checkOpen } from '../../lib/config-repo/check-access-open';
import { type AccessWorld, accessWorld } from '../../lib/config-repo/check-access-world';
import { ConfigRepo } from '../../lib/config-repo/config-repo';
import { Environment } from '../../lib/environment/environment';
import { listBy } from '../../lib/manifest/grouping';
import type { JsonObject, JsonValue, Manifest } from '../../lib/manifest/manifest';
import type { ManifestEntry, ManifestSet } from '../../lib/manifest/manifest-set';
import { findPodTemplates } from '../../lib/manifest/pod-template';
import { compareReachability } from '../../lib/reachability/compare';
import { checkIsolation } from '../../lib/reachability/isolation';
import { pairsOf, portsInWords } from '../../lib/reachability/pairs';
import type { Layer, Outside, Peer, Pod } from '../../lib/reachability/spec';
import { loadMain } from './main-app';
import { type Mutant, mutantsOf } from './policy-mutants';

const main = loadMain();
const environments = main.root.node.children
  .filter((child) => child instanceof Environment)
  .map(readAccess);
const NAMES = environments.map(({ name }) => name);
const LAYERS: readonly Layer[] = ['both', 'egress', 'ingress'];

/** All that says who reaches whom, in these environments. */
const everything = main.manifests.filter(
  ({ file, manifest }) =>
    NAMES.some((name) => file.startsWith(`${name}/`)) &&
    (['Namespace', 'NetworkPolicy', 'CiliumNetworkPolicy'].includes(manifest.kind) ||
      findPodTemplates(manifest).length > 0),
);
const whole = accessWorld(everything, environments, []);
const openedInWhole = openedIn(whole);

/** A system in one environment: its namespace alone. */
interface Part {
  readonly namespace: string;
  readonly environment: EnvironmentAccess;
  readonly manifests: ManifestSet;
}

const parts = environments.flatMap((environment) =>
  environment.namespaces.map((namespace) => partOf(environment, namespace)),
);

describe('access in main.ts', () => {
  test('opens all that is declared, and nothing else', () => {
    expect(main.root).toBeInstanceOf(ConfigRepo);
    const lines = main.root instanceof ConfigRepo ? main.root.checkAccess() : ['no repo'];
    expect(lines).toEqual([]);
  });

  test('is told with the policy to look at where it is not as declared', () => {
    const wide = main.manifests.map((entry) =>
      isPolicy(entry, 'guestbook-qa', 'default-deny')
        ? { ...entry, manifest: { ...entry.manifest, spec: SSH_FROM_REDIS } }
        : entry,
    );
    expect(checkAccess(wide, environments)).toContain(
      'guestbook-qa/redis-leader -> guestbook-qa/redis-leader, guestbook-qa/redis-follower, ' +
        'guestbook-qa/frontend and 1 more 22: egress is open, and no call declares it: ' +
        'opened by NetworkPolicy guestbook-qa/default-deny spec.egress[0]',
    );
  });
});

describe('a policy of Cilium', () => {
  const inCluster = (change: (spec: JsonObject) => JsonValue | undefined) =>
    everything.flatMap((entry) => {
      const { kind, metadata, spec } = entry.manifest;
      if (kind !== 'CiliumNetworkPolicy' || metadata.name !== 'memcached') return [entry];
      const changed = isJson(spec) ? change(spec) : undefined;
      return changed === undefined
        ? []
        : [{ ...entry, manifest: { ...entry.manifest, spec: changed } }];
    });
  const linesOf = (manifests: ManifestSet) => checkAccess(manifests, environments);

  test('is told to be too wide, or too narrow', () => {
    const wide = inCluster((spec) => ({ ...spec, ingress: [{ fromEndpoints: [{}] }] }));
    expect(linesOf(wide).join('\n')).toMatch(
      /-> car-registry-aks\/memcached .*: ingress is open, .* opened by CiliumNetworkPolicy car-registry-aks\/memcached spec.ingress\[0\]/,
    );
    expect(linesOf(inCluster(() => undefined)).join('\n')).toMatch(
      /car-registry-aks\/backend -> car-registry-aks\/memcached TCP 11211: is declared, and closed/,
    );
  });
});

/** Instead of a namespace's policy that denies everything: one pod may send to all others, by SSH. */
const SSH_FROM_REDIS = {
  podSelector: { matchLabels: { 'app.kubernetes.io/name': 'redis-leader' } },
  policyTypes: ['Egress'],
  egress: [{ to: [{ podSelector: {} }], ports: [{ port: 22 }] }],
};

describe('one environment and another', () => {
  const zoneOf = ({ namespace, kind }: Pod) =>
    kind === 'external' ? undefined : NAMES.find((name) => namespace.endsWith(`-${name}`));
  const crossings = LAYERS.flatMap((layer) => checkIsolation(whole.reachability, zoneOf, layer));

  test.each(NAMES.flatMap((from) => NAMES.map((to) => [from, to])).filter(([a, b]) => a !== b))(
    '%s reaches nothing in %s, as if both were in one cluster',
    (from, to) => {
      const found = crossings.filter(({ fromZone, toZone }) => fromZone === from && toZone === to);
      expect(found.map(({ message }) => message)).toEqual([]);
    },
  );

  test('would be found to meet', () => {
    const open = everything.map((entry) =>
      isPolicy(entry, 'guestbook-qa', 'default-deny')
        ? { ...entry, manifest: { ...entry.manifest, spec: { podSelector: {}, egress: [{}] } } }
        : entry,
    );
    const { reachability } = accessWorld(open, environments, []);
    const zones = checkIsolation(reachability, zoneOf, 'egress').map(({ field }) => field);
    expect([...new Set(zones)].toSorted()).toEqual([
      'qa -> aks',
      'qa -> e2e',
      'qa -> prod',
      'qa -> stage',
    ]);
  });
});

describe('a walk through the guestbook', () => {
  const { reachability } = whole;
  const openings = [...reachability.opened()].flatMap((opening) =>
    [...pairsOf(opening)].map(([from, to]) => ({ from, to, ports: opening.ports })),
  );
  const inGuestbook = openings.filter(({ from }) => from.id.startsWith('guestbook-qa/'));

  test('has strangers in every namespace', () => {
    const strangers = reachability.pods.filter(({ kind }) => kind === 'stranger');
    expect(strangers.map(({ namespace }) => namespace)).toEqual(
      environments.flatMap(({ namespaces }) => namespaces),
    );
  });

  test('leads nowhere for a pod that nobody has declared', () => {
    expect(inGuestbook.filter(({ from }) => from.id === 'guestbook-qa/*')).toEqual([]);
    const prod = openings.filter(({ to }) => /-prod\//.test(to.id));
    expect(prod.filter(({ from }) => from.id.includes('-qa/'))).toEqual([]);
  });

  test('leads from each pod to what it calls alone', () => {
    const within = inGuestbook
      .filter(({ to }) => to.id.startsWith('guestbook-qa/'))
      .map(({ from, to, ports }) => `${from.id} -> ${to.id} ${portsInWords(ports)}`);
    expect(within.toSorted()).toEqual([
      'guestbook-qa/frontend -> guestbook-qa/redis-follower 6379',
      'guestbook-qa/frontend -> guestbook-qa/redis-leader 6379',
      'guestbook-qa/redis-follower -> guestbook-qa/redis-leader 6379',
    ]);
  });
});

/**
 * A NetworkPolicy selects pods of its own namespace alone, so what a change of it opens or closes has an
 * end there. Where the namespace by itself shows the change, so do all manifests together; where it doesn't,
 * they are asked.
 */
describe('every change of a NetworkPolicy', () => {
  test.each(parts)('is judged by $namespace alone as by everything', ({ namespace, ...part }) => {
    const own = worldOf({ namespace, ...part });
    expect(isFaulty(own)).toBe(false);
    const known = new Set(own.reachability.pods.map(({ id }) => id));
    const isKnown = (peer: Peer) => peer.type === 'outside' || known.has(peer.id);
    const among = namesInWhole(own);
    expect(pairsIn(openedIn(own), namespace, among)).toEqual(
      pairsIn(openedInWhole, namespace, (peer) => (isKnown(peer) ? [peer.id] : [])),
    );
  });

  const known = new Set<string>();

  /** All of them where a policy is first met, and some of those of its likes in other environments. */
  function changesOf(manifest: Manifest): readonly Mutant[] {
    const { name } = manifest.metadata;
    const isKnown = known.has(name) && name !== 'default-deny';
    known.add(name);
    return mutantsOf(manifest).filter((_, index) => !isKnown || index % 3 === 0);
  }

  const withoutEffect: string[] = [];
  const changed = new Set<ManifestEntry>();
  let count = 0;

  test.each(parts)('is found in $namespace', (part) => {
    const policies = part.manifests.filter(isNetworkPolicy);
    const mutants = policies.flatMap((entry) =>
      changesOf(entry.manifest).map((mutant) => ({ entry, mutant })),
    );
    const missed = mutants.filter(
      ({ entry, mutant }) => !isFaulty(worldOf(mutate(part, entry, mutant))),
    );
    const differing = missed.filter(({ entry, mutant }) => {
      const { reachability } = accessWorld(mutateAll(everything, entry, mutant), environments, []);
      return LAYERS.some((layer) => {
        const { opened, closed } = compareReachability(whole.reachability, reachability, layer);
        return opened.length + closed.length > 0;
      });
    });
    const names = (list: typeof mutants) =>
      list.map(({ entry, mutant }) => `${entry.manifest.metadata.name} ${mutant.what}`);
    expect(names(differing)).toEqual([]);
    withoutEffect.push(...names(missed));
    for (const entry of policies) changed.add(entry);
    count += mutants.length;
  });

  test('is made, to all of them: those of analyses and of feature branches, too', () => {
    const all = main.manifests.filter(isNetworkPolicy);
    expect(all.filter((entry) => !changed.has(entry))).toEqual([]);
    const names = new Set(all.map(({ manifest }) => manifest.metadata.name));
    expect([...names]).toEqual(expect.arrayContaining(['verify-analysis', 'frontend-myfeature']));
    expect(count).toBeGreaterThan(5 * all.length);
  });

  test('is without effect only where it changes nothing', () => {
    // The policy that denies everything is for all pods already.
    const changing = parts.filter(({ manifests }) => manifests.some(isNetworkPolicy));
    expect(withoutEffect).toEqual(changing.map(() => 'default-deny for all pods'));
  });
});

function isJson(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNetworkPolicy({ manifest }: ManifestEntry): boolean {
  return manifest.kind === 'NetworkPolicy';
}

function partOf(environment: EnvironmentAccess, namespace: string): Part {
  const groups = environment.groups.filter(({ group }) => group.namespace === namespace);
  return {
    namespace,
    environment: { ...environment, namespaces: [namespace], groups },
    manifests: everything.filter(({ manifest: { kind, metadata } }) =>
      kind === 'Namespace' ? metadata.name === namespace : metadata.namespace === namespace,
    ),
  };
}

function worldOf({ manifests, environment }: Part): AccessWorld {
  return accessWorld(manifests, [environment], []);
}

function isFaulty(world: AccessWorld): boolean {
  return checkClosed(world).length > 0 || checkOpen(world).length > 0;
}

function mutate(part: Part, entry: ManifestEntry, mutant: Mutant): Part {
  return { ...part, manifests: mutateAll(part.manifests, entry, mutant) };
}

function mutateAll(
  manifests: ManifestSet,
  entry: ManifestEntry,
  { manifest }: Mutant,
): ManifestSet {
  return manifests.flatMap((other) => {
    if (other !== entry) return [other];
    return manifest === undefined ? [] : [{ ...entry, manifest }];
  });
}

/**
 * The names that a world's peers have among everything. There more policies cut the addresses, so that one
 * stretch of a system's own may be several.
 */
function namesInWhole({ reachability }: AccessWorld): (peer: Peer) => readonly string[] {
  const cut = listBy(whole.reachability.outside, (stretch) => {
    const around = reachability.outside.findLast((own) => isUpTo(own, stretch));
    return around === undefined ? [] : [around.id];
  });
  return (peer) => (peer.type === 'pod' ? [peer.id] : (cut.get(peer.id) ?? []).map(({ id }) => id));
}

/** Whether addresses begin where others do, or before. */
function isUpTo({ addresses: [own] }: Outside, { addresses: [other] }: Outside): boolean {
  if (own === undefined || other === undefined) return false;
  return own.family === other.family && own.first <= other.first;
}

/** All that is open, layer by layer. */
function openedIn({ reachability }: AccessWorld) {
  return LAYERS.map((layer) => [layer, [...reachability.opened(layer)]] as const);
}

/** The open pairs with an end in a namespace, by the names that are given to their peers. */
function pairsIn(
  opened: ReturnType<typeof openedIn>,
  namespace: string,
  namesOf: (peer: Peer) => readonly string[],
) {
  const isHere = (peer: Peer) => peer.type === 'pod' && peer.namespace === namespace;
  const pairs = opened.flatMap(([layer, openings]) =>
    openings.flatMap(({ from, to, ports }) =>
      [
        ...pairsOf({ from, to: to.filter(isHere) }),
        ...pairsOf({ from: from.filter(isHere), to: to.filter((peer) => !isHere(peer)) }),
      ].flatMap(([source, target]) =>
        namesOf(source).flatMap((name) =>
          namesOf(target).map((other) => `${layer}: ${name} -> ${other} ${portsInWords(ports)}`),
        ),
      ),
    ),
  );
  return pairs.toSorted();
}

function isPolicy({ manifest }: ManifestEntry, namespace: string, name: string): boolean {
  const { kind, metadata } = manifest;
  return kind === 'NetworkPolicy' && metadata.namespace === namespace && metadata.name === name;
}
