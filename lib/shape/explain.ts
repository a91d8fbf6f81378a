import { findNearest } from '../problem/nearest';
import { type Problem, show, wrongValue } from '../problem/problem';
import { type FindShape, isMisspelt, isReadable, isSimple, plainName, type Tests } from './fits';
import { isInstance, isPlain } from './kind';
import type { Shape } from './shape';

/** A problem of how something looks. */
export interface ShapeProblem extends Problem {
  /**
   * Why it can be read all the same: a word that there isn't, a field that nobody knows, or one of several forms
   * without all of its fields.
   */
  readonly readable?: 'word' | 'name' | 'form';
}

/** Says what is wrong with a value that doesn't fit. */
export class Explainer {
  constructor(
    private readonly tests: Tests,
    private readonly find: FindShape,
  ) {}

  /** @param within - the objects around the value, outermost first */
  problemsOf(
    shape: Shape,
    field: string,
    value: unknown,
    within: readonly unknown[] = [],
  ): readonly ShapeProblem[] {
    if (this.tests.testOf(shape)(value, 0)) return [];
    if (within.includes(value) && typeof value === 'object' && value !== null)
      return [{ field, message: 'is what it stands in: data that goes in a circle has no end' }];
    const resolved = this.resolve(shape);
    const inside = [...within, value];
    if (resolved === 'data' || resolved === 'value') return dataProblems(field, value, within);
    const named = typeof shape === 'string' ? NAMED[shape] : undefined;
    if (resolved === 'nothing') return [{ field, message: UNWANTED, readable: 'form' }];
    if (typeof resolved === 'string')
      return [wrongHere(field, value, named ?? this.words([resolved]))];
    if ('any' in resolved)
      return this.ofAny(this.branchesOf(resolved), field, value, within, named);
    if ('list' in resolved && Array.isArray(value))
      return Array.from<unknown>(value).flatMap((item, index) =>
        this.problemsOf(resolved.list, `${field}[${index}]`, item, inside),
      );
    if ('map' in resolved && (isPlain(value) || isInstance(value)))
      return Object.entries(value).flatMap(([key, member]) =>
        member === undefined
          ? []
          : this.problemsOf(resolved.map, below(field, key), member, inside),
      );
    if ('fields' in resolved && (isPlain(value) || isInstance(value)))
      return this.ofFields(resolved, field, value, inside);
    const wrong = wrongHere(field, value, this.words([resolved]));
    return [isWordOf(resolved, value) ? { ...wrong, readable: 'word' } : wrong];
  }

  private ofFields(
    { fields, others }: Extract<Shape, { readonly fields: unknown }>,
    field: string,
    value: Readonly<Record<string, unknown>>,
    inside: readonly unknown[],
  ): readonly ShapeProblem[] {
    const known = new Map(Object.entries(fields).map(([key, shape]) => [plainName(key), shape]));
    const missing = Object.keys(fields).filter(
      (key) => !key.endsWith('?') && value[key] === undefined,
    );
    const given = isPlain(value) ? Object.keys(value) : [...known.keys()];
    return [
      ...missing.map((key) => missingField(below(field, key))),
      ...given.flatMap((key) => {
        const shape = known.get(key) ?? others;
        if (value[key] === undefined) return [];
        return shape === undefined
          ? unknownField(below(field, key), key, value[key], [...known.keys()], inside)
          : this.problemsOf(shape, below(field, key), value[key], inside);
      }),
    ];
  }

  /** What is wrong with the branch that is meant: by its kind, or else that which is nearest. */
  private ofAny(
    branches: readonly Shape[],
    field: string,
    value: unknown,
    within: readonly unknown[],
    named?: string,
  ): readonly ShapeProblem[] {
    const candidates = branches.filter((branch) => isLike(branch, value));
    const meant = candidates.filter((branch) => isMeant(branch, value));
    if (meant.length > 0) {
      const problems = this.nearest(meant, field, value, within);
      return isOfKind(value) ? problems : problems.map(asReadable);
    }
    const key = discriminatorOf(candidates);
    if (key !== undefined && isPlain(value)) {
      const allowed = quoted(candidates.flatMap((branch) => wordsAt(branch, key)));
      return [wrongValue(below(field, key), value[key], allowed)];
    }
    if (candidates.length > 0) {
      const problems = this.nearest(candidates, field, value, within);
      return isOfKind(value) ? problems : problems.map(asReadable);
    }
    const wrong = wrongHere(field, value, named ?? this.words(branches));
    const isWord = branches.some((branch) => isWordOf(branch, value));
    return [isWord ? { ...wrong, readable: 'word' } : wrong];
  }

