import { minorOf } from '../../kubernetes/version';
import type { Manifest } from '../../manifest/manifest';
import type { ManifestEntry } from '../../manifest/manifest-set';
import { type Finding, findingOf } from '../finding';
import { API_VERSIONS, type ApiVersion } from './api-versions';

const byKind = new Map<string, ApiVersion>();

/** Finds an API version that the cluster has no more, or soon won't have. */
export function checkApiVersion(entry: ManifestEntry, kubernetes: string): readonly Finding[] {
  const known = findApiVersion(entry.manifest);
  if (known === undefined) return [];
  const { deprecated, removed, instead } = known;
  const minor = minorOf(kubernetes);
  const got = `got ${entry.manifest.apiVersion}`;
  const way = instead === undefined ? 'there is nothing in its place' : `allowed ${instead}`;
  if (removed !== undefined && minor >= removed)
    return [
      findingOf('removed-api-version', entry, {
        field: 'apiVersion',
        message: `${got}, which Kubernetes 1.${removed} has removed, ${way}`,
      }),
    ];
  if (minor < deprecated) return [];
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
