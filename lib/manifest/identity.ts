import { apiGroupOf } from '../kubernetes/scope';
import type { Manifest } from './manifest';

/** The parts that tell an object from all others in a cluster, whatever its version: a key for maps. */
export function identityOf(manifest: Manifest): string {
  const { apiVersion, kind, metadata } = manifest;
  const namespace = typeof metadata.namespace === 'string' ? metadata.namespace : '';
  return `${apiGroupOf(apiVersion)}/${kind}/${namespace}/${metadata.name}`;
}

/** The object in words: `Deployment online-boutique-qa/frontend`. */
export function describe(manifest: Manifest): string {
  const { kind, metadata } = manifest;
  const namespace = typeof metadata.namespace === 'string' ? `${metadata.namespace}/` : '';
  return `${kind} ${namespace}${metadata.name}`;
}
