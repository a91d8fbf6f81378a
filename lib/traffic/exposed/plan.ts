import type { ServiceEndpoint } from '../../endpoint/endpoint';
import {
  type GatewayReference,
  type IngressFacts,
  type IngressSpec,
  ingressOf,
  istioGatewayPods,
} from '../../environment/ingress';
import type { StringMap } from '../../kubernetes/labels';
import type { Manifest } from '../../manifest/manifest';
import { requireCall } from '../../shape/check';
import { type Destination, endpointOf, type Weighted } from '../destination';
import { planGateway } from '../gateway-api/gateway-plan';
import type { Listener } from '../gateway-api/gateway-spec';
import { planGrpcRoute } from '../gateway-api/grpc-route-plan';
import { planHttpRoute } from '../gateway-api/http-route-plan';
import type { HttpFilter } from '../gateway-api/http-route-spec';
import type { ParentReference } from '../gateway-api/route-spec';
import { planIngress } from '../ingress/ingress-plan';
import type { IngressProps } from '../ingress/ingress-spec';
import { planIstioGateway } from '../istio/gateway-plan';
import type { GatewayServer } from '../istio/gateway-spec';
import type { HttpMatch } from '../istio/match';
import { planVirtualService } from '../istio/virtual-service-plan';
import { findMilliseconds } from '../values';
import { gatewayCors, istioCors, nginxCors } from './cors';
import { dnsAnnotations } from './dns';
import { HSTS_HEADER, hstsValue } from './hsts';
import type { Exposed } from './spec';

/** What a microservice's exposure takes from around it. */
export interface ExposureContext {
  /** Name of the microservice, and of all that is made. */
  readonly name: string;
  readonly namespace: string | undefined;
  readonly labels: StringMap;
  readonly environment: IngressFacts;
  /** Whether its port carries gRPC. @default false */
  readonly isGrpc?: boolean;
  /** Name of the rule, for what changes its weights. @default none */
  readonly routeName?: string;
}

/** What makes a microservice reachable: the way in, and the rules for what goes where. */
export interface ExposurePlan {
  /** Gateways and Certificates; none where the environment has them. */
  readonly gateways: readonly Manifest[];
  /** VirtualService, HTTPRoute, GRPCRoute, or Ingresses. */
  readonly routes: readonly Manifest[];
}

/** How one way works. */
type Plan = (
  exposed: Exposed,
  context: ExposureContext,
  ingress: IngressSpec,
  destinations: readonly Weighted[],
) => ExposurePlan;

/**
 * A microservice's exposure as plain data, by what its environment has for it. Several destinations share the
 * requests by their weights, as versions do while a release runs. All has been checked before.
 */
export function planExposure(
  exposed: Exposed,
  context: ExposureContext,
  destinations: readonly Weighted[],
): ExposurePlan {
  requireCall('planExposure', exposed, context, destinations);
  const ingress = ingressOf(context.environment);
  return PLANS[ingress.kind](exposed, context, ingress, destinations);
}

const PLANS: Readonly<Record<IngressSpec['kind'], Plan>> = {
  istio: planIstio,
  'gateway-api': planGatewayApi,
  nginx: planNginx,
  ingress: planOtherIngress,
};

/** The gateway that is there already, unless the microservice brings certificates. */
export function istioGatewayOf(
  { gateway, tls }: Exposed,
  { name, namespace }: Pick<ExposureContext, 'name' | 'namespace'>,
  ingress: IngressSpec,
): Partial<GatewayReference> & { readonly name: string } {
  const known = gateway ?? (tls === undefined ? ingress.gateway : undefined);
  return known ?? { name, namespace };
}

