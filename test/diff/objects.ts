import type { JsonObject, Manifest } from '../../lib/manifest/manifest';
import type { ManifestEntry, ManifestSet } from '../../lib/manifest/manifest-set';
import { readYaml } from '../../lib/manifest/read-yaml';

/** Objects of a file of the output. */
export function file(path: string, ...manifests: readonly Manifest[]): readonly ManifestEntry[] {
  return manifests.map((manifest) => ({
    manifest,
    file: path,
    origin: path,
    owner: path,
    cluster: '',
  }));
}

/** Objects as YAML, in the environment `prod`. */
export function yaml(text: string): ManifestSet {
  const { manifests, problems } = readYaml('prod/shop/all.yaml', text);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return manifests;
}

interface WorkloadOptions {
  readonly kind?: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'Rollout';
  readonly name?: string;
  readonly image?: string;
  readonly spec?: JsonObject;
  readonly container?: JsonObject;
  readonly labels?: JsonObject;
}

/** A workload of the namespace `shop-prod`. */
export function workload(options: WorkloadOptions = {}): Manifest {
  const { kind = 'Deployment', name = 'cart', image = 'example.com/cart:v1' } = options;
  const { spec = {}, container = {}, labels = {} } = options;
  return {
    apiVersion: kind === 'Rollout' ? 'argoproj.io/v1alpha1' : 'apps/v1',
    kind,
    metadata: { name, namespace: 'shop-prod' },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name, ...labels } },
        spec: { containers: [{ name, image, ...container }] },
      },
      ...spec,
    },
  };
}

/** Any other object of the namespace `shop-prod`. */
export function object(
  apiVersion: string,
  kind: string,
  name: string,
  rest: JsonObject = {},
  metadata: JsonObject = {},
): Manifest {
  return { apiVersion, kind, metadata: { ...metadata, name, namespace: 'shop-prod' }, ...rest };
}
