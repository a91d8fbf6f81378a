import type { Shape } from '../../lib/shape/shape';

/**
 * Shapes with the names of unions in the place of all their branches: the compiler forgets these names where a union
 * stands in another one, and messages say more with them.
 * @param made - names of types whose values functions give
 */
export function foldUnions(
  named: ReadonlyMap<string, Shape>,
  made: ReadonlySet<string>,
): ReadonlyMap<string, Shape> {
  const unions = [...named].flatMap(([name, shape]): readonly Union[] =>
    made.has(name) && typeof shape === 'object' && 'any' in shape
      ? [{ name, branches: shape.any.map((branch) => JSON.stringify(branch)) }]
      : [],
  );
  unions.sort((one, other) => other.branches.length - one.branches.length);
  return new Map(
    [...named].map(([name, shape]) => [name, made.has(name) ? shape : folded(shape, unions)]),
  );
}

interface Union {
  readonly name: string;
  /** As text. */
  readonly branches: readonly string[];
}

function folded(shape: Shape, unions: readonly Union[]): Shape {
  if (typeof shape === 'string' || 'is' in shape || 'does' in shape) return shape;
  if ('list' in shape) return { ...shape, list: folded(shape.list, unions) };
  if ('map' in shape) return { map: folded(shape.map, unions) };
  if ('any' in shape) return { any: withNames(shape.any, unions) };
  const fields = Object.entries(shape.fields).map(([key, field]) => [key, folded(field, unions)]);
  return { ...shape, fields: Object.fromEntries(fields) };
}

function withNames(branches: readonly Shape[], unions: readonly Union[]): readonly Shape[] {
  const texts = branches.map((branch) => JSON.stringify(branch));
  const union = unions.find((one) => one.branches.every((branch) => texts.includes(branch)));
  if (union === undefined) return branches.map((branch) => folded(branch, unions));
  const rest = branches.filter((branch) => !union.branches.includes(JSON.stringify(branch)));
  return [...withNames(rest, unions), `#${union.name}`];
}
