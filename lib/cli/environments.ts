import type { ManifestSet } from '../manifest/manifest-set';
import { findNearest } from '../problem/nearest';
import { SYNTHESIZE } from './manifests';
import { UserError } from './user-error';

/** The folder of what Argo CD itself is given, which is no environment. */
const ARGOCD = 'argocd';

/**
 * The objects of an environment, by its folder in the output folder.
 * @param place - the output folder, for messages
 * @throws UserError when there is no such environment
 */
export function entriesOf(manifests: ManifestSet, environment: string, place: string): ManifestSet {
  const own = findEntries(manifests, environment);
  if (own.length > 0 && environment !== ARGOCD) return own;
  const folders = manifests.flatMap(({ file }) => (file.includes('/') ? file.split('/', 1) : []));
  const known = [...new Set(folders)].filter((folder) => folder !== ARGOCD).sort();
  if (known.length === 0)
    throw new UserError(`${place}: there is no environment in it: ${SYNTHESIZE}`);
  throw new UserError(
    `there is no environment '${environment}' in ${place}, ${allowedAmong(environment, known)}`,
  );
}

/** The same; none where there is no such environment. */
export function findEntries(manifests: ManifestSet, environment: string): ManifestSet {
  return manifests.filter(({ file }) => file.startsWith(`${environment}/`));
}

/** What is allowed, and what was probably meant: `allowed qa, prod: did you mean 'prod'?` */
export function allowedAmong(name: string, known: readonly string[]): string {
  const near = findNearest(name, known);
  const allowed = known.length === 0 ? 'and no other' : `allowed ${known.join(', ')}`;
  return near === undefined ? allowed : `${allowed}: did you mean '${near}'?`;
}
