import { unknownKey } from '../problem/keys';
import { type Problem, wrongValue } from '../problem/problem';
import { below, dataProblems, goesInCircle, outlined, wrongHere } from './data';
import { findMeant, plainName, type Tests } from './fits';
import { isInstance, isPlain } from './kind';
import type { FieldsShape, ListShape, Shape } from './shape';
import { carriesProblems, discriminatorOf, formsOf, isLike, isMeant, wordsAt } from './union';
import { quoted, type Words } from './words';

/** A problem of how something looks. */
export interface ShapeProblem extends Problem {
  /**
   * Why the rest can be read all the same: it is a value of the right type, of which a check may know more, or a
   * field that nobody reads.
   */
  readonly readable?: 'value' | 'name';
  /** The place of which a check may know more. @default field */
  readonly about?: string;
}

/** Says what is wrong with a value that doesn't fit. */
export class Explainer {
  /** @param open - explains what may have more fields than are known @default all may */
  constructor(
    private readonly tests: Tests,
    private readonly words: Words,
    private readonly open?: Explainer,
  ) {}

  /** @param within - the objects around the value, outermost first */
  problemsOf(
    shape: Shape,
    field: string,
    value: unknown,
    within: readonly unknown[] = [],
  ): readonly ShapeProblem[] {
    if (this.open !== undefined && this.tests.isOpen(shape))
      return this.open.problemsOf(shape, field, value, within);
    if (this.tests.testOf(shape)(value, within.length)) return [];
    if (goesInCircle(value, within)) return dataProblems(field, value, within);
    const resolved = this.tests.resolve(shape);
    const inside = [...within, value];
    if (resolved === 'value' || (resolved === 'data' && !Array.isArray(value)))
      return dataProblems(field, value, within);
    if (resolved === 'nothing') return [{ field, message: UNWANTED, readable: 'value' }];
    if (typeof resolved === 'object' && 'any' in resolved)
      return this.ofAny(shape, field, value, within);
    if (typeof resolved === 'object' && 'list' in resolved && Array.isArray(value))
      return [
        ...lengthProblems(resolved, field, value),
        ...Array.from<unknown>(value).flatMap((item, index) =>
          this.problemsOf(resolved.list, `${field}[${index}]`, item, inside),
        ),
      ];
    if (typeof resolved === 'object' && (isPlain(value) || isInstance(value))) {
      if ('map' in resolved)
        return Object.entries(value).flatMap(([key, member]) =>
          this.problemsOf(resolved.map, below(field, key), member, inside),
        );
      if ('fields' in resolved)
        return carriesProblems(resolved) && value.problems === undefined
          ? [this.wrong(shape, field, value)]
          : this.ofFields(resolved, field, value, inside, nameOf(shape));
    }
    return [this.wrong(shape, field, value)];
  }

  private ofFields(
    { fields, others }: FieldsShape,
    field: string,
    value: Readonly<Record<string, unknown>>,
    inside: readonly unknown[],
    type: string,
  ): readonly ShapeProblem[] {
    const known = new Map(Object.entries(fields).map(([key, shape]) => [plainName(key), shape]));
    const missing = Object.keys(fields).filter(
      (key) => !key.endsWith('?') && value[key] === undefined,
    );
    const given = isPlain(value) ? Object.keys(value) : [...known.keys()];
    return [
      ...missing.map((key) => ({
        field: below(field, key),
        message: `${MISSING}${this.words.adviceAt(`${type}.${key}`, fields[key] ?? 'anything')}`,
      })),
      ...given.flatMap((key) => {
        const shape = known.get(key) ?? others;
        if (value[key] === undefined) return [];
        return shape === undefined
          ? this.ofUnknown(below(field, key), key, value, wantedIn(known), inside)
          : this.problemsOf(shape, below(field, key), value[key], inside);
      }),
    ];
  }

  private ofUnknown(
    field: string,
    key: string,
    value: Readonly<Record<string, unknown>>,
    known: readonly string[],
    inside: readonly unknown[],
  ): readonly ShapeProblem[] {
    if (this.isClosed) return [{ ...unknownKey(field, key, known), readable: 'name' }];
    const meant = findMeant(key, known, value, inside.length - 1);
    return meant === undefined
      ? []
      : [{ field, message: `isn't known, did you mean ${meant}?`, readable: 'name' }];
  }

  /** What is wrong with the form that is meant: by its words, or by the fields that are there. */
  private ofAny(
    shape: Shape,
    field: string,
    value: unknown,
    within: readonly unknown[],
  ): readonly ShapeProblem[] {
    const branches = this.tests.branchesOf(shape);
    const resolved = branches.map((branch) => this.tests.resolve(branch));
    const candidates = resolved.filter((branch) => isLike(branch, value));
    const meant = candidates.filter((branch) => isMeant(branch, value));
    if (meant.length > 0) {
      const problems = this.ofForms(meant, field, value, within);
      const isSure = candidates.length === 1 || (meant.length === 1 && isOfKind(value));
      return isSure ? problems : problems.map(ofForm);
    }
    const key = discriminatorOf(candidates);
    if (key !== undefined && isPlain(value))
      return [this.wrongWord(shape, candidates, key, field, value)];
    // What can only be made is no form that a field is missing in.
    const forms = candidates.filter((branch) => typeof branch !== 'object' || !('does' in branch));
    const told = forms.length > 0 ? this.ofForms(forms, field, value, within) : [];
    const isNone = forms.length < candidates.length && told.some(isMissing);
    if (told.length === 0 || isNone) return [this.wrong(shape, field, value)];
    // What is in the place of something else may have a check of its own.
    const isSure = candidates.length === 1 && !told.some(({ message }) => message === UNWANTED);
    return isSure ? told : told.map(ofForm);
  }

