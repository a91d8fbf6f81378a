import { plainName } from './fits';
import { isInstance, isPlain } from './kind';
import type { FieldsShape, Shape } from './shape';

/** Whether a value is of the same type, as JavaScript has them. */
export function isLike(shape: Shape, value: unknown): boolean {
  if (Array.isArray(value)) return typeof shape === 'object' && 'list' in shape;
  if (!isPlain(value) && !isInstance(value)) return false;
  return typeof shape === 'object'
    ? 'fields' in shape || 'map' in shape || 'does' in shape
    : ['data', 'object', 'value'].includes(shape);
}

/** A field that every branch has, with words that tell the branches apart. */
export function discriminatorOf(branches: readonly Shape[]): string | undefined {
  const [first] = branches;
  if (branches.length < 2 || typeof first !== 'object' || !('fields' in first)) return undefined;
  return Object.keys(first.fields).find((key) =>
    branches.every((branch) => wordsAt(branch, key).length > 0),
  );
}

/** Whether values carry what is wrong with them, as a function has found it: so nobody writes them by hand. */
export function carriesProblems({ fields }: FieldsShape): boolean {
  const { problems } = fields;
  return typeof problems === 'object' && 'list' in problems && problems.list === '#Problem';
}

/** Whether a value says by its own words that it is of a branch. */
export function isMeant(branch: Shape, value: unknown): boolean {
  if (typeof branch !== 'object' || !('fields' in branch) || !isPlain(value)) return false;
  const keys = Object.keys(branch.fields).filter((key) => wordsAt(branch, key).length > 0);
  return keys.length > 0 && keys.every((key) => wordsAt(branch, key).includes(value[key]));
}

/** The words of a field that can't be left out. */
export function wordsAt(branch: Shape, key: string): readonly unknown[] {
  if (key.endsWith('?') || typeof branch !== 'object' || !('fields' in branch)) return [];
  const shape = branch.fields[key];
  return typeof shape === 'object' && 'is' in shape ? shape.is : [];
}

/** Forms of which a value has to take one, by what stands in it. */
export interface Forms {
  /** Fields of which there has to be exactly one, and isn't. */
  readonly choices: readonly (readonly string[])[];
  /** What all forms that are left have to say of their fields. */
  readonly common: FieldsShape;
}

/** What can be said of a value that takes none of several forms. */
export function formsOf(
  branches: readonly FieldsShape[],
  value: Readonly<Record<string, unknown>>,
): Forms {
  const groups = groupsOf(branches);
  const isThere = (key: string) => value[key] !== undefined;
  const left = branches.filter((branch) =>
    groups.every((group) => group.filter(isThere).every((key) => allows(branch, key))),
  );
  const open = left.length === 0 ? branches : left;
  const choices = groups.filter((group) => {
    const given = group.filter(isThere);
    if (given.length > 0)
      return !branches.some((branch) => given.every((key) => allows(branch, key)));
    // Where only one form is left, the field that it needs is missing.
    return !group.some((key) => open.every((branch) => key in branch.fields));
  });
  return { choices, common: commonOf(open, new Set(choices.flat())) };
}

/** Groups of fields, of which each branch needs exactly one. */
function groupsOf(branches: readonly FieldsShape[]): readonly (readonly string[])[] {
  const needed = branches.map(({ fields }) =>
    Object.keys(fields).filter((key) => !key.endsWith('?')),
  );
  const groups: (readonly string[])[] = [];
  for (const start of new Set(needed.flat())) {
    if (groups.some((group) => group.includes(start))) continue;
    const group = [start];
    for (const keys of needed) {
      if (keys.some((key) => group.includes(key))) continue;
      const next = keys.find(
        (key) => !needed.some((all) => all.includes(key) && holds(all, group)),
      );
      if (next !== undefined) group.push(next);
    }
    if (group.length > 1 && needed.every((keys) => holds(keys, group))) groups.push(group);
  }
  return groups;
}

function holds(keys: readonly string[], some: readonly string[]): boolean {
  return keys.some((key) => some.includes(key));
}

/** Whether a branch has a use for a field. */
function allows({ fields }: FieldsShape, key: string): boolean {
  const shape = fields[key] ?? fields[`${key}?`];
  return shape !== undefined && shape !== 'nothing';
}

/** Fields as any of the branches has them; needed is what all of them need. */
function commonOf(branches: readonly FieldsShape[], chosen: ReadonlySet<string>): FieldsShape {
  const keys = new Set(branches.flatMap(({ fields }) => Object.keys(fields).map(plainName)));
  const members = [...keys].map((key): [string, Shape] => {
    const shapes = branches.flatMap(({ fields }) => fields[key] ?? fields[`${key}?`] ?? []);
    const some = shapes.filter((shape) => shape !== 'nothing');
    const any = [...new Map(some.map((shape) => [JSON.stringify(shape), shape])).values()];
    const isNeeded = !chosen.has(key) && branches.every(({ fields }) => key in fields);
    const [only = 'nothing'] = any;
    return [isNeeded ? key : `${key}?`, any.length > 1 ? { any } : only];
  });
  return { fields: Object.fromEntries(members) };
}
