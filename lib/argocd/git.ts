import { requireCall } from '../shape/check';
/** Where the manifests of each environment are kept in git. */
export type GitStrategy<Name extends string = string> =
  | FolderPerEnvironment
  | BranchPerEnvironment
  | RepositoryPerEnvironment<Name>;

/** All environments on the branch of the config repo, a folder each. */
export interface FolderPerEnvironment {
  readonly kind: 'folders';
}

/** A branch of the config repo for each environment, with nothing else on it. */
export interface BranchPerEnvironment {
  readonly kind: 'branches';
  /** What comes before the environment's name in the name of its branch. */
  readonly prefix: string;
}

/** A repository for each environment. */
export interface RepositoryPerEnvironment<Name extends string = string> {
  readonly kind: 'repositories';
  /** URL of each environment's repository, as Argo CD knows it. */
  readonly repositories: Readonly<Record<Name, string>>;
  readonly branch: string;
}

/** All environments on one branch, a folder each: what is reviewed is what is deployed. */
export function folderPerEnvironment(): FolderPerEnvironment {
  return { kind: 'folders' };
}

/**
 * A branch for each environment, to which `supercargo publish` brings its folder.
 * @param options.prefix - before the environment's name. @default 'env/'
 */
export function branchPerEnvironment(
  options: { readonly prefix?: string } = {},
): BranchPerEnvironment {
  requireCall('branchPerEnvironment', options);
  return { kind: 'branches', prefix: options.prefix ?? 'env/' };
}

/**
 * A repository for each environment, to which `supercargo publish` brings its folder.
 * @param repositories - URL of each, as Argo CD knows it
 * @param options.branch - that Argo CD follows there. @default 'main'
 */
export function repositoryPerEnvironment<Name extends string>(
  repositories: Readonly<Record<Name, string>>,
  options: { readonly branch?: string } = {},
): RepositoryPerEnvironment<Name> {
  requireCall('repositoryPerEnvironment', repositories, options);
  return { kind: 'repositories', repositories, branch: options.branch ?? 'main' };
}

/** The config repo, as Argo CD finds it. */
export interface ConfigSource {
  /** URL of the git repository, as Argo CD knows it. */
  readonly repository: string;
  readonly branch: string;
  /** Folder of the manifests in the repository: `dist`. */
  readonly folder: string;
  readonly git: GitStrategy;
}

/** Where Argo CD finds the manifests of one environment. */
export interface EnvironmentSource {
  readonly repository: string;
  readonly revision: string;
  /** What comes before a system's name in the path of its folder: `dist/prod/`, or nothing. */
  readonly prefix: string;
}

/** Where an environment's manifests are, by the strategy. */
export function sourceOf(source: ConfigSource, environment: string): EnvironmentSource {
  const { repository, branch, folder, git } = source;
  switch (git.kind) {
    case 'folders':
      return { repository, revision: branch, prefix: `${folder}/${environment}/` };
    case 'branches':
      return { repository, revision: `${git.prefix}${environment}`, prefix: '' };
    case 'repositories':
      return {
        repository: git.repositories[environment] ?? repository,
        revision: git.branch,
        prefix: '',
      };
  }
}
