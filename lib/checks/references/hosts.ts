import type { ManifestEntry } from '../../manifest/manifest-set';
import { namespaceOf } from '../objects';

/** A Service by its name and namespace. */
export interface ServiceName {
  readonly name: string;
  readonly namespace: string;
}

/**
 * The Service that a host of the mesh means: a short name is one of the object's namespace; undefined for hosts
 * outside of the cluster.
 */
export function serviceOfHost(beside: ManifestEntry, host: string): ServiceName | undefined {
  if (host.includes('*') || host === '') return undefined;
  const [name = '', namespace, svc] = host.split('.');
  if (namespace === undefined) return { name, namespace: namespaceOf(beside.manifest) };
  return svc === 'svc' ? { name, namespace } : undefined;
}

/** The same for all ways to write a host. */
export function hostKey(beside: ManifestEntry, host: string): string {
  const service = serviceOfHost(beside, host);
  const text = service === undefined ? host : `${service.name}.${service.namespace}.svc`;
  return `${beside.cluster} ${text}`;
}

/** Whether two patterns have a host in common: `*`, `*.example.com`, `shop.example.com`. */
export function haveCommonHost(a: string, b: string): boolean {
  if (a === b || a === '*' || b === '*') return true;
  if (a.startsWith('*.') && b.startsWith('*.'))
    return a.endsWith(b.slice(1)) || b.endsWith(a.slice(1));
  if (a.startsWith('*.')) return b.endsWith(a.slice(1));
  return b.startsWith('*.') && a.endsWith(b.slice(1));
}
