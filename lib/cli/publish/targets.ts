import { fieldsOf, findText, itemsOf } from '../../manifest/fields';
import type { Manifest } from '../../manifest/manifest';
import type { ManifestSet } from '../../manifest/manifest-set';
import { allowedAmong } from '../environments';
import { UserError } from '../user-error';

/** Where an environment's folder goes. */
export interface Target {
  readonly environment: string;
  /** URL of the git repository, as Argo CD knows it. */
  readonly repository: string;
  readonly branch: string;
}

/** What Argo CD's part of the output says about where it looks. */
export interface Targets {
  /** URL of the config repo itself, as Argo CD knows it. */
  readonly repository: string | undefined;
  /** The environments that have a branch or a repository of their own, sorted. */
  readonly targets: readonly Target[];
  /** The environments that are deployed from the config repo as it is. */
  readonly inPlace: readonly string[];
}

/**
 * Reads from Applications and ApplicationSets where each environment is deployed from.
 * @param argocd - the objects of `dist/argocd`
 * @throws UserError when the Applications of one environment look in different places
 */
export function readTargets(argocd: ManifestSet): Targets {
  const root = argocd.find(({ file }) => file === 'root.yaml');
  const found = new Map<string, Target & { readonly isInPlace: boolean }>();
  for (const { manifest, file } of argocd) {
    if (file === 'root.yaml') continue;
    for (const target of targetsOf(manifest)) {
      const known = found.get(target.environment);
      if (known !== undefined && !isSame(known, target))
        throw new UserError(
          `${file}: environment '${target.environment}' is deployed from ${nameOf(target)} here, and from ${nameOf(known)} elsewhere`,
        );
      found.set(target.environment, target);
    }
  }
  const all = [...found.keys()].sort().flatMap((name) => found.get(name) ?? []);
  return {
    repository: root && findText(fieldsOf(fieldsOf(root.manifest.spec).source).repoURL),
    targets: all
      .filter(({ isInPlace }) => !isInPlace)
      .map(({ environment, repository, branch }) => ({ environment, repository, branch })),
    inPlace: all.filter(({ isInPlace }) => isInPlace).map(({ environment }) => environment),
  };
}

/**
 * The targets of the environments that are named, or all.
 * @throws UserError for an environment that isn't there, or has nothing to be published
 */
export function chooseTargets(
  { targets, inPlace }: Targets,
  names: readonly string[],
): readonly Target[] {
  if (targets.length === 0)
    throw new UserError(
      'there is nothing to publish: Argo CD reads all environments from the config repo itself',
    );
  const known = targets.map(({ environment }) => environment);
  for (const name of names) {
    if (inPlace.includes(name))
      throw new UserError(
        `there is nothing to publish of '${name}': Argo CD reads it from the config repo itself`,
      );
    if (!known.includes(name))
      throw new UserError(`there is no environment '${name}', ${allowedAmong(name, known)}`);
  }
  return names.length === 0
    ? targets
    : targets.filter(({ environment }) => names.includes(environment));
}

/** A place in words: `https://git.example.com/config.git, branch env/prod`. */
export function nameOf({ repository, branch }: Omit<Target, 'environment'>): string {
  return `${repository}, branch ${branch}`;
}

function targetsOf({ kind, spec }: Manifest) {
  if (kind === 'Application') return targetOf(fieldsOf(spec), fieldsOf(fieldsOf(spec).source));
  if (kind !== 'ApplicationSet') return [];
  const template = fieldsOf(fieldsOf(fieldsOf(spec).template).spec);
  return itemsOf(fieldsOf(spec).generators).flatMap((generator) => {
    if (fieldsOf(generator).pullRequest !== undefined)
      return targetOf(template, fieldsOf(template.source));
    const { repoURL, revision, directories } = fieldsOf(fieldsOf(generator).git);
    const { path } = fieldsOf(itemsOf(directories)[0]);
    return targetOf(template, { repoURL, targetRevision: revision, path });
  });
}

function targetOf({ project }: Record<string, unknown>, source: Record<string, unknown>) {
  const environment = findText(project);
  const repository = findText(source.repoURL);
  const branch = findText(source.targetRevision);
  const path = findText(source.path);
  if (
    environment === undefined ||
    repository === undefined ||
    branch === undefined ||
    path === undefined
  )
    return [];
  // In a place of its own, a system's folder stands at the top.
  return [{ environment, repository, branch, isInPlace: path.includes('/') }];
}

function isSame(a: Target, b: Target): boolean {
  return a.repository === b.repository && a.branch === b.branch;
}