  private nearest(
    branches: readonly Shape[],
    field: string,
    value: unknown,
    within: readonly unknown[],
  ): readonly ShapeProblem[] {
    const [first = []] = branches
      .map((branch) => this.problemsOf(branch, field, value, within))
      .sort((one, other) => one.length - other.length);
    return first;
  }

  private resolve(shape: Shape): Shape {
    return typeof shape === 'string' && shape.startsWith('#')
      ? this.resolve(this.find(shape.slice(1)))
      : shape;
  }

  private branchesOf(shape: Shape): readonly Shape[] {
    const resolved = this.resolve(shape);
    return typeof resolved === 'object' && 'any' in resolved
      ? resolved.any.flatMap((branch) => this.branchesOf(branch))
      : [resolved];
  }

  private words(shapes: readonly Shape[]): string {
    const literals = shapes.flatMap((shape) =>
      typeof shape === 'object' && 'is' in shape ? shape.is : [],
    );
    const others = shapes.flatMap((shape) =>
      typeof shape === 'object' && 'is' in shape ? [] : this.wordsOf(shape),
    );
    return [...new Set([...(literals.length > 0 ? [quoted(literals)] : []), ...others])].join(
      ' or ',
    );
  }

  /** What the items of a list are. */
  private nameOf(shape: Shape): string {
    const item = this.resolve(shape);
    if (typeof item === 'string') return item;
    return 'is' in item && item.is.every((word) => typeof word === 'string') ? 'text' : '';
  }

  private wordsOf(shape: Shape): string {
    if (typeof shape === 'string') return SIMPLE[shape] ?? 'an object: { ... }';
    if ('list' in shape)
      return LISTS[String(shape.list)] ?? LISTS[this.nameOf(shape.list)] ?? 'a list: [ ... ]';
    if ('map' in shape && this.resolve(shape.map) === 'text') return "text by key: { app: 'a' }";
    return 'an object: { ... }';
  }
}

const SIMPLE: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  function: 'a function',
  nothing: 'nothing: leave it out',
  null: 'null',
  number: 'a number',
  text: 'text',
  value: 'plain data',
};

const UNWANTED = "doesn't go together with what stands beside it: leave it out";

const MISSING = 'is missing: add it';

const LISTS: Readonly<Record<string, string>> = {
  '#Endpoint': "a list of endpoints: [cart.endpoint('grpc')]",
  number: 'a list of numbers: [53]',
  text: "a list of text: ['a', 'b']",
};

/** Texts of a form, by the names of their types. */
const NAMED: Readonly<Record<string, string>> = {
  '#EnvSource': 'what secretKey() gives, or key() of an ExternalSecret',
  '#Endpoint': "an endpoint: cart.endpoint('grpc'), or externalEndpoint({ host, port })",
  '#Duration': "a duration: '500ms', '30s', '5m'",
  '#KeySource': "'path#property', or { key, property }",
  '#Size': "a size with its unit, such as '64Mi' or '1Gi'",
};

/** Longer lists of words help nobody. */
const LISTED = 12;

function quoted(words: readonly unknown[]): string {
  const all = [...new Set(words)].map((word) =>
    typeof word === 'string' ? `'${word}'` : String(word),
  );
  const listed = all.slice(0, LISTED);
  if (listed.length < all.length) return `${listed.join(', ')}, ...`;
  const last = listed.pop() ?? '';
  return listed.length === 0 ? last : `${listed.join(', ')} or ${last}`;
}

/** What is missing in one of several branches may be what tells them apart. */
function asReadable(problem: ShapeProblem): ShapeProblem {
  return problem.message === MISSING ? { ...problem, readable: 'form' } : problem;
}

function isOfKind(value: unknown): boolean {
  return isPlain(value) && value.kind !== undefined;
}

/** Whether a value is a word, where words are asked for. */
function isWordOf(shape: Shape, value: unknown): boolean {
  if (typeof shape !== 'object' || !('is' in shape)) return false;
  return typeof value !== 'object' && shape.is.some((word) => typeof word === typeof value);
}

