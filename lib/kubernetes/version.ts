import { type Problem, wrongValue } from '../problem/problem';

/** A version of Kubernetes, without the patch: `1.28`. */
export type KubernetesVersion = `1.${number}`;

/** The version that manifests are for where nobody says another. */
export const DEFAULT_KUBERNETES = '1.28' satisfies KubernetesVersion;

/** What later versions remove isn't known here. */
export const NEWEST_KUBERNETES = '1.35' satisfies KubernetesVersion;

const VERSION = /^1\.(\d{1,3})$/;

/** Checks a version of Kubernetes. */
export function checkKubernetesVersion(field: string, version: unknown): readonly Problem[] {
  if (typeof version === 'string' && VERSION.test(version)) return [];
  return [wrongValue(field, version, "a version such as '1.28'")];
}

/** The number behind the dot, by which versions are compared; that of the usual version for what is none. */
export function minorOf(version: string): number {
  return Number((VERSION.exec(version) ?? VERSION.exec(DEFAULT_KUBERNETES))?.[1]);
}
