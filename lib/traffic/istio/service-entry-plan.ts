import { isIP } from 'node:net';
import type { ServiceEntrySpec } from '../../../imports/networking.istio.io';
import type { ExternalEndpoint } from '../../endpoint/endpoint';
import type { Manifest } from '../../manifest/manifest';
import type { Wire } from '../../manifest/wire';
import { listOf, metadataOf, toManifest } from '../wire';
import type { EntryProtocol, ServiceEntryProps } from './service-entry-spec';

const SERVICE_ENTRY = { apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry' } as const;

/** Ports that are TLS unless it is said that they aren't. */
const TLS_PORTS = [443, 8443];

/** A ServiceEntry as plain data. The props have been checked before. */
export function planServiceEntry(name: string, props: ServiceEntryProps): Manifest {
  const { endpoints, location = 'MESH_EXTERNAL', workloadSelector } = props;
  const resolution = resolutionOf(props);
  const numbers = [...new Set(endpoints.map(({ port }) => port))];
  const spec = {
    hosts: hostsOf(props),
    addresses: listOf(addressesOf(props, resolution)),
    exportTo: listOf(props.exportTo),
    location,
    resolution,
    ports: numbers.map((number) => {
      const protocol = protocolOf(props, number);
      return {
        name: `${protocol.toLowerCase()}-${number}`,
        number,
        protocol,
        targetPort: props.targetPorts?.[number],
      };
    }),
    workloadSelector: workloadSelector && { labels: workloadSelector },
    endpoints: listOf(props.servers ?? serversOf(props, resolution)),
    subjectAltNames: listOf(props.subjectAltNames),
  } satisfies Wire<ServiceEntrySpec>;
  return toManifest(SERVICE_ENTRY, metadataOf(name, props), spec);
}

/** The hosts of an entry: those of its endpoints that have a name, and its own. */
export function hostsOf({ endpoints, host }: ServiceEntryProps): readonly string[] {
  const names = endpoints.filter(isNamed).map((endpoint) => endpoint.host);
  return [...new Set(host === undefined ? names : [host, ...names])];
}

/** How an entry's addresses are found. */
export function resolutionOf(
  props: ServiceEntryProps,
): NonNullable<ServiceEntryProps['resolution']> {
  if (props.resolution !== undefined) return props.resolution;
  if (hostsOf(props).some((host) => host.startsWith('*.'))) return 'NONE';
  if (props.workloadSelector !== undefined) return 'STATIC';
  if (isKnownByAddress(props)) return 'NONE';
  return props.endpoints.some(isNamed) ? 'DNS' : 'STATIC';
}

/** Protocols of which the mesh reads no host, so that it goes by addresses, or by the port alone. */
const NAMELESS: readonly EntryProtocol[] = ['TCP', 'MYSQL', 'MONGO', 'REDIS'];

/**
 * Whether named hosts are to be known by their addresses, which the program looks up: on a port without names in
 * it, two of them would be mixed up.
 */
function isKnownByAddress(props: ServiceEntryProps): boolean {
  const { endpoints, servers, targetPorts } = props;
  if (servers !== undefined || targetPorts !== undefined) return false;
  return endpoints.some(isNamed) && isNameless(props) && hasAddresses(props);
}

function isNameless(props: ServiceEntryProps): boolean {
  return props.endpoints.some(({ port }) => NAMELESS.includes(protocolOf(props, port)));
}

function hasAddresses({ endpoints }: ServiceEntryProps): boolean {
  return endpoints.every(({ cidrs = [] }) => cidrs.length > 0);
}

/** What a port of an entry carries. */
function protocolOf({ protocols }: ServiceEntryProps, port: number): EntryProtocol {
  return protocols?.[port] ?? (TLS_PORTS.includes(port) ? 'TLS' : 'TCP');
}

function addressesOf(props: ServiceEntryProps, resolution: string): readonly string[] {
  if (props.addresses !== undefined) return props.addresses;
  const own = [...new Set(props.endpoints.flatMap(({ cidrs }) => cidrs ?? []))].map((cidr) =>
    cidr.replace(/\/32$/, ''),
  );
  if (['NONE', 'STATIC'].includes(resolution)) return own;
  // Beside DNS, blocks are refused.
  const isUseful =
    isNameless(props) && hasAddresses(props) && own.every((one) => !one.includes('/'));
  return isUseful ? own : [];
}

function serversOf({ endpoints, workloadSelector }: ServiceEntryProps, resolution: string) {
  if (resolution !== 'STATIC' || workloadSelector !== undefined) return [];
  const hosts = endpoints.filter((endpoint) => !isNamed(endpoint)).map(({ host }) => host);
  return [...new Set(hosts)].map((address) => ({ address }));
}

/** Whether an endpoint has a name, and not only an address. */
export function isNamed({ host }: ExternalEndpoint): boolean {
  return isIP(host) === 0;
}
