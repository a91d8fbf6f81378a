import { gatherAll } from '../problem/gather';
import { InputError, type Problem, wrongValue } from '../problem/problem';
import { Explainer, type ShapeProblem } from './explain';
import { Tests } from './fits';
import { Flattener } from './flatten';
import { isInstance, isPlain } from './kind';
import type { Shape, Shapes } from './shape';
import { Words } from './words';

/** What was given, as far as it can be read. */
export interface Readable<T> {
  /** As it was given; without the members that are wrong, where some are. */
  readonly props: T;
  /** What is wrong with how it looks. */
  readonly problems: readonly ShapeProblem[];
  /** Whether nothing refers to what is left out since it is wrong. @default nothing is left out */
  readonly isRestReadable?: boolean;
}

/**
 * All that is wrong with props: how they look, and, where they can be read, what they say. Of a field that both
 * tell of, the latter knows more, if it could read it.
 */
export function judge(
  { problems, isRestReadable }: Omit<Readable<unknown>, 'props'>,
  check: () => readonly Problem[],
): readonly Problem[] {
  if (isRestReadable !== true && !problems.every(({ readable }) => readable)) return problems;
  const all = problems.length === 0 ? check() : tried(check);
  const unread = isRestReadable === undefined ? [] : problems.filter(isUnread);
  const told = all.filter(({ field }) => !unread.some((one) => isAbout(one.field, field)));
  const others = problems.filter(
    ({ field, about = field }) => !told.some((one) => isAbout(one.field, about)),
  );
  return [...told, ...others];
}

/** Whether no check has seen it: it can't be read, or is left out since a name in it may stand for another one. */
function isUnread({ readable }: ShapeProblem): boolean {
  return readable === undefined || readable === 'name';
}

/** Members that no other member refers to: what is wrong with the others can be told beside what is wrong with them. */
const STANDS_ALONE: ReadonlySet<string | undefined> = new Set([
  'annotations',
  'args',
  'command',
  'env',
  'envFrom',
  'grants',
  'image',
  'labels',
  'lifecycle',
  'securityContext',
  'serviceAccount',
  'workingDir',
]);

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
  return other === '' || one === other || isIn(one, other) || isIn(other, one);
}

function isIn(place: string, field: string): boolean {
  return place.startsWith(`${field}.`) || place.startsWith(`${field}[`);
}

/**
 * Checks what a class or function of the public door is given, by the type that its last parameter has: for
 * those whose compiler hasn't told them.
 * @param at - another parameter, from 0
 * @param within - what is around it, outermost first
 */
export function checkProps(
  entry: string,
  given: unknown,
  at?: number,
  within: readonly unknown[] = [],
): readonly ShapeProblem[] {
  return problemsOf(shapeAt(entry, at), given, within);
}

function problemsOf(
  shape: Shape,
  given: unknown,
  within: readonly unknown[],
): readonly ShapeProblem[] {
  if (tests.testOf(shape)(given, within.length)) return [];
  const problems = explainer.problemsOf(shape, '', given, within);
  // What is wrong may be in a getter.
  return problems.length > 0
    ? problems
    : explainer.problemsOf(shape, '', flattener.flatten(shape, given), within);
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
  const shape = shapeAt(entry, at);
  tests.needsCopy = false;
  const problems = problemsOf(shape, given, []);
  const members = membersIn(shape, given);
  if (problems.length === 0) return { props: replaced(given, members), problems };
  const wrong = new Set(problems.filter(isUnread).map(({ field }) => /^[^.[]*/.exec(field)?.[0]));
  const isRestReadable = [...wrong].every((name) => STANDS_ALONE.has(name));
  const named = problems.map((one) => (one.field === '' ? { ...one, field: 'props' } : one));
  const props: T = { ...standIn, ...replaced(given, members) };
  for (const key of Object.keys(props))
    if (wrong.has(key) || !isPlain(members)) Reflect.deleteProperty(props, key);
  return { props: { ...standIn, ...props }, problems: named, isRestReadable };
}

/**
 * Props as a plain object, where they are, or have in them, instances of classes, whose getters are lost where
 * their members are spread, or undefined members, which take the place of defaults there.
 */
export function plainProps<T extends object>(entry: string, given: T): T {
  const shape = shapeAt(entry, undefined);
  tests.needsCopy = false;
  tests.testOf(shape)(given, 0);
  return replaced(given, membersIn(shape, given));
}

/** @returns the same, unless the last test has met something to be copied */
function membersIn(shape: Shape, given: unknown): unknown {
  return tests.needsCopy || isInstance(given) ? flattener.flatten(shape, given) : given;
}

/** What was given, with other members in the place of its own: the same where they are the same. */
function replaced<T extends object>(given: T, members: unknown): T {
  if (members === given || !isPlain(members)) return given;
  const props: T = { ...given };
  for (const key of Object.keys(props)) Reflect.deleteProperty(props, key);
  return Object.assign(props, members);
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
  const problems = problemsOfCall(entry, given);
  // What can be read is told where what the function gives is used.
  if (problems.length > 0) refuseCall(entry, problems.filter(isUnread));
}

/**
 * The same for a function that reads all of it at once.
 * @throws InputError that names what is wrong
 */
export function requireAll(entry: string, ...given: readonly unknown[]): void {
  refuseCall(entry, problemsOfCall(entry, given));
}

/**
 * What a function makes of options whose members are told where it is used.
 * @throws InputError that names what is wrong, where it can't be made
 */
export function madeOf<T>(entry: string, given: readonly unknown[], make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof TypeError) requireAll(entry, ...given);
    throw error;
  }
}

function problemsOfCall(entry: string, given: readonly unknown[]): readonly ShapeProblem[] {
  const needed = shapes().needed[entry] ?? 0;
  return gatherAll(
    given.map((value, at) =>
      value === undefined && at >= needed ? [] : checkProps(entry, value, at, [given]),
    ),
  );
}

/**
 * Refuses what a function is called with, where anything is wrong with it.
 * @throws InputError that names the function in front of each field
 */
export function refuseCall(entry: string, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  throw new InputError(
    problems.map(({ field, message }) => ({
      field: field === '' ? `${entry}()` : `${entry}().${field}`,
      message,
    })),
  );
}

/**
 * Checks a part of props by the name of its type: so that it has no fields which nobody reads, as the compiler
 * lets no literal have them.
 */
export function checkShape(name: string, field: string, given: unknown): readonly ShapeProblem[] {
  if (shapes().named[name] === undefined)
    throw new Error(`${name}: has no shape, run \`npm run shapes\``);
  return closedProblems(`#${name}`, field, given);
}

/** The same for all that a class or function is given, as `checkProps` has it. */
export function checkClosed(entry: string, given: unknown, at?: number): readonly ShapeProblem[] {
  return closedProblems(shapeAt(entry, at), '', given);
}

function closedProblems(shape: Shape, field: string, given: unknown): readonly ShapeProblem[] {
  if (closedTests.testOf(shape)(given, 0)) return [];
  const problems = closedExplainer.problemsOf(shape, field, given);
  return problems.length > 0
    ? problems
    : closedExplainer.problemsOf(shape, field, flattener.flatten(shape, given));
}

const find = (name: string): Shape => shapes().named[name] ?? 'anything';
const findMakers = (name: string): readonly string[] => shapes().makers[name] ?? [];
const tests = new Tests(find);
const explainer = new Explainer(tests, new Words(tests, findMakers));
const closedTests = new Tests(find, tests);
const closedExplainer = new Explainer(closedTests, new Words(closedTests, findMakers), explainer);
const flattener = new Flattener(tests);

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
