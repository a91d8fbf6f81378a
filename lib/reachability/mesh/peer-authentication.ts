import type { Cluster } from '../cluster/cluster';
import type { Field } from '../cluster/field';
import { type ClusterObject, type Reading, readWith } from '../cluster/objects';
import type { Decision, Pod } from '../spec';
import { readWorkloadSelector } from './authorization-policy';

const MODES = ['UNSET', 'DISABLE', 'PERMISSIVE', 'STRICT'] as const;

/** Whether a workload takes plain text. */
export type MutualTls = Exclude<(typeof MODES)[number], 'UNSET'>;

/** The mode on a port of a workload, and what sets it. */
export interface PortMode {
  readonly mode: MutualTls;
  readonly decision: Decision | undefined;
}

/** A PeerAuthentication, with its pods looked up. */
export interface PeerAuthentication {
  readonly level: 'workload' | 'namespace' | 'mesh';
  readonly subjects: ReadonlySet<Pod>;
  readonly mode: (typeof MODES)[number];
  readonly ports: ReadonlyMap<number, (typeof MODES)[number]>;
  readonly decision: Decision;
}

/** From the nearest to the farthest. */
const LEVELS = ['workload', 'namespace', 'mesh'] as const;

/** Of two at one level the older one is in force, which manifests don't tell: the laxer one is taken. */
const LAXEST_FIRST = ['DISABLE', 'PERMISSIVE', 'STRICT'] as const;

/** Whether an object is a PeerAuthentication. */
export function isPeerAuthentication({ group, kind }: ClusterObject): boolean {
  return group === 'security.istio.io' && kind === 'PeerAuthentication';
}

/**
 * Reads a PeerAuthentication.
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export function readPeerAuthentication(
  object: ClusterObject,
  cluster: Cluster,
  rootNamespace: string,
): Reading<PeerAuthentication> {
  return readWith(object, (root) => {
    const spec = root.get('spec').only('selector', 'mtls', 'portLevelMtls');
    const selector = readWorkloadSelector(spec.get('selector'));
    const general = selector.labels.length === 0;
    const inRoot = object.namespace === rootNamespace;
    const ports = readPorts(spec.get('portLevelMtls'));
    if (general && ports.size > 0) spec.get('portLevelMtls').wrong('ports only beside a selector');
    if (!general && inRoot)
      spec.get('selector').wrong('no selector in the root namespace, where Istio looks at none');
    return {
      level: general ? (inRoot ? 'mesh' : 'namespace') : 'workload',
      subjects:
        general && inRoot
          ? cluster.index.all()
          : cluster.index.inNamespace(object.namespace, selector),
      mode: readMode(spec.get('mtls')),
      ports,
      decision: {
        policy: object.title,
        field: 'spec',
        direction: 'ingress',
        effect: 'requires identity',
        origin: object.origin,
      },
    };
  });
}

/** The mode on a port, by the policies that select a pod. */
export function portModeOf(policies: readonly PeerAuthentication[], port: number): PortMode {
  for (const level of LEVELS) {
    const own = policies.filter((policy) => policy.level === level);
    const found =
      laxest(
        own.map((policy) => ({
          mode: policy.ports.get(port) ?? 'UNSET',
          decision: policy.decision,
        })),
      ) ?? laxest(own);
    if (found !== undefined) return found;
  }
  return { mode: 'PERMISSIVE', decision: undefined };
}

function laxest(
  policies: readonly Pick<PeerAuthentication, 'mode' | 'decision'>[],
): PortMode | undefined {
  for (const mode of LAXEST_FIRST) {
    const found = policies.find((policy) => policy.mode === mode);
    if (found !== undefined) return { mode, decision: found.decision };
  }
  return undefined;
}

function readPorts(field: Field): PeerAuthentication['ports'] {
  return new Map(
    field.members().map(([port, own]) => {
      if (!/^[1-9]\d{0,4}$/.test(port)) own.wrong('a port as the key');
      return [Number(port), readMode(own)];
    }),
  );
}

function readMode(field: Field): (typeof MODES)[number] {
  return field.only('mode').get('mode').choice(MODES, 'UNSET');
}
