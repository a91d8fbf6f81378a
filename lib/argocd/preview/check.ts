import { isClusterScoped } from '../../kubernetes/scope';
import { fieldsOf, findText, itemsOf } from '../../manifest/fields';
import { describe } from '../../manifest/identity';
import type { Manifest } from '../../manifest/manifest';
import type { ManifestSet } from '../../manifest/manifest-set';
import { findPodTemplates } from '../../manifest/pod-template';
import { isSharedHost, mentionsIn, type PreviewNames } from './names';
import { isAddressable } from './replacements';
import { type Text, textsIn } from './strings';

/** Finds what can't be there once for each pull request, a line for each: `[preview/shop/cart] ...`. */
export function checkCopies(
  manifests: ManifestSet,
  namespace: string,
  names: PreviewNames,
): readonly string[] {
  return manifests.flatMap(({ manifest, origin }) =>
    faultsOf(manifest, namespace, names).map(
      (fault) =>
        `[${origin}] ${describe(manifest)}: can't be there once for each pull request: ${fault}`,
    ),
  );
}

function faultsOf(manifest: Manifest, namespace: string, names: PreviewNames): readonly string[] {
  const place = placeFault(manifest, namespace);
  if (place !== undefined) return [place];
  const isNamed = manifest.kind !== 'Namespace' && hasMention(manifest.metadata.name, names);
  return [
    ...(isNamed
      ? [
          `its name has the namespace or a host in it, and stays, while what names it is changed: call it something else`,
        ]
      : []),
    ...portFaults(manifest),
    ...sealFaults(manifest),
    ...textsIn(manifest).flatMap((text) => textFaults(text, names)),
  ];
}

function placeFault({ apiVersion, kind, metadata }: Manifest, namespace: string) {
  if (kind === 'Namespace')
    return metadata.name === namespace ? undefined : `only namespace '${namespace}' can`;
  if (isClusterScoped(apiVersion, kind))
    return 'it has no namespace, so all of them would be one: leave it to whoever runs the cluster';
  const own = findText(metadata.namespace);
  if (own === undefined || own === namespace) return undefined;
  const advice =
    kind === 'Certificate'
      ? "have a certificate for '*' and the domain there, and name its Secret: tls: { credential: '...' }"
      : 'leave it to whoever runs the cluster, or put it into the namespace';
  return `it is in namespace '${own}' and not in '${namespace}': ${advice}`;
}

function portFaults(manifest: Manifest): readonly string[] {
  const nodePorts = itemsOf(fieldsOf(manifest.spec).ports).flatMap((port, index) => {
    const { nodePort } = fieldsOf(port);
    return nodePort === undefined
      ? []
      : [
          `spec.ports[${index}].nodePort: got ${String(nodePort)}, allowed none: Kubernetes chooses one`,
        ];
  });
  const { clusterIP = 'None' } = fieldsOf(manifest.spec);
  const addressFaults =
    clusterIP === 'None' || clusterIP === ''
      ? []
      : [`spec.clusterIP: got ${String(clusterIP)}, allowed none: Kubernetes chooses one`];
  const hostPorts = findPodTemplates(manifest).flatMap(({ path, spec }) =>
    itemsOf(spec.containers).flatMap((container, index) =>
      itemsOf(fieldsOf(container).ports).flatMap((port) => {
        const { hostPort } = fieldsOf(port);
        return hostPort === undefined
          ? []
          : [
              `${path}spec.containers[${index}]: takes port ${String(hostPort)} of its node: use a Service`,
            ];
      }),
    ),
  );
  return [...(manifest.kind === 'Service' ? [...nodePorts, ...addressFaults] : []), ...hostPorts];
}

const CLUSTER_WIDE = 'sealedsecrets.bitnami.com/cluster-wide';

function sealFaults({ kind, metadata }: Manifest): readonly string[] {
  if (kind !== 'SealedSecret' || fieldsOf(metadata.annotations)[CLUSTER_WIDE] === 'true') return [];
  return [
    "it is sealed for one namespace: seal it with --scope cluster-wide, and say scope: 'cluster-wide'",
  ];
}

function textFaults({ path, text, isKey }: Text, names: PreviewNames): readonly string[] {
  const field = path.join('.');
  if (isKey)
    return hasMention(text, names)
      ? [`${field}: the key has the namespace or a host in it: only values can`]
      : [];
  const shared = HOST_FIELDS.has(hostField(path)) && isSharedHost(text, names);
  if (shared)
    return [
      `${field}: got '${text}', allowed a host with one label more: environment.host('shop')`,
    ];
  const strange = path.filter((part) => typeof part === 'string' && !isAddressable(part));
  return strange.length > 0 && hasMention(text, names)
    ? [`${field}: kustomize finds no value whose key is '${strange[0]}': call it something else`]
    : [];
}

/** Fields that say which hosts an object takes. */
const HOST_FIELDS: ReadonlySet<string> = new Set(['host', 'hosts', 'hostname', 'hostnames']);

function hostField(path: Text['path']): string {
  return path.findLast((part) => typeof part === 'string')?.toString() ?? '';
}

function hasMention(text: string, names: PreviewNames): boolean {
  return mentionsIn(text, names).length > 0;
}
