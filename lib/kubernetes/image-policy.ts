import { type Problem, wrongValue } from '../problem/problem';
import { findImageReference } from './image';

/** Which images may run, beside the rule that each has a version. */
export interface ImagePolicy {
  /** Whether an image needs a digest (`@sha256:...`), which a tag can't replace. @default false */
  readonly requireDigest?: boolean;
  /**
   * Registries, or parts of them, that images may come from: `registry.example.com`, `ghcr.io/example`.
   * Images without a registry come from `docker.io`. @default all
   */
  readonly registries?: readonly string[];
}

/** Docker's registry, which is meant where none is named. */
const DOCKER = 'docker.io';

/** Checks a policy itself. */
export function checkImagePolicy(field: string, policy: ImagePolicy): readonly Problem[] {
  const { registries } = policy;
  if (registries === undefined) return [];
  if (registries.length === 0)
    return [wrongValue(`${field}.registries`, registries, 'at least one; leave it out for all')];
  return registries.flatMap((registry, index) =>
    isRegistry(registry)
      ? []
      : [
          wrongValue(
            `${field}.registries[${index}]`,
            registry,
            'a registry, or a path in one: registry.example.com, ghcr.io/example',
          ),
        ],
  );
}

/** Whether an image's repository lies in one of the registries. */
export function isFrom(repository: string, registries: readonly string[]): boolean {
  const full = fullName(repository);
  return registries.some((registry) => full === registry || full.startsWith(`${registry}/`));
}

/** A repository with its registry: `redis` is `docker.io/library/redis`. */
function fullName(repository: string): string {
  const slash = repository.indexOf('/');
  if (slash < 0) return `${DOCKER}/library/${repository}`;
  return isHost(repository.slice(0, slash)) ? repository : `${DOCKER}/${repository}`;
}

function isRegistry(registry: string): boolean {
  const image = findImageReference(`${registry}/image`);
  const [host = ''] = `${registry}`.split('/', 1);
  return isHost(host) && image?.repository === `${registry}/image`;
}

/** What tells a registry from the first part of a name: a dot, a port, or that it is this machine. */
function isHost(word: string): boolean {
  return /[.:]/.test(word) || word === 'localhost';
}
