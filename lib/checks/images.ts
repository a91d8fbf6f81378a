import { findImageReference, type ImageReference } from '../kubernetes/image';
import { type ImagePolicy, isFrom } from '../kubernetes/image-policy';
import { fieldsOf, itemsOf } from '../manifest/fields';
import type { ManifestSet } from '../manifest/manifest-set';
import { requireManifests } from '../manifest/require';
import {
  findingsOf,
  type HardeningFinding,
  type ImageControl,
  type Violation,
} from './hardening/finding';
import { CONTAINER_FIELDS, ofField, type PodEntry, readPods, type Secured } from './hardening/pod';

/** Finds images without a version, without a digest where it is required, or from elsewhere than allowed. */
export function checkImages(
  manifests: ManifestSet,
  policy: ImagePolicy = {},
): readonly HardeningFinding[] {
  requireManifests('checkImages()', manifests);
  return checkPodImages(readPods(manifests), policy);
}

/** The same, of pods that have been read. */
export function checkPodImages(
  entries: readonly PodEntry[],
  policy: ImagePolicy = {},
): readonly HardeningFinding[] {
  const findings: HardeningFinding[] = [];
  const fine = new Set<unknown>([undefined, null]);
  for (const pods of entries) {
    // The same images run in all environments.
    if (haveOnly(pods, fine)) continue;
    for (const container of pods.pod.containers) {
      const results = checkContainer(container, policy);
      if (results.length === 0) fine.add(container.fields.image);
      for (const [control, violations] of results)
        findings.push(...findingsOf(control, pods.entry, violations));
    }
  }
  return findings;
}

function haveOnly({ template: { spec } }: PodEntry, images: ReadonlySet<unknown>): boolean {
  for (const field of CONTAINER_FIELDS)
    for (const container of itemsOf(spec[field]))
      if (!images.has(fieldsOf(container).image)) return false;
  return true;
}

const NAME = 'a name as registry/team/image:tag, in small letters and without spaces';
const VERSION = 'an image with a tag other than latest, or with a digest';

type Result = readonly [ImageControl, readonly Violation[]];

function checkContainer(container: Secured, policy: ImagePolicy): readonly Result[] {
  const { image } = container.fields;
  // The API server asks for one; a template that something else completes may be without.
  if (image === undefined || image === null) return [];
  const reference = typeof image === 'string' ? findImageReference(image) : undefined;
  if (reference === undefined) return [['Image Version', wrong(container, NAME)]];
  const { requireDigest = false, registries } = policy;
  const results: Result[] = [];
  // What needs a digest needs no other version.
  if (!requireDigest && !hasVersion(reference))
    results.push(['Image Version', wrong(container, VERSION)]);
  if (requireDigest && reference.digest === undefined)
    results.push(['Image Digest', wrong(container, 'an image with a digest: @sha256:...')]);
  if (registries !== undefined && !isFrom(reference.repository, registries))
    results.push(['Image Registry', wrong(container, `images from ${registries.join(', ')}`)]);
  return results;
}

function hasVersion({ tag, digest }: ImageReference): boolean {
  return digest !== undefined || (tag !== undefined && tag !== 'latest');
}

function wrong(container: Secured, allowed: string): readonly Violation[] {
  return ofField(container, 'image', container.fields.image, allowed);
}
