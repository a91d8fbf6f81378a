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