/** A field that every branch has, with words that tell the branches apart. */
function discriminatorOf(branches: readonly Shape[]): string | undefined {
  const [first] = branches;
  if (branches.length < 2 || typeof first !== 'object' || !('fields' in first)) return undefined;
  return Object.keys(first.fields).find((key) =>
    branches.every((branch) => wordsAt(branch, key).length > 0),
  );
}

/** Whether a value says by its own words that it is of a branch. */
function isMeant(branch: Shape, value: unknown): boolean {
  if (typeof branch !== 'object' || !('fields' in branch) || !isPlain(value)) return false;
  const keys = Object.keys(branch.fields).filter((key) => wordsAt(branch, key).length > 0);
  return (
    keys.length > 0 && keys.every((key) => wordsAt(branch, key).includes(value[plainName(key)]))
  );
}

function wordsAt(branch: Shape, key: string): readonly unknown[] {
  const shape = key.endsWith('?') ? undefined : fieldAt(branch, key);
  return typeof shape === 'object' && 'is' in shape ? shape.is : [];
}

function fieldAt(branch: Shape, key: string): Shape | undefined {
  return typeof branch === 'object' && 'fields' in branch ? branch.fields[key] : undefined;
}

/** Whether a value is of the same type, as JavaScript has them. */
function isLike(shape: Shape, value: unknown): boolean {
  if (Array.isArray(value)) return typeof shape === 'object' && 'list' in shape;
  if (!isPlain(value) && !isInstance(value)) return false;
  return typeof shape === 'object'
    ? 'fields' in shape || 'map' in shape
    : ['data', 'object', 'value'].includes(shape);
}

/** Where there may be what should have been kept elsewhere: messages end up in logs. */
const MAY_HOLD_SECRETS =
  /passw|secret|token|credential|auth|key|env|config|args|command|header|encrypted|template|metadata|annotations/i;

/** What is in objects and lists isn't shown: nobody knows what it is, as it isn't what was asked for. */
function wrongHere(field: string, value: unknown, allowed: string): Problem {
  const hides = typeof value === 'string' && MAY_HOLD_SECRETS.test(field);
  if (hides) return { field, message: `got text, which isn't shown here, allowed ${allowed}` };
  const got = Array.isArray(value)
    ? `a list of ${value.length}`
    : isPlain(value) || isInstance(value)
      ? 'an object'
      : show(value);
  return { field, message: `got ${got}, allowed ${allowed}` };
}

/** Fields below which a check of their own says what to add. */
const TOLD_BETTER = /^(?:access|grants)\b./;

function missingField(field: string): ShapeProblem {
  return { field, message: MISSING, ...(TOLD_BETTER.test(field) && { readable: 'form' }) };
}

function unknownField(
  field: string,
  key: string,
  value: unknown,
  known: readonly string[],
  inside: readonly unknown[],
): readonly ShapeProblem[] {
  if (!isMisspelt(key, known))
    return isReadable(value, 0) ? [] : itemProblems(field, value, inside);
  const message = `isn't known, did you mean ${findNearest(key, known, 2)}?`;
  return [{ field, message, readable: 'name' }];
}

function dataProblems(
  field: string,
  value: unknown,
  within: readonly unknown[],
): readonly Problem[] {
  if (within.includes(value) && typeof value === 'object' && value !== null)
    return [{ field, message: 'is what it stands in: data that goes in a circle has no end' }];
  const inside = [...within, value];
  if (Array.isArray(value) && within.length > 0)
    return value.flatMap((item, index) => itemProblems(`${field}[${index}]`, item, inside));
  if (isPlain(value))
    return Object.entries(value).flatMap(([key, member]) =>
      itemProblems(below(field, key), member, inside),
    );
  return [wrongHere(field, value, 'an object: { ... }')];
}

function itemProblems(
  field: string,
  value: unknown,
  inside: readonly unknown[],
): readonly Problem[] {
  if (typeof value === 'object' && value !== null)
    return isInstance(value) ? [] : dataProblems(field, value, inside);
  return isSimple(value) ? [] : [wrongValue(field, value, 'plain data')];
}

function below(field: string, name: string): string {
  return field === '' ? name : `${field}.${name}`;
}
