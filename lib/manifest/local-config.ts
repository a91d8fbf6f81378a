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

/** The folders of a manifest set that kustomize makes copies of. */
export function copiedFolders(manifests: ManifestSet): ReadonlySet<string> {
  return new Set(
    manifests
      .filter(({ manifest }) => isLocalConfig(manifest))
      .map(({ file }) => file.slice(0, file.lastIndexOf('/'))),
  );
}
