import type { k8s } from 'cdk8s-plus-28';
import type { StringMap } from '../../kubernetes/labels';
import {
  checkAnnotations,
  checkDnsSubdomain,
  checkPortNumber,
  isQualifiedName,
} from '../../kubernetes/names';
import { fieldsOf, findText, itemsOf } from '../../manifest/fields';
import { kubeManifest } from '../../manifest/kube-manifest';
import type { Manifest } from '../../manifest/manifest';
import { type Problem, wrongValue } from '../../problem/problem';
import type { RouterContext } from '../router';
import { checkObjectName, checkObjectNames } from './names';

/** The Ingress whose traffic is split. */
export interface RoutedIngressOptions {
  /** Name of the Ingress that is made. @default the workload's */
  readonly ingress?: string;
  /** Hosts that it serves: `shop.example.com`. @default that of `exposed`, or any */
  readonly hosts?: readonly string[];
  /** Paths that it serves, with all below them. @default '/' */
  readonly path?: string;
  /** @default the router's usual one */
  readonly className?: string;
  /** Secret with the certificate for all hosts. @default none: no TLS */
  readonly tlsSecret?: string;
  /** @default none */
  readonly annotations?: StringMap;
  /** Port of the Services. @default their first */
  readonly servicePort?: number;
  /**
   * Ingresses that are there already, each with a rule for the stable Service. None is made then.
   * @default none
   */
  readonly existing?: readonly string[];
  /** Prefix of annotations, where the Ingress controller has another. @default the usual one */
  readonly annotationPrefix?: string;
}

/** What an Ingress leads to. */
export interface IngressBackend {
  readonly service: string;
  readonly port: k8s.ServiceBackendPort;
}

/** Names of the Ingresses whose traffic is split. */
export function ingressesOf(
  { ingress, existing }: RoutedIngressOptions,
  { name }: RouterContext,
): readonly string[] {
  return existing ?? [ingress ?? name];
}

/** Port of the Services, where an Ingress or an action names it. */
export function servicePortOf(
  { servicePort }: { readonly servicePort?: number },
  { ports }: RouterContext,
): number {
  return servicePort ?? ports.find(({ protocol }) => protocol === 'TCP')?.port ?? 80;
}

/** The Ingress, or none where there are some already. */
export function planIngress(
  options: RoutedIngressOptions,
  { name, labels }: RouterContext,
  className: string,
  { service, port }: IngressBackend,
  annotations: StringMap = {},
): readonly Manifest[] {
  if (options.existing !== undefined) return [];
  const { hosts, path = '/', tlsSecret } = options;
  const all = { ...options.annotations, ...annotations };
  const http = {
    paths: [{ path, pathType: 'Prefix', backend: { service: { name: service, port } } }],
  };
  return [
    kubeManifest('KubeIngress', {
      metadata: {
        name: options.ingress ?? name,
        labels,
        ...(Object.keys(all).length > 0 && { annotations: all }),
      },
      spec: {
        ingressClassName: options.className ?? className,
        ...(tlsSecret !== undefined && {
          tls: [{ hosts: hosts && [...hosts], secretName: tlsSecret }],
        }),
        rules: hosts === undefined ? [{ http }] : hosts.map((host) => ({ host, http })),
      },
    }),
  ];
}

/** Options that say what the Ingress is, which `exposed` tells where it is there. */
export const OWN_INGRESS = [
  'ingress',
  'hosts',
  'path',
  'className',
  'tlsSecret',
  'annotations',
  'existing',
] as const satisfies readonly (keyof RoutedIngressOptions)[];

/** The options, with what `exposed` declares, as the Ingress has it that it would make by itself. */
export function withExposed<O extends RoutedIngressOptions>(
  options: O,
  { exposed }: RouterContext,
): O {
  if (exposed?.kind !== 'Ingress' || options.existing !== undefined) return options;
  const { rules, tls, ingressClassName } = fieldsOf(exposed.spec);
  const [rule] = itemsOf(rules).map(fieldsOf);
  const [first] = itemsOf(fieldsOf(rule?.http).paths).map(fieldsOf);
  const [secret] = itemsOf(tls).map(fieldsOf);
  const host = findText(rule?.host);
  return {
    ...options,
    hosts: options.hosts ?? (host === undefined ? undefined : [host]),
    path: options.path ?? findText(first?.path),
    className: options.className ?? findText(ingressClassName),
    tlsSecret: options.tlsSecret ?? findText(secret?.secretName),
    annotations: { ...annotationsOf(exposed), ...options.annotations },
  };
}

function annotationsOf({ metadata }: Manifest): StringMap {
  const annotations = Object.entries(fieldsOf(metadata.annotations));
  return Object.fromEntries(
    annotations.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );
}

/** Checks what the Ingress is made of, or the names of those that are there. */
export function checkIngress(field: string, options: RoutedIngressOptions): readonly Problem[] {
  const { ingress, hosts, path, className, tlsSecret, servicePort, existing } = options;
  return [
    ...checkObjectName(`${field}.ingress`, ingress),
    ...(hosts?.length === 0 ? [wrongValue(`${field}.hosts`, hosts, 'at least one host')] : []),
    ...(hosts ?? []).flatMap((host, index) =>
      checkDnsSubdomain(`${field}.hosts[${index}]`, host.replace(/^\*\./, '')),
    ),
    ...(path === undefined || path.startsWith('/')
      ? []
      : [wrongValue(`${field}.path`, path, "a path such as '/' or '/api'")]),
    ...checkObjectName(`${field}.className`, className),
    ...checkObjectName(`${field}.tlsSecret`, tlsSecret),
    ...(servicePort === undefined ? [] : checkPortNumber(`${field}.servicePort`, servicePort)),
    ...checkAnnotations(`${field}.annotations`, options.annotations ?? {}),
    ...checkPrefix(`${field}.annotationPrefix`, options.annotationPrefix),
    ...checkObjectNames(`${field}.existing`, existing),
    ...(existing === undefined ? [] : checkMade(field, options)),
  ];
}

/** Options of an Ingress that isn't made would be lost. */
function checkMade(field: string, options: RoutedIngressOptions): readonly Problem[] {
  return OWN_INGRESS.filter((key) => key !== 'existing' && options[key] !== undefined).map((key) =>
    wrongValue(`${field}.${key}`, options[key], 'none beside existing, with which none is made'),
  );
}

function checkPrefix(field: string, prefix: string | undefined): readonly Problem[] {
  if (prefix === undefined || isQualifiedName(`${prefix}/a`)) return [];
  return [wrongValue(field, prefix, "a prefix such as 'nginx.ingress.kubernetes.io'")];
}
