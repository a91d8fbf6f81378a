import type { JsonObject, Manifest } from '../../../lib/manifest/manifest';
import type { ManifestEntry } from '../../../lib/manifest/manifest-set';

/** A container in which nothing is wrong, but for what `fields` puts in. */
export function container(fields: JsonObject = {}, security: JsonObject = {}): JsonObject {
  return {
    name: 'cart',
    image: 'registry.example.com/cart:v1',
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
      ...security,
    },
    ...fields,
  };
}

/** The spec of a pod in which nothing is wrong, but for what `fields` puts in. */
export function podSpec(fields: JsonObject = {}, security: JsonObject = {}): JsonObject {
  return {
    automountServiceAccountToken: false,
    securityContext: {
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
      ...security,
    },
    containers: [container()],
    ...fields,
  };
}

/** An object in the namespace `shop` of an environment `qa`, as a construct tree has it. */
export function entry(manifest: Manifest, fields: Partial<ManifestEntry> = {}): ManifestEntry {
  const origin = `qa/shop/${manifest.kind.toLowerCase()}`;
  return { manifest, file: 'qa/shop/cart.yaml', origin, owner: origin, cluster: 'test', ...fields };
}

/** A Deployment of pods. */
export function deployment(spec: JsonObject, annotations: JsonObject = {}): ManifestEntry {
  return object('apps/v1', 'Deployment', 'cart', {
    spec: { template: { metadata: { annotations }, spec } },
  });
}

/** Any object of the namespace. */
export function object(
  apiVersion: string,
  kind: string,
  name: string,
  fields: JsonObject = {},
  metadata: JsonObject = {},
): ManifestEntry {
  return entry({
    apiVersion,
    kind,
    metadata: { namespace: 'shop', ...metadata, name },
    ...fields,
  });
}

/** The namespace itself, enforcing a Pod Security Standard. */
export function namespace(level: string, cluster = 'test'): ManifestEntry {
  const labels = { 'pod-security.kubernetes.io/enforce': level };
  const manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } };
  return entry(manifest, { cluster });
}