function planIstio(
  exposed: Exposed,
  context: ExposureContext,
  ingress: IngressSpec,
  destinations: readonly Weighted[],
): ExposurePlan {
  const { name, namespace, labels, environment } = context;
  const gateway = istioGatewayOf(exposed, context, ingress);
  const annotations = dnsAnnotations(exposed.dns, environment);
  const isOwn = gateway.name === name && gateway.namespace === namespace;
  const own = planIstioGateway(
    name,
    { servers: istioServers(exposed), labels, annotations },
    { namespace, pods: istioGatewayPods(environment) },
  );
  const { host, timeout, cors, hsts } = exposed;
  const match = istioMatches(exposed.path);
  const route = destinations.map(({ to, weight }) => ({ to, weight }));
  return {
    gateways: isOwn ? [own.gateway, ...own.certificates] : [],
    routes: [
      planVirtualService(
        name,
        {
          hosts: [host],
          gateways: [gateway],
          labels,
          annotations,
          http: [
            {
              name: context.routeName,
              match,
              route,
              timeout,
              corsPolicy: cors && istioCors(cors),
              headers: hsts && { response: { set: { [HSTS_HEADER]: hstsValue(hsts) } } },
            },
          ],
        },
        namespace,
      ),
    ],
  };
}

/** Below a path is what follows a slash, and the path itself. */
function istioMatches(path = '/'): readonly HttpMatch[] | undefined {
  if (path === '/') return undefined;
  const bare = path.replace(/\/$/, '');
  return [{ uri: { exact: bare } }, { uri: { prefix: `${bare}/` } }];
}

function istioServers({ host, tls }: Exposed): readonly GatewayServer[] {
  const hosts = [host];
  if (tls === undefined) return [{ hosts, protocol: 'HTTP', name: 'http' }];
  const { credential, certificate, plainHttp = 'redirect' } = tls;
  return [
    {
      hosts,
      protocol: 'HTTPS',
      name: 'https',
      tls:
        certificate === undefined
          ? { mode: 'SIMPLE', credentialName: credential }
          : { mode: 'SIMPLE', certificate },
    },
    plainHttp === 'redirect'
      ? { hosts, protocol: 'HTTP', name: 'http', httpsRedirect: true }
      : { hosts, protocol: 'HTTP', name: 'http' },
  ];
}

