import type { SidecarSpec } from '../../../imports/networking.istio.io';
import type { Call } from '../../endpoint/call-graph';
import type { Endpoint } from '../../endpoint/endpoint';
import { LABEL } from '../../kubernetes/labels';
import type { JsonValue, Manifest } from '../../manifest/manifest';
import type { Wire } from '../../manifest/wire';
import { planDestination } from '../destination';
import { listOf, metadataOf, toManifest } from '../wire';
import { planServerTls } from './gateway-plan';
import type { SidecarProps } from './sidecar-spec';

const SIDECAR = { apiVersion: 'networking.istio.io/v1', kind: 'Sidecar' } as const;

/** What nobody's proxy has: the word for no host at all, since an empty list means all hosts. */
const NOTHING = '~/*';

/** What a Sidecar's plan takes from around it. */
export interface SidecarContext {
  readonly namespace: string | undefined;
  /** The one group of pods that it is for; undefined for all of the namespace. */
  readonly group: string | undefined;
  readonly calls: readonly Call[];
}

/** A Sidecar without what has to be worked out late. */
export function planSidecarOutline(name: string, props: SidecarProps): Manifest {
  return toManifest(SIDECAR, metadataOf(name, props), {});
}

/** A Sidecar's spec: of all hosts of the mesh, those that are called. */
export function planSidecarSpec(
  name: string,
  props: SidecarProps,
  context: SidecarContext,
): JsonValue | undefined {
  const { hosts = [], outboundTrafficPolicy, inboundConnectionPool, captureMode, ingress } = props;
  const { namespace, group, calls } = context;
  const called = calls.map(({ to }) => egressHost(to, namespace));
  const all = [...new Set([...called, ...hosts])].sort();
  const proxy = outboundTrafficPolicy?.egressProxy;
  const spec = {
    workloadSelector: group === undefined ? undefined : { labels: { [LABEL.name]: group } },
    egress: [{ captureMode, hosts: all.length === 0 ? [NOTHING] : all }],
    outboundTrafficPolicy: outboundTrafficPolicy && {
      mode: outboundTrafficPolicy.mode,
      egressProxy: proxy && planDestination(proxy, undefined),
    },
    inboundConnectionPool,
    ingress: listOf(
      ingress?.map((listener) => ({
        ...listener,
        tls: listener.tls && planServerTls(listener.tls, ''),
      })),
    ),
  } satisfies Wire<SidecarSpec>;
  return toManifest(SIDECAR, metadataOf(name, props), spec).spec;
}

/** A host as a Sidecar names it: with the namespace that tells of it. */
function egressHost(endpoint: Endpoint, namespace: string | undefined): string {
  if (endpoint.kind === 'external-endpoint') return `*/${endpoint.host}`;
  const { service, clusterDomain, namespace: own = namespace ?? 'default' } = endpoint;
  return `${own === namespace ? '.' : own}/${service}.${own}.svc.${clusterDomain}`;
}
