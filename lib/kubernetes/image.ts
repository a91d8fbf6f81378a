import { type Problem, wrongValue } from '../problem/problem';

/** The parts of a container image's reference. */
export interface ImageReference {
  /** Registry and repository: `docker.io/library/redis`, or `redis`. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:...` */
  readonly digest?: string;
}

const REPOSITORY =
  /^(?:[a-zA-Z0-9][-a-zA-Z0-9.]*(?::\d+)?\/)?[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-fA-F]{32,}$/;
/** Bounds the time that the patterns take on hostile input; the registry's own limit is 255. */
const MAX_LENGTH = 1024;

/** The parts of an image reference, or undefined when it isn't one. */
export function findImageReference(image: string): ImageReference | undefined {
  if (typeof image !== 'string' || image.length > MAX_LENGTH) return undefined;
  const at = image.indexOf('@');
  const digest = at < 0 ? undefined : image.slice(at + 1);
  const name = at < 0 ? image : image.slice(0, at);
  const colon = name.lastIndexOf(':');
  const tagged = colon > name.lastIndexOf('/');
  const tag = tagged ? name.slice(colon + 1) : undefined;
  const repository = tagged ? name.slice(0, colon) : name;
  const right =
    REPOSITORY.test(repository) &&
    (tag === undefined || TAG.test(tag)) &&
    (digest === undefined || DIGEST.test(digest));
  return right ? { repository, tag, digest } : undefined;
}

/** Checks that an image is pinned: by a tag that isn't `latest`, or by a digest. */
export function checkImage(field: string, image: string): readonly Problem[] {
  const reference = findImageReference(image);
  if (reference === undefined)
    return [wrongValue(field, image, 'an image such as registry.example.com/team/cart:v1.2.3')];
  if (reference.digest !== undefined) return [];
  if (reference.tag === undefined)
    return [wrongValue(field, image, 'an image with a version: add a tag (`:v1.2.3`) or a digest')];
  if (reference.tag === 'latest')
    return [
      wrongValue(
        field,
        image,
        'a version that stays the same: replace `latest` by a tag or a digest',
      ),
    ];
  return [];
}

/** What the `version` labels say of an image: its tag, where a label can hold it. */
export function findVersion(image: string): string | undefined {
  const tag = findImageReference(image)?.tag;
  const value = tag?.slice(0, 63).replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
  return value === '' ? undefined : value;
}
