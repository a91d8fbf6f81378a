import type { GitStrategy } from '../argocd/git';
import type { PullRequests } from '../environment/previews';
import type { EnvironmentSpec } from '../environment/spec';
import { checkDnsLabel } from '../kubernetes/names';
import { isFields, textsOf } from '../manifest/fields';
import { type Problem, wrongValue } from '../problem/problem';

/** The part of a config repo's props that says where Argo CD finds it. */
export interface RepositoryPlace {
  readonly repository: string;
  readonly branch: string;
  readonly folder: string;
  readonly argocdNamespace: string;
}

/** Addresses that git knows: a URL, one of a folder that Argo CD mounts, or the short form of ssh, `git@host:path`. */
const GIT_URL =
  /^(?:(?:https?|ssh|git):\/\/[^\s/][^\s]*|file:\/\/[\w.-]*\/[^\s]+|[\w.-]+@[\w.-]+:[^\s]+)$/;

/** Credentials in an address, which would stand in `dist/` for everybody to read. */
const PASSWORD = /^\w+:\/\/[^/@]*:[^/@]*@/;

/**
 * Checks where Argo CD is to look. What is wrong there shows only when Argo CD has been told to sync.
 * @see https://git-scm.com/docs/git-check-ref-format
 */
export function checkPlace(place: RepositoryPlace): readonly Problem[] {
  const { repository, branch, folder, argocdNamespace } = place;
  return [
    ...checkRepository('repository', repository),
    ...checkBranch('branch', branch),
    ...(isFolder(folder)
      ? []
      : [wrongValue('folder', folder, "a path in the repository: 'dist', 'deploy/dist'")]),
    ...checkDnsLabel('argocdNamespace', argocdNamespace),
  ];
}

/** Checks what is deployed, for those whose compiler hasn't told them. */
export function checkDeploy(system: unknown, options: unknown): readonly Problem[] {
  if (typeof system !== 'function')
    return [wrongValue('deploy()', system, 'a class that extends System')];
  if (!isFields(options)) return [wrongValue('deploy()', options, "{ to: ['qa'] }, or nothing")];
  const { to } = options;
  return to === undefined || (Array.isArray(to) && textsOf(to).length === to.length)
    ? []
    : [wrongValue('deploy().to', to, "a list of environments: ['qa']")];
}

/** Checks where each environment is kept, against the environments that there are. */
export function checkGit(
  git: GitStrategy,
  branch: string,
  environments: readonly EnvironmentSpec[],
): readonly Problem[] {
  const names = environments.map(({ name }) => name);
  switch (git.kind) {
    case 'folders':
      return [];
    case 'branches':
      return [
        ...names.flatMap((name) => checkBranch('git.prefix', `${git.prefix}${name}`)),
        ...(names.some((name) => `${git.prefix}${name}` === branch)
          ? [
              wrongValue(
                'git.prefix',
                git.prefix,
                `another: the branch '${branch}' has the sources`,
              ),
            ]
          : []),
      ];
    case 'repositories':
      return [
        ...checkBranch('git.branch', git.branch),
        ...names.flatMap((name) => {
          const repository = git.repositories[name];
          const field = `git.repositories.${name}`;
          return repository === undefined
            ? [{ field, message: 'is missing: name the repository of this environment' }]
            : checkRepository(field, repository);
        }),
      ];
  }
}

/** Checks that pull requests that are deployed as they are, are those of the config repo. */
export function checkPreviewsPlace(
  repository: string,
  environments: readonly EnvironmentSpec[],
): readonly Problem[] {
  return environments.flatMap(({ name, previews }) => {
    if (previews?.pullRequests === undefined || previews.images !== undefined) return [];
    const path = pathOf(previews.pullRequests);
    const own = `/${repository.replace(/(?:\.git)?\/*$/, '').replace(':', '/')}`.toLowerCase();
    if (path === undefined || own.endsWith(path.toLowerCase())) return [];
    return [
      wrongValue(
        `environments.${name}.previews.pullRequests`,
        path.slice(1),
        `those of the config repo, ${repository}; or name the images that they build, in previews.images`,
      ),
    ];
  });
}

/** The end of a repository's address, as its forge makes it; undefined where a number says which one it is. */
function pathOf(where: PullRequests): string | undefined {
  switch (where.kind) {
    case 'github':
    case 'gitea':
    case 'bitbucket':
      return `/${where.owner}/${where.repository}`;
    case 'gitlab':
      return /^\d+$/.test(where.project) ? undefined : `/${where.project}`;
    case 'bitbucketServer':
      return `/${where.project}/${where.repository}`;
    case 'azureDevOps':
      return `/${where.repository}`;
  }
}

function checkRepository(field: string, repository: string): readonly Problem[] {
  return [
    ...(GIT_URL.test(repository)
      ? []
      : [
          wrongValue(
            field,
            repository,
            'an address for git: https://, ssh://, git@host:path, or file:/// and a path',
          ),
        ]),
    ...(PASSWORD.test(repository)
      ? [
          {
            field,
            message:
              'has a password in it, which is not for dist/: give it to Argo CD as a repository Secret',
          },
        ]
      : []),
  ];
}

function checkBranch(field: string, branch: string): readonly Problem[] {
  return isRef(branch) ? [] : [wrongValue(field, branch, 'the name of a branch: main, env/prod')];
}

function isRef(name: string): boolean {
  return (
    /^[^\s~^:?*[\\]+$/.test(name) &&
    !/\.\.|@\{|\/\/|\.$|\/$|^\/|^-|(?:^|\/)\.|\.lock(?:\/|$)/.test(name) &&
    name !== '@'
  );
}

function isFolder(path: string): boolean {
  return (
    /^[\w.-]+(?:\/[\w.-]+)*$/.test(path) && !path.split('/').some((part) => /^\.+$/.test(part))
  );
}
