import type { ExposureKind } from '../../kubernetes/exposure';
import { checkImagePolicy, type ImagePolicy } from '../../kubernetes/image-policy';
import type { ManifestEntry, ManifestSet } from '../../manifest/manifest-set';
import { show } from '../../problem/problem';
import { listExposure } from '../exposure/exposure';
import { checkPodImages } from '../images';
import { checkPods } from './check';
import { formatFinding, type HardeningFinding } from './finding';
import { readPods } from './pod';
import { surroundingsOf } from './surroundings';

/** What holds in an environment, as far as these checks need it. */
export interface EnvironmentRules {
  readonly name: string;
  /** Construct path of the environment: the origins of all its objects begin with it. */
  readonly path: string;
  /** @default all */
  readonly exposure?: readonly ExposureKind[];
  /** @default images need a version, and may come from everywhere */
  readonly imagePolicy?: ImagePolicy;
  /** Whether it is for production. @default false */
  readonly isProduction?: boolean;
}

/** Something exposed in a way that the environment doesn't allow. */
export interface ExposureFinding {
  readonly object: string;
  readonly origin: string;
  readonly message: string;
}

/** What is wrong with the pods, images and exposure of all environments. */
export interface EnvironmentFindings {
  readonly hardening: readonly HardeningFinding[];
  readonly exposure: readonly ExposureFinding[];
}

/**
 * What is wrong with the pods, images and exposure of all environments, one line each.
 * @param told - problems that are known already: an image is not told again
 */
export function checkEnvironments(
  manifests: ManifestSet,
  environments: readonly EnvironmentRules[],
  told: readonly string[] = [],
): readonly string[] {
  const { hardening, exposure } = findInEnvironments(manifests, environments, told);
  return [...hardening.map(formatFinding), ...exposure.map(exposureLine)];
}

/** The same, as data. */
export function findInEnvironments(
  manifests: ManifestSet,
  environments: readonly EnvironmentRules[],
  told: readonly string[] = [],
): EnvironmentFindings {
  const parts = partsOf(manifests, environments);
  const known = byPlace(told);
  const pods = parts.map(([, entries]) => readPods(entries));
  return {
    hardening: [
      ...checkPods(pods.flat(), surroundingsOf(manifests)),
      ...parts.flatMap(([{ imagePolicy }], index) =>
        withoutTold(checkPodImages(pods[index] ?? [], readable(imagePolicy)), known),
      ),
    ],
    exposure: parts.flatMap(([rules, entries]) => findExposure(entries, rules)),
  };
}

/** Finds what an environment exposes in a way that it doesn't allow, one line each. */
export function checkExposure(
  manifests: ManifestSet,
  rules: Pick<EnvironmentRules, 'name' | 'exposure'>,
): readonly string[] {
  return findExposure(manifests, rules).map(exposureLine);
}

function findExposure(
  manifests: ManifestSet,
  { name, exposure: allowed }: Pick<EnvironmentRules, 'name' | 'exposure'>,
): readonly ExposureFinding[] {
  // What can't be read has been reported.
  if (!Array.isArray(allowed)) return [];
  return listExposure(manifests)
    .filter(({ kind }) => !allowed.includes(kind))
    .map(({ origin, object, kind }) => ({
      origin,
      object,
      message: `got ${kind}, allowed in environment '${name}': ${allowed.join(', ') || 'none'}`,
    }));
}

function exposureLine({ origin, object, message }: ExposureFinding): string {
  return `[${origin}] ${object}: exposure: ${message}`;
}

/** What can't be read has been reported. */
function readable(policy: ImagePolicy | undefined): ImagePolicy | undefined {
  return policy === undefined || checkImagePolicy('', policy).length > 0 ? undefined : policy;
}

/** The objects of each environment; those of none have rules that say nothing. */
function partsOf(
  manifests: ManifestSet,
  environments: readonly EnvironmentRules[],
): readonly (readonly [EnvironmentRules, ManifestSet])[] {
  const parts = new Map<string, ManifestEntry[]>(environments.map(({ path }) => [path, []]));
  const rest: ManifestEntry[] = [];
  for (const entry of manifests) (parts.get(topOf(entry.origin)) ?? rest).push(entry);
  return [
    ...environments.map((rules) => [rules, parts.get(rules.path) ?? []] as const),
    [{ name: '', path: '' }, rest],
  ];
}

/** The first part of a construct path. */
function topOf(path: string): string {
  const slash = path.indexOf('/');
  return slash < 0 ? path : path.slice(0, slash);
}

/** Leaves out what a construct around has said of the same image. */
function withoutTold(
  findings: readonly HardeningFinding[],
  told: ReadonlyMap<string, string>,
): readonly HardeningFinding[] {
  return findings.filter(
    ({ control, origin, value }) =>
      control !== 'Image Version' ||
      !placesAround(origin).some((place) => told.get(place)?.includes(`got ${show(value)}`)),
  );
}

/** All problems of a place, by its construct path. */
function byPlace(problems: readonly string[]): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const problem of problems) {
    const place = /^\[([^\]]*)\]/.exec(problem)?.[1] ?? '';
    places.set(place, `${places.get(place) ?? ''}${problem}\n`);
  }
  return places;
}

/** `a/b/c` is in `a/b` and in `a`. */
function placesAround(origin: string): readonly string[] {
  const parts = origin.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}