  private wrongWord(
    shape: Shape,
    branches: readonly Shape[],
    key: string,
    field: string,
    value: Readonly<Record<string, unknown>>,
  ): ShapeProblem {
    const known = this.words.findMade(shape);
    const got = outlined(value[key]);
    if (known === undefined) {
      const allowed = quoted(branches.flatMap((branch) => wordsAt(branch, key)));
      return { field: below(field, key), message: `got ${got}, allowed ${allowed}` };
    }
    const given = value[key] === undefined ? `${outlined(value)} without ${key}` : `${key} ${got}`;
    return { field, message: `got ${given}, allowed ${known}` };
  }

  private ofForms(
    branches: readonly Shape[],
    field: string,
    value: unknown,
    within: readonly unknown[],
  ): readonly ShapeProblem[] {
    const forms = branches.filter((branch) => typeof branch === 'object' && 'fields' in branch);
    const told =
      forms.length === branches.length && forms.length > 1 && isPlain(value)
        ? this.ofChoices(forms, field, value, within)
        : [];
    return told.length > 0 ? told : this.nearest(branches, field, value, within);
  }

  /** What is wrong whichever of several forms is meant. */
  private ofChoices(
    forms: readonly FieldsShape[],
    field: string,
    value: Readonly<Record<string, unknown>>,
    within: readonly unknown[],
  ): readonly ShapeProblem[] {
    const { choices, common } = formsOf(forms, value);
    const problems = this.ofFields(common, field, value, [...within, value], '');
    // A field that isn't known was to be one of those that are missing.
    const isMisnamed = problems.some(({ readable }) => readable === 'name');
    const wrong = choices.flatMap((names): readonly ShapeProblem[] => {
      const given = names.filter((name) => value[name] !== undefined);
      if (given.length === 0 && isMisnamed) return [];
      const got = given.length === 0 ? 'none' : given.join(' and ');
      const message = `got ${got}, allowed exactly one of ${names.join(', ')}`;
      return [{ field, message, readable: 'value' }];
    });
    return [...wrong, ...problems];
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

  private wrong(shape: Shape, field: string, value: unknown): ShapeProblem {
    const branches = this.tests.branchesOf(shape).map((one) => this.tests.resolve(one));
    const isAllWords = branches.every((branch) => typeof branch === 'object' && 'is' in branch);
    const allowed = this.words.of(shape);
    const problem =
      isAllWords && typeof value === 'string'
        ? wrongValue(field, value, allowed)
        : wrongHere(field, value, allowed);
    const isWord = branches.some((branch) => isWordOf(branch, value));
    return isWord ? { ...problem, readable: 'value' } : problem;
  }

  private get isClosed(): boolean {
    return this.open !== undefined;
  }
}

const MISSING = 'is missing: ';

const UNWANTED = "doesn't go together with what stands beside it: leave it out";

function isMissing({ message }: Problem): boolean {
  return message.startsWith(MISSING);
}

function lengthProblems(
  { least = 0, most = Number.POSITIVE_INFINITY }: ListShape,
  field: string,
  { length }: readonly unknown[],
): readonly ShapeProblem[] {
  if (length >= least && length <= most) return [];
  const allowed = least === most ? `${least}` : `at least ${least}`;
  return [
    { field, message: `got a list of ${length}, allowed one of ${allowed}`, readable: 'value' },
  ];
}

/** What is missing in one of several forms, or too much, may be what tells them apart: that is for the whole. */
function ofForm(problem: ShapeProblem): ShapeProblem {
  if (problem.message !== UNWANTED && !isMissing(problem)) return problem;
  return { ...problem, readable: 'value', about: problem.field.replace(/\.?[^.]*$/, '') };
}

function isOfKind(value: unknown): boolean {
  return isPlain(value) && value.kind !== undefined;
}

/** Fields that there may be. */
function wantedIn(known: ReadonlyMap<string, Shape>): readonly string[] {
  return [...known].flatMap(([key, shape]) => (shape === 'nothing' ? [] : [key]));
}

function nameOf(shape: Shape): string {
  return typeof shape === 'string' ? shape.slice(1) : '';
}

/** Whether a value is a word, where words are asked for. */
function isWordOf(shape: Shape, value: unknown): boolean {
  if (typeof shape !== 'object' || !('is' in shape)) return false;
  return typeof value !== 'boolean' && shape.is.some((word) => typeof word === typeof value);
}
