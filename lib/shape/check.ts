import { InputError, type Problem, wrongValue } from '../problem/problem';
import { Explainer, type ShapeProblem } from './explain';
import { Tests } from './fits';
import { isInstance, isPlain } from './kind';
import type { Shape, Shapes } from './shape';

/** What was given, as far as it can be read. */
export interface Readable<T> {
  /** As it was given; without the members that are wrong, where some are. */
  readonly props: T;
  /** What is wrong with how it looks. */
  readonly problems: readonly ShapeProblem[];
}

/**
 * All that is wrong with props: how they look, and, where they can be read, what they say. Of a field that both
 * tell of, the latter knows more.
 */
export function judge(
  { problems }: Readable<unknown>,
  check: () => readonly Problem[],
): readonly Problem[] {
  if (!problems.every(({ readable }) => readable)) return problems;
  const told = problems.length === 0 ? check() : tried(check);
  const others = problems.filter(({ field, readable }) => {
    // Which of several forms is meant, is told for the whole.
    const place = readable === 'form' ? field.replace(/\.?[^.]*$/, '') : field;
    return !told.some((one) => isAbout(one.field, place));
  });
  return [...told, ...others];
}

/** What a check finds in what may not be readable after all: nothing where it trips, since that is told already. */
function tried(check: () => readonly Problem[]): readonly Problem[] {
  try {
    return check();
  } catch (error) {
    if (error instanceof TypeError) return [];
    throw error;
  }
}

/** Whether one of two fields is the other, or is in it. */
function isAbout(one: string, other: string): boolean {
  return (
    other === '' || one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`)
  );
}

/**
 * Checks what a class or function of the public door is given, by the type that its last parameter has: for
 * those whose compiler hasn't told them.
 * @param at - another parameter, from 0
 */
export function checkProps(entry: string, given: unknown, at?: number): readonly ShapeProblem[] {
  const shape = shapeAt(entry, at);
  return tests.testOf(shape)(given, 0) ? [] : explainer.problemsOf(shape, '', given);
}

/**
 * The same for a construct, which has to go on: with what is right, and what stands in for the rest.
 * @param standIn - members that it can't do without
 */
export function readProps<T extends object>(
  entry: string,
  given: T,
  standIn: Partial<T> = {},
  at?: number,
): Readable<T> {
  const problems = checkProps(entry, given, at);
  if (problems.length === 0) return { props: given, problems };
  const unreadable = problems.filter(({ readable }) => !readable || readable === 'name');
  const wrong = new Set(unreadable.map(({ field }) => /^[^.[]*/.exec(field)?.[0]));
  const named = problems.map((one) => (one.field === '' ? { ...one, field: 'props' } : one));
  const props: T = { ...standIn, ...given };
  for (const key of Object.keys(props))
    if (wrong.has(key) || !isPlain(given)) Reflect.deleteProperty(props, key);
  return { props: { ...standIn, ...props }, problems: named };
}

/** All that is wrong with props that a construct does without where something is wrong. */
export function judgeProps(
  entry: string,
  given: object,
  check: () => readonly Problem[],
): readonly Problem[] {
  return judge(readProps(entry, given), check);
}

/**
 * Checks that a function is given options at all, the members of which are checked where it is used.
 * @throws InputError when it isn't
 */
export function requireOptions(entry: string, options: unknown): void {
  if (!isPlain(options) && !isInstance(options))
    throw new InputError([wrongValue(`${entry}()`, options, 'an object: { ... }')]);
}

/**
 * Checks what a function of the public door is called with, where nobody can be told later.
 * @throws InputError that names what is wrong
 */
export function requireCall(entry: string, ...given: readonly unknown[]): void {
  // Words are told where what the function gives is used.
  const problems = given
    .flatMap((value, at) => (value === undefined && at > 0 ? [] : checkProps(entry, value, at)))
    .filter(({ readable }) => readable === undefined || readable === 'name');
  if (problems.length === 0) return;
  throw new InputError(
    problems.map(({ field, message }) => ({
      field: field === '' ? `${entry}()` : `${entry}().${field}`,
      message,
    })),
  );
}

const find = (name: string): Shape => shapes().named[name] ?? 'anything';
const tests = new Tests(find);
const explainer = new Explainer(tests, find);

let read: Shapes | undefined;

/** The same path from `lib/` and, when compiled, from `build/lib/`. */
function shapes(): Shapes {
  read ??= require('./shapes.json');
  if (read === undefined) throw new Error('shapes.json: is empty');
  return read;
}

function shapeAt(entry: string, at: number | undefined): Shape {
  const parameters = shapes().entries[entry] ?? [];
  const shape = parameters[at ?? parameters.length - 1];
  if (shape === undefined) throw new Error(`${entry}: has no shape, run \`npm run shapes\``);
  return shape;
}
