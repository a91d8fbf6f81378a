import { type Fields, fieldsOf, findText, itemsOf, textsOf } from '../../manifest/fields';
import type { Manifest } from '../../manifest/manifest';
import { findPodTemplates } from '../../manifest/pod-template';
import { CONTAINER_FIELDS } from '../hardening/pod';
import { type ExposedPort, hostsOf, type Opening, portOf, portsOf, rangesIn } from './opening';

/** By its type, and by addresses that nodes answer to. */
export function openingsOfService({ spec, metadata }: Manifest): readonly Opening[] {
  const { type, ports, externalIPs, loadBalancerSourceRanges } = fieldsOf(spec);
  const openings: Opening[] = [];
  if (type === 'LoadBalancer')
    openings.push({
      kind: 'LoadBalancer',
      ports: portsOf(ports, 'port'),
      hosts: [],
      sourceRanges: [
        ...textsOf(loadBalancerSourceRanges),
        ...rangesIn(fieldsOf(metadata.annotations)[SOURCE_RANGES]),
      ],
    });
  if (type === 'NodePort') openings.push(anywhere('NodePort', portsOf(ports, 'nodePort')));
  if (textsOf(externalIPs).length > 0)
    openings.push({
      ...anywhere('externalIPs', portsOf(ports, 'port')),
      hosts: textsOf(externalIPs),
    });
  return openings;
}

const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';

/** By HTTP, and HTTPS where it has certificates. */
export function openingsOfIngress({ spec, metadata }: Manifest): readonly Opening[] {
  const { rules, tls, defaultBackend } = fieldsOf(spec);
  const hosts = itemsOf(rules).map((rule) => findText(fieldsOf(rule).host));
  const annotations = fieldsOf(metadata.annotations);
  const http = { port: 80, protocol: 'HTTP' };
  return [
    {
      kind: 'Ingress',
      ports: itemsOf(tls).length > 0 ? [http, { port: 443, protocol: 'HTTPS' }] : [http],
      hosts: defaultBackend === undefined ? hostsOf(hosts) : [],
      sourceRanges: INGRESS_RANGES.flatMap((key) => rangesIn(annotations[key])),
    },
  ];
}

/** Ingress NGINX knows both. */
const INGRESS_RANGES = [
  'nginx.ingress.kubernetes.io/allowlist-source-range',
  'nginx.ingress.kubernetes.io/whitelist-source-range',
];

/** Most objects open nothing: one list for all. */
const NONE: readonly Opening[] = [];

/** By pods that use their node's network, or its ports. */
export function openingsOfPods(manifest: Manifest): readonly Opening[] {
  const templates = findPodTemplates(manifest);
  return templates.length === 0 ? NONE : templates.flatMap(({ spec }) => openingsOfPod(spec));
}

function openingsOfPod(spec: Fields): readonly Opening[] {
  const ports: Fields[] = [];
  for (const key of CONTAINER_FIELDS)
    for (const container of itemsOf(spec[key]))
      for (const port of itemsOf(fieldsOf(container).ports)) ports.push(fieldsOf(port));
  if (spec.hostNetwork === true) {
    const open = ports.map((port) => portOf(port, 'containerPort'));
    return [anywhere('hostNetwork', open)];
  }
  const open = ports.filter(({ hostPort }) => typeof hostPort === 'number' && hostPort > 0);
  return open.length === 0 ? [] : [anywhere('hostPort', portsOf(open, 'hostPort'))];
}

function anywhere(kind: Opening['kind'], ports: readonly ExposedPort[]): Opening {
  return { kind, ports, hosts: [], sourceRanges: [] };
}
