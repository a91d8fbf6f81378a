import type { ExposureKind } from '../../kubernetes/exposure';
import { fieldsOf, findText, itemsOf, textsOf } from '../../manifest/fields';
import type { Manifest } from '../../manifest/manifest';
import { hostsOf, type Opening, portOf, portsOf } from './opening';

type Read = (manifest: Manifest) => readonly Opening[];

/** By the listeners of the Gateway API. Those of a mesh's waypoint are reached from inside only. */
export function openingsOfListeners(kind: ExposureKind): Read {
  return ({ spec }) => {
    const listeners = itemsOf(fieldsOf(spec).listeners)
      .map(fieldsOf)
      .filter(({ protocol }) => protocol !== MESH_PROTOCOL);
    if (listeners.length === 0) return [];
    return [
      {
        kind,
        ports: portsOf(listeners, 'port'),
        hosts: hostsOf(listeners.map(({ hostname }) => findText(hostname))),
        sourceRanges: [],
      },
    ];
  };
}

/** Istio's, between the proxies of ambient mode. */
const MESH_PROTOCOL = 'HBONE';

/** By routes that are attached to a gateway; those of a Service are for the mesh. */
export function openingsOfRoute(kind: ExposureKind): Read {
  return ({ spec }) => {
    const { parentRefs, hostnames } = fieldsOf(spec);
    const isMesh = (parent: unknown) => fieldsOf(parent).kind === 'Service';
    if (itemsOf(parentRefs).every(isMesh)) return [];
    return [{ kind, ports: [], hosts: hostsOf(textsOf(hostnames)), sourceRanges: [] }];
  };
}

/** By the servers of Istio's gateways. */
export function openingsOfIstioGateway({ spec }: Manifest): readonly Opening[] {
  const servers = itemsOf(fieldsOf(spec).servers).map(fieldsOf);
  if (servers.length === 0) return [];
  return [
    {
      kind: 'IstioGateway',
      ports: servers.map(({ port }) => portOf(fieldsOf(port), 'number')),
      // `namespace/host` says whose VirtualServices may use a host.
      hosts: hostsOf(
        servers.flatMap(({ hosts }) => textsOf(hosts).map((host) => host.replace(/^.*\//, ''))),
      ),
      sourceRanges: [],
    },
  ];
}

/** By the routes of a VirtualService at a gateway; without one they are for the mesh. */
export function openingsOfVirtualService({ spec }: Manifest): readonly Opening[] {
  const { gateways, hosts } = fieldsOf(spec);
  if (textsOf(gateways).every((gateway) => gateway === 'mesh')) return [];
  return [{ kind: 'VirtualService', ports: [], hosts: hostsOf(textsOf(hosts)), sourceRanges: [] }];
}
