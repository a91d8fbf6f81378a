import type { JsonObject, Manifest } from '../../lib/manifest/manifest';
import { validateManifest } from '../../lib/schema/validate';

const POD: JsonObject = { containers: [{ name: 'cart', image: 'cart:1.0.0' }] };

/** An object of any kind. */
export function manifest(apiVersion: string, kind: string, fields: JsonObject): Manifest {
  return { apiVersion, kind, metadata: { name: 'cart' }, ...fields };
}

/** A Deployment that fits its schema, but for what `spec` puts in. */
export function deployment(spec: JsonObject = {}): Manifest {
  return manifest('apps/v1', 'Deployment', { spec: { ...workload(POD), ...spec } });
}

/** A Rollout that fits its schema, but for what `spec` puts in. */
export function rollout(spec: JsonObject = {}): Manifest {
  return manifest('argoproj.io/v1alpha1', 'Rollout', { spec: { ...workload(POD), ...spec } });
}

/** Selector and template of a workload with the container given. */
export function withContainer(container: JsonObject): JsonObject {
  return workload({ containers: [{ name: 'cart', ...container }] });
}

/** The problems of an object, one line each. */
export function problems(object: Manifest): readonly string[] {
  return validateManifest(object).map(({ path, message }) => `${path}: ${message}`);
}

function workload(pod: JsonObject): JsonObject {
  const labels = { app: 'cart' };
  return { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod } };
}
