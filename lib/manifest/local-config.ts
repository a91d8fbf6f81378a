import { fieldsOf, findText } from './fields';
import type { ManifestSet } from './manifest-set';

const MARK = 'config.kubernetes.io/local-config';

/** The annotation of what kustomize reads, and nobody applies. */
export const LOCAL_CONFIG = { [MARK]: 'true' } as const;

/** Whether data is for kustomize alone, and never for a cluster. */
export function isLocalConfig(data: unknown): boolean {
  const { apiVersion, metadata } = fieldsOf(data);
  return (
    fieldsOf(fieldsOf(metadata).annotations)[MARK] === 'true' ||
    (findText(apiVersion) ?? '').startsWith('kustomize.config.k8s.io/')
  );
}

/** What kustomize looks for in a folder. */
const KUSTOMIZATION = /(?:^|\/)kustomization\.ya?ml$/i;

/** Whether data is what kustomize reads first, where it may do without apiVersion and kind. */
export function isKustomization(file: string, data: unknown): boolean {
  const { apiVersion, kind } = fieldsOf(data);
  return KUSTOMIZATION.test(file) && apiVersion === undefined && kind === undefined;
}

/** The folders of a manifest set that kustomize makes copies of. */
export function copiedFolders(manifests: ManifestSet): ReadonlySet<string> {
  return new Set(
    manifests
      .filter(({ manifest }) => isLocalConfig(manifest))
      .map(({ file }) => file.slice(0, file.lastIndexOf('/'))),
  );
}
