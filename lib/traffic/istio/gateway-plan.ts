import type { GatewaySpec, GatewaySpecServersTls } from '../../../imports/networking.istio.io';
import type { StringMap } from '../../kubernetes/labels';
import type { Manifest } from '../../manifest/manifest';
import type { Wire } from '../../manifest/wire';
import { planCertificate } from '../certificate';
import { listOf, metadataOf, toManifest } from '../wire';
import type { GatewayServer, IstioGatewayProps, ServerTls } from './gateway-spec';

const ISTIO_GATEWAY = { apiVersion: 'networking.istio.io/v1', kind: 'Gateway' } as const;

/** The pods of a gateway. */
export interface GatewayPods {
  readonly namespace: string;
  readonly labels: StringMap;
}

/** What a Gateway is made for. */
export interface GatewayContext {
  readonly namespace: string | undefined;
  readonly pods: GatewayPods;
}

/** A Gateway and its certificates as plain data. The props have been checked before. */
export function planIstioGateway(
  name: string,
  props: IstioGatewayProps,
  { namespace, pods }: GatewayContext,
): { readonly gateway: Manifest; readonly certificates: readonly Manifest[] } {
  const secretOf = (index: number) =>
    [namespace, name, ...(index === 0 ? [] : [String(index)]), 'tls'].filter(isSaid).join('-');
  const spec = {
    selector: props.selector ?? pods.labels,
    servers: props.servers.map((server, index) => ({
      name: server.name,
      port: planPort(server, index),
      bind: server.bind,
      hosts: server.hosts,
      tls: planTls(server, secretOf(index)),
    })),
  } satisfies Wire<GatewaySpec>;
  const certificates = props.servers.flatMap(({ tls, hosts }, index) =>
    tls === undefined || !('certificate' in tls) || tls.certificate === undefined
      ? []
      : [
          planCertificate(
            {
              ...metadataOf(secretOf(index), { labels: props.labels }),
              namespace: props.podNamespace ?? pods.namespace,
            },
            hosts.map(hostAlone),
            tls.certificate,
          ),
        ],
  );
  return { gateway: toManifest(ISTIO_GATEWAY, metadataOf(name, props), spec), certificates };
}

/** The port of a server. */
export function serverPort({ port, protocol }: GatewayServer): number {
  return port ?? (protocol === 'HTTPS' ? 443 : 80);
}

/** The host of a server without the namespace that may use it. */
export function hostAlone(host: string): string {
  return host.slice(host.indexOf('/') + 1);
}

function planPort(server: GatewayServer, index: number) {
  const { protocol, name } = server;
  const suffix = index === 0 ? '' : `-${index}`;
  return {
    name: name ?? `${protocol.toLowerCase()}${suffix}`,
    number: serverPort(server),
    protocol,
  };
}

function planTls(server: GatewayServer, secret: string): Wire<GatewaySpecServersTls> | undefined {
  const { tls, httpsRedirect } = server;
  if (tls === undefined) return httpsRedirect === true ? { httpsRedirect } : undefined;
  return planServerTls(tls, secret);
}

/** TLS of a server in Istio's words, with the Secret of its certificate. */
export function planServerTls(tls: ServerTls, secret: string): Wire<GatewaySpecServersTls> {
  if (!('certificate' in tls) || tls.certificate === undefined) {
    const { certificate: _, ...plain } = { certificate: undefined, ...tls };
    return plain;
  }
  const { certificate: _, cipherSuites, ...rest } = tls;
  return { ...rest, credentialName: secret, cipherSuites: listOf(cipherSuites) };
}

function isSaid(part: string | undefined): part is string {
  return part !== undefined;
}
