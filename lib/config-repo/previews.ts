import { checkCopies } from '../argocd/preview/check';
import { planKustomization } from '../argocd/preview/kustomization';
import type { PreviewNames } from '../argocd/preview/names';
import type { Environment } from '../environment/environment';
import { exampleOf } from '../environment/previews';
import { findImageReference } from '../kubernetes/image';
import { isFrom } from '../kubernetes/image-policy';
import { checkDnsLabel } from '../kubernetes/names';
import { listBy } from '../manifest/grouping';
import type { ManifestSet } from '../manifest/manifest-set';
import { formatProblem, type Problem, wrongValue } from '../problem/problem';
import type { System } from '../system/system';

/** What makes copies of systems, and what keeps them from being copied. */
export interface Previews {
  /** Kustomizations, to be written with the manifests. */
  readonly added: ManifestSet;
  /** One line each. */
  readonly problems: readonly string[];
}

const NONE: Previews = { added: [], problems: [] };

/** Names of the environments that are there once for each pull request. */
export function previewedIn(environments: readonly Environment[]): ReadonlySet<string> {
  return new Set(
    environments.filter(({ spec }) => spec.previews !== undefined).map(({ name }) => name),
  );
}

/** Plans how each system of an environment with previews is copied for a pull request. */
export function planPreviews(systems: readonly System[], manifests: ManifestSet): Previews {
  const previewed = systems.filter(({ environment }) => environment.spec.previews !== undefined);
  if (previewed.length === 0) return NONE;
  const parts = [...listBy(previewed, ({ environment }) => [environment])].flatMap(
    ([environment, those]) => {
      const names = {
        namespaces: those.map(({ instance }) => instance),
        domain: environment.spec.domain,
      };
      const problems = checkImages(environment, those).map(
        (problem) => `[${environment.name}] ${formatProblem(problem)}`,
      );
      return [
        { added: [], problems },
        ...those.map((system) => planSystem(system, names, manifests)),
      ];
    },
  );
  return {
    added: parts.flatMap(({ added }) => added),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

/** Numbers of pull requests have fewer digits than this stands for. */
const LONG_NUMBER = '-999999';

function planSystem(system: System, names: PreviewNames, manifests: ManifestSet): Previews {
  const { instance: namespace, name, environment, node } = system;
  const folder = `${environment.name}/${name}`;
  const own = manifests.filter(({ file }) => file.startsWith(`${folder}/`));
  const tooLong = checkDnsLabel('namespace', `${namespace}${LONG_NUMBER}`).map(
    (problem) => `[${node.path}] ${formatProblem(problem)}`,
  );
  return {
    added: planKustomization({ namespace, folder, owner: node.path }, own, names),
    problems: [...tooLong, ...checkCopies(own, namespace, names)],
  };
}

function checkImages(environment: Environment, systems: readonly System[]): readonly Problem[] {
  const { spec, images: pins, imagesFile, hasUnreadableImages } = environment;
  const { requireDigest = false, registries } = spec.imagePolicy ?? {};
  return Object.entries(spec.previews?.images ?? {}).flatMap(([key, image]) => {
    const field = `previews.images.${key}`;
    const [system] = key.split('/');
    if (systems.every(({ name }) => name !== system)) {
      const known = systems.map(({ name }) => name).join(', ');
      return [wrongValue(field, system, `a system of '${environment.name}': ${known}`)];
    }
    const { repository } = findImageReference(exampleOf(image)) ?? {};
    return [
      ...(pins[key] === undefined && !hasUnreadableImages
        ? [
            {
              field,
              message: `has no pin in ${imagesFile}, which says what it is in place of: add one`,
            },
          ]
        : []),
      ...(requireDigest
        ? [
            {
              field,
              message: 'has no digest, as imagePolicy.requireDigest asks: leave that out here',
            },
          ]
        : []),
      ...(registries === undefined || repository === undefined || isFrom(repository, registries)
        ? []
        : [wrongValue(field, image, `from ${registries.join(', ')}, by imagePolicy.registries`)]),
    ];
  });
}
