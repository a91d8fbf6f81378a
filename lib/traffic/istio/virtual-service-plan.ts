import type { VirtualServiceSpec } from '../../../imports/networking.istio.io';
import type { Endpoint } from '../../endpoint/endpoint';
import type { Manifest } from '../../manifest/manifest';
import type { Wire } from '../../manifest/wire';
import { hostIn, planDestination, weightedOf } from '../destination';
import { listOf, metadataOf, toManifest } from '../wire';
import { planGatewayName } from './gateway-name';
import { planHttpRoute } from './http-plan';
import { planTcpMatch } from './match';
import type { VirtualServiceProps, VirtualTcpRoute } from './virtual-service-spec';

/** Istio's VirtualService. */
export const VIRTUAL_SERVICE = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
} as const;

/** A VirtualService as plain data. The props have been checked before. */
export function planVirtualService(
  name: string,
  props: VirtualServiceProps,
  namespace: string | undefined,
): Manifest {
  const { hosts, gateways, http, tls, tcp } = props;
  const spec = {
    hosts: listOf(hosts?.map((host) => hostText(host, namespace))),
    gateways: listOf(gateways?.map((gateway) => planGatewayName(gateway, namespace))),
    exportTo: listOf(props.exportTo),
    http: listOf(http?.map((rule) => planHttpRoute(rule, namespace))),
    tls: listOf(
      tls?.map(({ match, route }) => ({
        match: match.map((one) => planTcpMatch(one, namespace)),
        route: planRoute(route, namespace),
      })),
    ),
    tcp: listOf(
      tcp?.map(({ match, route }) => ({
        match: listOf(match?.map((one) => planTcpMatch(one, namespace))),
        route: planRoute(route, namespace),
      })),
    ),
  } satisfies Wire<VirtualServiceSpec>;
  return toManifest(VIRTUAL_SERVICE, metadataOf(name, props), spec);
}

/** A host as its callers name it. */
export function hostText(host: Endpoint | string, namespace: string | undefined): string {
  return typeof host === 'string' ? host : hostIn(host, namespace);
}

function planRoute(route: VirtualTcpRoute['route'], namespace: string | undefined) {
  return weightedOf(route).map(({ to, weight }) => ({
    destination: planDestination(to, namespace),
    weight,
  }));
}
