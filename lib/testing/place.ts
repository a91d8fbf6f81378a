import type { ManifestSet } from '../manifest/manifest-set';

/** All places that objects are in or below: `prod`, `prod/shop`, `prod/shop/cart`. */
export function placesOf(manifests: ManifestSet): readonly string[] {
  const paths = new Set(
    manifests.flatMap(({ origin, file }) => [
      origin.replace(/:\d+$/, ''),
      file.replace(/\.ya?ml$/, ''),
    ]),
  );
  const places = new Set<string>();
  for (const path of paths) {
    const parts = path.split('/');
    parts.forEach((_, index) => {
      places.add(parts.slice(0, index + 1).join('/'));
    });
  }
  places.delete('');
  return [...places].sort();
}

/**
 * Whether a construct path, a file, or a file with a line is a place or below it: `prod/shop` has
 * `prod/shop/cart`, `prod/shop/cart.yaml` and `prod/shop/cart.yaml:12`.
 */
export function isBelow(path: string, place: string): boolean {
  const plain = path.replace(/:\d+$/, '');
  const folder = place.replace(/\/+$/, '');
  return [plain, plain.replace(/\.ya?ml$/, '')].some(
    (one) => one === folder || one.startsWith(`${folder}/`),
  );
}
