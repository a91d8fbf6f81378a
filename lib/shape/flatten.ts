import { withoutUndefined } from '../manifest/wire';
import { plainName, type Tests } from './fits';
import { isInstance, isPlain, membersOf } from './kind';
import type { FieldsShape, Shape } from './shape';

/**
 * Copies what instances of classes show into plain objects, which lose nothing where their members are spread, and
 * leaves out what is undefined, which would take the place of a default there.
 */
export class Flattener {
  constructor(private readonly tests: Tests) {}

  /**
   * What a value has to show by its shape; the value itself where nothing in it has to be copied.
   * @param within - the objects around the value, outermost first
   */
  flatten(shape: Shape, value: unknown, within: readonly unknown[] = []): unknown {
    if (typeof value !== 'object' || within.includes(value) || !needsCopy(value)) return value;
    const resolved = this.tests.resolve(shape);
    if (resolved === 'data') return withoutUndefined(value);
    if (typeof resolved === 'string' || 'is' in resolved || 'does' in resolved) return value;
    if ('any' in resolved)
      return this.flatten(this.branchFor(resolved, value, within), value, within);
    const inside = [...within, value];
    if ('list' in resolved) {
      if (!Array.isArray(value)) return value;
      const items = Array.from(value, (item) => this.flatten(resolved.list, item, inside));
      return items.every((item, index) => item === value[index]) ? value : items;
    }
    if (!isPlain(value) && !isInstance(value)) return value;
    const shapes = 'map' in resolved ? new Map() : fieldsOf(resolved);
    const others = 'map' in resolved ? resolved.map : resolved.others;
    const known = others === undefined ? [...shapes.keys()] : membersOf(value);
    const members = (isPlain(value) ? Object.keys(value) : known).map((key): [string, unknown] => [
      key,
      this.flatten(shapes.get(key) ?? others ?? 'anything', value[key], inside),
    ]);
    const present = members.filter(
      ([key, member]) => member !== undefined || ('map' in resolved && key in value),
    );
    const isSame =
      isPlain(value) &&
      present.length === Object.keys(value).length &&
      present.every(([key, member]) => member === value[key]);
    return isSame ? value : Object.fromEntries(present);
  }

  /** The branch that a value fits; what all of them know where it fits none. */
  private branchFor(union: Shape, value: unknown, within: readonly unknown[]): Shape {
    const branches = this.tests.branchesOf(union);
    const fitting = branches.find((branch) => this.tests.testOf(branch)(value, within.length));
    if (fitting !== undefined) return fitting;
    const all = new Map<string, Shape>();
    for (const branch of branches.map((one) => this.tests.resolve(one)))
      if (typeof branch === 'object' && 'fields' in branch)
        for (const [key, shape] of fieldsOf(branch)) all.set(`${key}?`, shape);
    return all.size === 0 ? 'anything' : { fields: Object.fromEntries(all) };
  }
}

/** Whether there is anything in a value that a copy would not have, or have in another way. */
function needsCopy(value: unknown, seen = new Set<unknown>()): boolean {
  if (typeof value !== 'object' || value === null) return value === undefined;
  if (seen.has(value)) return false;
  seen.add(value);
  if (Array.isArray(value)) return value.some((item) => needsCopy(item, seen));
  return !isPlain(value) || Object.values(value).some((member) => needsCopy(member, seen));
}

function fieldsOf({ fields }: FieldsShape): Map<string, Shape> {
  return new Map(Object.entries(fields).map(([key, shape]) => [plainName(key), shape]));
}

/** What is spread loses the getters of its class: the same as a plain object, whatever its shape. */
export function flat<T extends object>(value: T): T {
  if (!isInstance(value)) return value;
  const copy: T = { ...value };
  for (const name of membersOf(value)) Reflect.set(copy, name, Reflect.get(value, name));
  return copy;
}
