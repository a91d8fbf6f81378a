import { findImageReference, type ImageReference } from './image';

/** A change of image in words, as short as it can be told: `frontend: v1.2.0 -> v1.3.0`. */
export function imageChangeInWords(before: string, after: string): string {
  const [old, now] = [findImageReference(before), findImageReference(after)];
  if (old === undefined || now === undefined || old.repository !== now.repository)
    return `${before} -> ${after}`;
  const [from, to] = [versionOf(old), versionOf(now)];
  return from === to ? `${before} -> ${after}` : `${from} -> ${to}`;
}

/** The version of an image, with a digest's first digits; the image itself where it has none. */
export function imageVersionInWords(image: string): string {
  const reference = findImageReference(image);
  return reference === undefined ? image : versionOf(reference);
}

/** Digits of a digest that tell two apart. */
const SHOWN_DIGITS = 12;

function versionOf({ repository, tag, digest }: ImageReference): string {
  const short = digest?.replace(
    /^(.*:)(.*)$/,
    (_, algorithm: string, digits: string) => `${algorithm}${digits.slice(0, SHOWN_DIGITS)}`,
  );
  if (tag === undefined) return short ?? repository;
  return short === undefined ? tag : `${tag}@${short}`;
}