function planGatewayApi(
  exposed: Exposed,
  context: ExposureContext,
  ingress: IngressSpec,
  destinations: readonly Weighted[],
): ExposurePlan {
  const { name, namespace, labels, environment } = context;
  const annotations = dnsAnnotations(exposed.dns, environment);
  const known = exposed.gateway ?? ingress.gateway;
  const gatewayClassName = ingress.class ?? '';
  const own = planGateway(name, {
    gatewayClassName,
    labels,
    annotations,
    listeners: listenersOf(exposed),
  });
  const redirects =
    known === undefined && exposed.tls !== undefined && exposed.tls.plainHttp !== 'allow';
  return {
    gateways: known === undefined ? [own.gateway, ...own.certificates] : [],
    routes: [
      planRoute(exposed, context, parentsOf(name, known, redirects), destinations),
      ...(redirects
        ? [
            planHttpRoute(
              `${name}-redirect`,
              {
                parents: [{ name, sectionName: 'http' }],
                hostnames: [exposed.host],
                labels,
                annotations,
                rules: [{ filters: [{ requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
              },
              namespace,
            ),
          ]
        : []),
    ],
  };
}

function parentsOf(
  name: string,
  known: (GatewayReference & { readonly listener?: string }) | undefined,
  redirects: boolean,
): readonly ParentReference[] {
  if (known !== undefined)
    return [{ name: known.name, namespace: known.namespace, sectionName: known.listener }];
  return redirects ? [{ name, sectionName: 'https' }] : [{ name }];
}

function listenersOf({ host, tls }: Exposed): readonly Listener[] {
  const plain: Listener = { name: 'http', protocol: 'HTTP', hostname: host };
  if (tls === undefined) return [plain];
  const { credential, certificate } = tls;
  const own = certificate === undefined ? { certificateRefs: [credential] } : { certificate };
  return [{ name: 'https', protocol: 'HTTPS', hostname: host, tls: own }, plain];
}

function planRoute(
  { host, path, timeout, cors, hsts, dns }: Exposed,
  { name, namespace, labels, isGrpc, routeName, environment }: ExposureContext,
  parents: readonly ParentReference[],
  destinations: readonly Weighted[],
): Manifest {
  const annotations = dnsAnnotations(dns, environment);
  const options = { parents, hostnames: [host], labels, annotations };
  const backends = destinations.flatMap(({ to, weight }) => {
    const service = findService(to);
    return service === undefined ? [] : [{ to: service, weight }];
  });
  const filters = filtersOf(cors, hsts);
  if (isGrpc === true && path === undefined && timeout === undefined && filters.length === 0)
    return planGrpcRoute(name, { ...options, rules: [{ name: routeName, backends }] }, namespace);
  const matches = path === undefined || path === '/' ? undefined : [{ path }];
  const timeouts = timeout === undefined ? undefined : { request: timeout };
  const rules = [{ name: routeName, matches, filters, backends, timeouts }];
  return planHttpRoute(name, { ...options, rules }, namespace);
}

function filtersOf(cors: Exposed['cors'], hsts: Exposed['hsts']): readonly HttpFilter[] {
  return [
    ...(cors === undefined ? [] : [{ cors: gatewayCors(cors) }]),
    ...(hsts === undefined
      ? []
      : [{ responseHeaderModifier: { set: { [HSTS_HEADER]: hstsValue(hsts) } } }]),
  ];
}

function planNginx(
  exposed: Exposed,
  context: ExposureContext,
  ingress: IngressSpec,
  destinations: readonly Weighted[],
): ExposurePlan {
  const { name, isGrpc, environment } = context;
  const [first, second] = destinations.flatMap(({ to, weight }) => {
    const service = findService(to);
    return service === undefined ? [] : [{ to: service, weight }];
  });
  if (first === undefined) return { gateways: [], routes: [] };
  const props = ingressProps(exposed, context, ingress.class ?? 'nginx', first.to);
  const nginx = {
    ...(isGrpc === true && { backendProtocol: 'GRPC' as const }),
    ...(exposed.tls?.plainHttp === 'allow' && { sslRedirect: false }),
  };
  const seconds = (findMilliseconds(exposed.timeout ?? '') ?? 0) / 1000;
  const annotations = {
    ...(seconds > 0 && nginxTimeouts(Math.ceil(seconds))),
    ...dnsAnnotations(exposed.dns, environment),
  };
  // Of a canary Ingress the controller takes such words from the main one.
  const cors = exposed.cors && nginxCors(exposed.cors);
  const main = planIngress(name, { ...props, nginx, annotations: { ...annotations, ...cors } });
  const canary = second && {
    ...ingressProps({ ...exposed, tls: undefined }, context, ingress.class ?? 'nginx', second.to),
    nginx: { ...nginx, canary: { weight: second.weight } },
    annotations,
  };
  return {
    gateways: main.certificates,
    routes: [
      main.ingress,
      ...(canary === undefined ? [] : [planIngress(`${name}-canary`, canary).ingress]),
    ],
  };
}

function nginxTimeouts(seconds: number): StringMap {
  return {
    'nginx.ingress.kubernetes.io/proxy-read-timeout': String(seconds),
    'nginx.ingress.kubernetes.io/proxy-send-timeout': String(seconds),
  };
}

function planOtherIngress(
  exposed: Exposed,
  context: ExposureContext,
  ingress: IngressSpec,
  destinations: readonly Weighted[],
): ExposurePlan {
  const [to] = destinations.flatMap((destination) => findService(destination.to) ?? []);
  if (to === undefined) return { gateways: [], routes: [] };
  const plan = planIngress(context.name, {
    ...ingressProps(exposed, context, ingress.class, to),
    annotations: dnsAnnotations(exposed.dns, context.environment),
  });
  return { gateways: plan.certificates, routes: [plan.ingress] };
}

function ingressProps(
  { host, path, tls }: Exposed,
  { labels }: ExposureContext,
  ingressClassName: string | undefined,
  to: ServiceEndpoint,
): IngressProps {
  const hosts = [host];
  return {
    ingressClassName,
    labels,
    rules: [{ host, paths: [{ path, to }] }],
    tls:
      tls === undefined
        ? undefined
        : [
            tls.certificate === undefined
              ? { hosts, secretName: tls.credential }
              : { hosts, certificate: tls.certificate },
          ],
  };
}

/** The Service of a destination: only the mesh knows of others. */
function findService(to: Destination): ServiceEndpoint | undefined {
  const endpoint = endpointOf(to);
  return endpoint.kind === 'service-endpoint' ? endpoint : undefined;
}
