import { checkDnsLabel, checkDnsSubdomain } from '../kubernetes/names';
import { type Problem, wrongValue } from '../problem/problem';
import type { ClusterPods } from './access';

/** A gateway that is there already. */
export interface GatewayReference {
  readonly name: string;
  readonly namespace: string;
}

/** Through what an environment's microservices are reached from outside. */
export type IngressSpec =
  | {
      /** Istio's gateway, and VirtualServices. */
      readonly kind: 'istio';
      /** Its Gateway. @default one for each microservice */
      readonly gateway?: GatewayReference;
      readonly class?: never;
    }
  | {
      /** A Gateway of the Gateway API, and HTTPRoutes. */
      readonly kind: 'gateway-api';
      readonly gateway: GatewayReference & {
        /** Name of one of its listeners. @default all that fit */
        readonly listener?: string;
      };
      readonly class?: never;
    }
  | {
      /** A Gateway of its own for each microservice, and an HTTPRoute. */
      readonly kind: 'gateway-api';
      /** Name of the GatewayClass. */
      readonly class: string;
      readonly gateway?: never;
    }
  | {
      /** Ingresses, by the NGINX Ingress controller. */
      readonly kind: 'nginx';
      /** Name of the IngressClass. @default 'nginx' */
      readonly class?: string;
      readonly gateway?: never;
    }
  | {
      /** Ingresses, by any other controller. */
      readonly kind: 'ingress';
      /** Name of the IngressClass. */
      readonly class: string;
      readonly gateway?: never;
    };

/** How external-dns is set up in an environment's cluster. */
export interface DnsSpec {
  /** Prefix of its annotations. @default 'external-dns.kubernetes.io', as since its release 0.22 */
  readonly annotationPrefix?: string;
}

/** Istio's gateway as its own charts install it. */
const ISTIO_GATEWAY: ClusterPods = {
  namespace: 'istio-system',
  labels: { istio: 'ingressgateway' },
  serviceAccount: 'istio-ingressgateway-service-account',
};

/** The controller as its own chart installs it. */
const NGINX: ClusterPods = {
  namespace: 'ingress-nginx',
  labels: {
    'app.kubernetes.io/name': 'ingress-nginx',
    'app.kubernetes.io/component': 'controller',
  },
};

/** What of an environment tells through what it is reached. */
export interface IngressFacts {
  readonly mesh?: { readonly kind: 'istio' };
  readonly ingress?: IngressSpec;
  readonly access?: { readonly gateway?: ClusterPods };
  readonly dns?: DnsSpec;
}

/** Through what an environment is reached: by its mesh's gateway if it has one, or else by NGINX. */
export function ingressOf({ ingress, mesh }: IngressFacts): IngressSpec {
  return ingress ?? (mesh === undefined ? { kind: 'nginx' } : { kind: mesh.kind });
}

/** The pods that requests come through; undefined where nobody can know them. */
export function findGatewayPods(facts: IngressFacts): ClusterPods | undefined {
  if (facts.access?.gateway !== undefined) return facts.access.gateway;
  const { kind } = ingressOf(facts);
  if (kind === 'istio') return ISTIO_GATEWAY;
  return kind === 'nginx' ? NGINX : undefined;
}

/** The pods of Istio's gateway. */
export function istioGatewayPods(facts: IngressFacts): ClusterPods {
  const pods = ingressOf(facts).kind === 'istio' ? findGatewayPods(facts) : undefined;
  return pods ?? ISTIO_GATEWAY;
}

const KINDS = ['istio', 'gateway-api', 'nginx', 'ingress'];

/** Checks through what an environment is reached. */
export function checkIngressSpec(field: string, ingress: IngressSpec): readonly Problem[] {
  const { kind, gateway, class: className } = ingress;
  if (!KINDS.includes(kind))
    return [wrongValue(`${field}.kind`, kind, KINDS.map((known) => `'${known}'`).join(', '))];
  const isHomeless = kind === 'gateway-api' && gateway === undefined && className === undefined;
  const isClassless = kind === 'ingress' && className === undefined;
  return [
    ...(isHomeless
      ? [
          {
            field,
            message: 'has no gateway: add `gateway`, or `class` for one of each microservice',
          },
        ]
      : []),
    ...(isClassless
      ? [{ field: `${field}.class`, message: 'is missing: name the IngressClass' }]
      : []),
    ...(className === undefined ? [] : checkDnsSubdomain(`${field}.class`, className)),
    ...(gateway === undefined ? [] : checkGatewayReference(`${field}.gateway`, gateway)),
    ...('listener' in (gateway ?? {}) && kind !== 'gateway-api'
      ? [{ field: `${field}.gateway.listener`, message: "is for kind 'gateway-api' only" }]
      : []),
  ];
}

/** Checks the name of a gateway that is there already. */
export function checkGatewayReference(
  field: string,
  { name, namespace }: GatewayReference,
): readonly Problem[] {
  return [
    ...checkDnsSubdomain(`${field}.name`, name),
    ...checkDnsLabel(`${field}.namespace`, namespace),
  ];
}
