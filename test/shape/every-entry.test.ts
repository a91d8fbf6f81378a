import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import * as door from '../../lib';
import type { Shape } from '../../lib/shape/shape';
import { asInstance, exampleOf, isMade, newEnvironment, SHAPES } from './examples';

class Made {
  one = 1;
  get two() {
    return 2;
  }
}

/** What callers without a compiler hand in, by what they are called in a failure. */
const WRONG: readonly (readonly [string, unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['1', 1],
  ['x', 'x'],
  ['[]', []],
  ['[null]', [null]],
  ['{}', {}],
  ['{unknown}', { unknown: 1 }],
  ['{kind}', { kind: 'x' }],
  ['() => 1', () => 1],
  ['Symbol', Symbol('s')],
  ['Made', new Made()],
  ['NaN', Number.NaN],
  ['10n', 10n],
  ['Map', new Map()],
];

/** Of what these are, the others are, too, wherever it is nested. */
const RARE: readonly string[] = ['{kind}', 'NaN', '10n', 'Map'];

/** Errors that say what to write instead. */
const OURS = ['InputError', 'UnwritableError'];

/** What JavaScript says of a mistake. */
const INTERNAL =
  /can't be rendered|is not a|not iterable|Cannot |call stack|\[object |undefined \(/;

/** Calls a function, or a constructor, and looks at what it has made. */
function call(entry: string, args: readonly unknown[]): unknown {
  const called: unknown = Reflect.get(door, entry);
  if (typeof called !== 'function') throw new Error(`${entry}: is no function`);
  return /^[A-Z]/.test(entry) ? Reflect.construct(called, args) : Reflect.apply(called, null, args);
}

/** Problems and manifests of a construct and of all below it. */
function outcomeOf(made: unknown): readonly unknown[] {
  if (!Construct.isConstruct(made) || made.node.scope === undefined) return [];
  const all = made.node.findAll();
  const problems = all.flatMap(({ node }) => node.validate());
  return problems.length > 0
    ? problems.map((problem) => problem.replace(/chart-\d+/, 'chart'))
    : all.filter(ApiObject.isApiObject).map((one) => one.toJson());
}

/** What goes wrong, in JavaScript's own words; undefined where all is told. */
function findInternal(entry: string, args: readonly unknown[]): string | undefined {
  try {
    return outcomeOf(call(entry, args)).find(
      (one): one is string => typeof one === 'string' && INTERNAL.test(one),
    );
  } catch (error) {
    if (error instanceof Error && OURS.includes(error.name)) return undefined;
    return error instanceof Error ? String(error.stack).split('\n', 2).join('') : String(error);
  }
}

const environment = newEnvironment();
let charts = 0;

/** What stands in front of a name, or of what is looked for: each time a new one, in which nothing is. */
function scopeOf(entry: string): unknown {
  if (['System', 'findSystem', 'requireSystem'].includes(entry)) return newEnvironment();
  return new Chart(environment, `chart-${charts++}`, { namespace: 'n' });
}

function parametersOf(entry: string): readonly Shape[] {
  return SHAPES.entries[entry] ?? [];
}

function argsOf(entry: string, isFull: boolean): readonly unknown[] {
  return parametersOf(entry).map((shape, index) =>
    index === 0 && shape === 'object' ? scopeOf(entry) : exampleOf(shape, isFull),
  );
}

/** Arguments with a mistake each: a parameter, or a member of one. */
function* mistakesIn(entry: string): Generator<readonly [string, readonly unknown[]]> {
  const right = [argsOf(entry, false), argsOf(entry, true)];
  const fresh = (base: readonly unknown[]) =>
    parametersOf(entry)[0] === 'object' ? [scopeOf(entry), ...base.slice(1)] : base;
  for (const base of right) yield ['nothing', fresh(base)];
  for (const [at, shape] of parametersOf(entry).entries())
    for (const [name, value] of WRONG) {
      const [least = [], most = []] = right;
      yield [`${at} = ${name}`, fresh(least).with(at, value)];
      const given = most[at];
      if (isMade(shape) || typeof given !== 'object' || given === null) continue;
      if (RARE.includes(name)) continue;
      for (const key of Object.keys(given))
        yield [`${at}.${key} = ${name}`, fresh(most).with(at, { ...given, [key]: value })];
    }
}

/** What users are told with. */
const LEFT = ['InputError'];

const entries = Object.keys(SHAPES.entries).filter((entry) => !LEFT.includes(entry));

test.each(entries)('%s tells all that it may be given in its own words', (entry) => {
  const found: string[] = [];
  for (const [mistake, args] of mistakesIn(entry)) {
    const internal = findInternal(entry, args);
    if (internal !== undefined) found.push(`${mistake}: ${internal}`);
  }
  expect(found).toEqual([]);
});

const constructs = entries.filter((entry) => /^[A-Z]/.test(entry) && scoped(entry));

function scoped(entry: string): boolean {
  return parametersOf(entry)[0] === 'object' && parametersOf(entry).length === 3;
}

test.each(constructs)('%s makes the same of a class with getters', (entry) => {
  for (const isFull of [false, true]) {
    const made = (change: (shape: Shape, value: unknown) => unknown) => {
      const [scope, name, props] = argsOf(entry, isFull);
      const shape = parametersOf(entry)[2] ?? 'anything';
      return outcomeOf(call(entry, [scope, name, change(shape, props)]));
    };
    expect(made(asInstance)).toEqual(made((_, value) => value));
  }
});
