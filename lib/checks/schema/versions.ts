import { minorOf } from '../../kubernetes/version';
import type { Manifest } from '../../manifest/manifest';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { type Finding, findingOf } from '../finding';
import { API_VERSIONS, type ApiVersion, NEWER_VERSIONS } from './api-versions';

const byKind = new Map<string, ApiVersion>();

/** Finds an API version that the cluster has no more, or soon won't have. */
export function checkApiVersion(entry: ManifestEntry, kubernetes: string): readonly Finding[] {
  const known = findApiVersion(entry.manifest);
  if (known === undefined) return [];
  const { deprecated, removed, instead } = known;
  const minor = minorOf(kubernetes);
  const got = `got ${entry.manifest.apiVersion}`;
  const other = instead.find(({ since = 0 }) => minor >= since);
  const way = other === undefined ? 'there is nothing in its place' : `allowed ${other.apiVersion}`;
  if (removed !== undefined && minor >= removed)
    return [
      findingOf('removed-api-version', entry, {
        field: 'apiVersion',
        message: `${got}, which Kubernetes 1.${removed} has removed, ${way}`,
      }),
    ];
  if (minor < deprecated || (instead.length > 0 && other === undefined)) return [];
  const end = removed === undefined ? '' : ` and 1.${removed} removes`;
  return [
    findingOf(
      'deprecated-api-version',
      entry,
      {
        field: 'apiVersion',
        message: `${got}, which Kubernetes 1.${deprecated} has deprecated${end}, ${way}`,
      },
      'warning',
    ),
  ];
}

/** Whether an API version is one that Kubernetes has, or had. */
export function findApiVersion({ apiVersion, kind }: Manifest): ApiVersion | undefined {
  if (byKind.size === 0)
    for (const version of API_VERSIONS)
      for (const one of version.kinds) byKind.set(`${version.apiVersion}/${one}`, version);
  return byKind.get(`${apiVersion}/${kind}`);
}

/** An object of an API version that is newer than the schemas, as one that they have. */
export function asKnown(manifest: Manifest, kubernetes: string): Manifest {
  const { apiVersion, kind } = manifest;
  const newer = NEWER_VERSIONS.find(
    (one) => one.apiVersion === apiVersion && one.kinds.includes(kind),
  );
  if (newer === undefined || minorOf(kubernetes) < newer.since) return manifest;
  return { ...manifest, apiVersion: newer.like, kind, metadata: manifest.metadata };
}
