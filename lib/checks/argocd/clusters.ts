import type { ManifestSet } from '../../manifest/manifest-set';
import { folderClaims, folderOf } from './applications';

/** Objects in folders of Applications are for the Applications' clusters: of two clusters, each may have its own. */
export function withClusters(manifests: ManifestSet): ManifestSet {
  const clusters = new Map(folderClaims(manifests).map(({ folder, cluster }) => [folder, cluster]));
  return manifests.map((entry) => {
    const cluster = clusters.get(folderOf(entry.file));
    return cluster === undefined ? entry : { ...entry, cluster };
  });
}
