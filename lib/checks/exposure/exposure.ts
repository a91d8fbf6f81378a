import { apiGroupOf } from '../../kubernetes/scope';
import { findText } from '../../manifest/fields';
import { describe } from '../../manifest/identity';
import type { Manifest } from '../../manifest/manifest';
import type { ManifestSet } from '../../manifest/manifest-set';
import { requireManifests } from '../../manifest/require';
import {
  openingsOfIstioGateway,
  openingsOfListeners,
  openingsOfRoute,
  openingsOfVirtualService,
} from './gateways';
import { openingsOfIngress, openingsOfPods, openingsOfService } from './kubernetes';
import type { Opening } from './opening';

/** Something that can be reached from outside of the cluster. */
export interface Exposure extends Opening {
  /** The object in words: `Service shop-prod/frontend`. */
  readonly object: string;
  readonly name: string;
  /** `default` where the object names none. */
  readonly namespace: string;
  /** The cluster it is in; empty where that isn't known. */
  readonly cluster: string;
  /** Construct path, or file and line. */
  readonly origin: string;
}

type Read = (manifest: Manifest) => readonly Opening[];

const GATEWAY_API = 'gateway.networking.k8s.io';

/** Who opens what, by kind and API group. */
const READERS: ReadonlyMap<string, Readonly<Record<string, Read>>> = new Map<
  string,
  Readonly<Record<string, Read>>
>([
  ['Service', { '': openingsOfService }],
  ['Ingress', { 'networking.k8s.io': openingsOfIngress }],
  [
    'Gateway',
    {
      [GATEWAY_API]: openingsOfListeners('Gateway'),
      'networking.istio.io': openingsOfIstioGateway,
    },
  ],
  ['ListenerSet', { [GATEWAY_API]: openingsOfListeners('ListenerSet') }],
  ['XListenerSet', { 'gateway.networking.x-k8s.io': openingsOfListeners('ListenerSet') }],
  ['HTTPRoute', { [GATEWAY_API]: openingsOfRoute('HTTPRoute') }],
  ['GRPCRoute', { [GATEWAY_API]: openingsOfRoute('GRPCRoute') }],
  ['TLSRoute', { [GATEWAY_API]: openingsOfRoute('TLSRoute') }],
  ['TCPRoute', { [GATEWAY_API]: openingsOfRoute('TCPRoute') }],
  ['UDPRoute', { [GATEWAY_API]: openingsOfRoute('UDPRoute') }],
  ['VirtualService', { 'networking.istio.io': openingsOfVirtualService }],
]);

/**
 * Lists what can be reached from outside of the cluster, in the order of the set: by a Service, an Ingress,
 * the Gateway API, Istio's gateways, or pods on their node. Firewalls in front of it aren't known here.
 */
export function listExposure(manifests: ManifestSet): readonly Exposure[] {
  requireManifests('listExposure()', manifests);
  const exposures: Exposure[] = [];
  for (const { manifest, cluster, origin } of manifests)
    for (const opening of openingsOf(manifest))
      exposures.push({
        ...opening,
        object: describe(manifest),
        name: manifest.metadata.name,
        namespace: findText(manifest.metadata.namespace) ?? 'default',
        cluster,
        origin,
      });
  return exposures;
}

function openingsOf(manifest: Manifest): readonly Opening[] {
  const readers = READERS.get(manifest.kind);
  if (readers === undefined) return openingsOfPods(manifest);
  const group = apiGroupOf(manifest.apiVersion);
  return Object.hasOwn(readers, group) ? (readers[group]?.(manifest) ?? []) : [];
}
