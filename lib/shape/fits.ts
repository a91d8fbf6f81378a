import { fieldsOf } from '../manifest/fields';
import { findNearest } from '../problem/nearest';
import { isInstance, isPlain, membersOf } from './kind';
import { findPlace } from './kubernetes-words';
import type { ListShape, Shape } from './shape';

/**
 * Whether a value fits, and nothing of why it doesn't: nearly all do.
 * @param depth - how many objects are around the value
 */
export type Fits = (value: unknown, depth: number) => boolean;

/** Finds the shape of a name. */
export type FindShape = (name: string) => Shape;

/** Data that is deeper goes in a circle, or nobody can read it. */
const DEEPEST = 100;

const SIMPLE: Readonly<Record<string, Fits>> = {
  anything: () => true,
  boolean: (value) => typeof value === 'boolean',
  function: (value) => typeof value === 'function',
  nothing: (value) => value === undefined,
  null: (value) => value === null,
  number: (value) => typeof value === 'number',
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  text: (value) => typeof value === 'string',
  value: isData,
};

/** What has pods is passed around, as templates are, and may have more in it than those look at who take it. */
const OPEN: ReadonlySet<unknown> = new Set([
  '#ContainerSpec',
  '#EndingPodOptions',
  '#ExperimentPods',
  '#JobMetric',
  '#PodOptions',
  '#TemplateData',
]);

/** Makes the tests of shapes, each once, and none that isn't used. */
export class Tests {
  /** Whether a value was an instance of a class, or had undefined members, since somebody last asked. */
  needsCopy = false;
  private readonly made = new Map<string | object, Fits>();
  private readonly meet = () => {
    this.needsCopy = true;
  };
  private readonly data: Fits = (value, depth) =>
    isPlain(value) ? holdsData(value, depth, this.meet) : isInstance(value);

  /** @param open - tests of what may have more fields than are known @default all may */
  constructor(
    private readonly find: FindShape,
    private readonly open?: Tests,
  ) {}

  private get isClosed(): boolean {
    return this.open !== undefined;
  }

  /** Whether a shape is that of things which serve for more than what is looked at. */
  isOpen(shape: Shape): boolean {
    return OPEN.has(shape);
  }

  testOf(shape: Shape): Fits {
    if (this.open !== undefined && this.isOpen(shape)) return this.open.testOf(shape);
    if (shape === 'data') return this.data;
    if (typeof shape === 'string') return SIMPLE[shape] ?? this.named(shape.slice(1));
    const test = this.made.get(shape) ?? this.make(shape);
    this.made.set(shape, test);
    return test;
  }

  private make(shape: Exclude<Shape, string>): Fits {
    if ('is' in shape) {
      const words = new Set<unknown>(shape.is);
      return (value) => words.has(value);
    }
    if ('list' in shape) return listTest(this.testOf(shape.list), shape);
    if ('map' in shape) return mapTest(this.testOf(shape.map), this.meet);
    if ('any' in shape) return this.anyTest(shape.any);
    if ('does' in shape) return (value) => doesAll(value, shape.does);
    const fields = Object.entries(shape.fields);
    return fieldsTest(
      new Map(fields.map(([key, field]) => [plainName(key), this.testOf(field)])),
      fields.flatMap(([key, field]) => (field === 'nothing' ? [] : [plainName(key)])),
      fields.flatMap(([key]) => (key.endsWith('?') ? [] : [key])),
      shape.others === undefined ? undefined : this.testOf(shape.others),
      this.isClosed,
      this.meet,
    );
  }

  private named(name: string): Fits {
    const known = this.made.get(name);
    if (known !== undefined) return known;
    let test: Fits | undefined;
    const first: Fits = (value, depth) => {
      test ??= this.testOf(this.find(name));
      return depth < DEEPEST && test(value, depth);
    };
    this.made.set(name, first);
    return first;
  }

  /** Objects that say of which kind they are, are looked at as of that one alone. */
  private anyTest(shapes: readonly Shape[]): Fits {
    const kinds = new Map<unknown, Fits[]>();
    const tests: Fits[] = [];
    for (const shape of shapes.flatMap((one) => this.branchesOf(one))) {
      const words = wordsOf(this.resolve(shape));
      for (const word of words) kinds.set(word, [...(kinds.get(word) ?? []), this.testOf(shape)]);
      if (words.length === 0) tests.push(this.testOf(shape));
    }
    return (value, depth) => {
      for (const test of tests) if (test(value, depth)) return true;
      if (kinds.size === 0 || typeof value !== 'object' || value === null || !('kind' in value))
        return false;
      for (const test of kinds.get(value.kind) ?? []) if (test(value, depth)) return true;
      return false;
    };
  }

  /** What a union is made of; of any other shape, that alone. */
  branchesOf(shape: Shape): readonly Shape[] {
    const resolved = this.resolve(shape);
    return typeof resolved === 'object' && 'any' in resolved
      ? resolved.any.flatMap((branch) => this.branchesOf(branch))
      : [shape];
  }

  /** What a name stands for. */
  resolve(shape: Shape): Shape {
    return typeof shape === 'string' && shape.startsWith('#')
      ? this.resolve(this.find(shape.slice(1)))
      : shape;
  }
}

/** The kinds that objects of a shape say they are of. */
function wordsOf(shape: Shape): readonly unknown[] {
  const kind = typeof shape === 'object' && 'fields' in shape ? shape.fields.kind : undefined;
  return typeof kind === 'object' && 'is' in kind ? kind.is : [];
}

/**
 * The known name that one which isn't known stands for, most likely: one whose place is free. Others may be a
 * subclass's own, or belong to an object that serves for more: the compiler lets them pass, too.
 * @param value - what has both
 * @param depth - how many objects are around it
 */
export function findMeant(
  name: string,
  known: readonly string[],
  value: Readonly<Record<string, unknown>>,
  depth: number,
): string | undefined {
  if (name.length < SHORTEST) return undefined;
  const free = known.filter((one) => value[one] === undefined);
  // What stands at the top may be a subclass's, whose names may be like others, or have them in them.
  const near = findNearest(name, free, name.length < (depth === 0 ? LONG_AT_TOP : LONG) ? 1 : 2);
  const part = depth === 0 ? undefined : free.find((one) => isPartOf(name, one));
  return near ?? findPlace(name, known) ?? part;
}

/** Of shorter names, each is near each; of those up to the long ones, many are. */
const SHORTEST = 3;
const LONG = 5;
const LONG_AT_TOP = 8;

/** Whether one of two names is a part of the other: `targetPort` and `target`, `prop` and `property`, `path` and `mountPath`. */
function isPartOf(name: string, known: string): boolean {
  const isLonger = name.startsWith(known) && /^[A-Z]/.test(name.slice(known.length));
  const isEnd = known.endsWith(name[0]?.toUpperCase() + name.slice(1));
  return isLonger || isEnd || known.startsWith(name);
}

/** The name of a field, as it is in objects. */
export function plainName(key: string): string {
  return key.endsWith('?') ? key.slice(0, -1) : key;
}

function listTest(item: Fits, { least = 0, most = Number.POSITIVE_INFINITY }: ListShape): Fits {
  return (value, depth) => {
    if (!Array.isArray(value) || value.length < least || value.length > most) return false;
    // Holes in it are looked at, too.
    for (let index = 0; index < value.length; index++)
      if (!item(value[index], depth + 1)) return false;
    return true;
  };
}

function mapTest(member: Fits, meet: () => void): Fits {
  return (value, depth) => {
    const isMade = !isPlain(value);
    if (isMade && !isInstance(value)) return false;
    if (isMade) meet();
    for (const key of isMade ? membersOf(value) : Object.keys(value))
      if (!member(value[key], depth + 1)) return false;
    return true;
  };
}

function fieldsTest(
  fields: ReadonlyMap<string, Fits>,
  wanted: readonly string[],
  required: readonly string[],
  others: Fits | undefined,
  isClosed: boolean,
  meet: () => void,
): Fits {
  return (value, depth) => {
    const isMade = !isPlain(value);
    if (isMade && !isInstance(value)) return false;
    if (isMade) meet();
    for (const name of required) if (value[name] === undefined) return false;
    for (const key of isMade ? fields.keys() : Object.keys(value)) {
      const member = value[key];
      if (member === undefined) {
        if (!isMade) meet();
        continue;
      }
      const test = fields.get(key) ?? others;
      const fits =
        test === undefined
          ? !isClosed && findMeant(key, wanted, value, depth) === undefined
          : test(member, depth + 1);
      if (!fits) return false;
    }
    return true;
  };
}

function doesAll(value: unknown, names: readonly string[]): boolean {
  const fields = fieldsOf(value);
  return names.every((name) => typeof fields[name] === 'function');
}

/** Whether a value is data all the way down. */
function isData(value: unknown, depth: number, meet?: () => void): boolean {
  if (typeof value !== 'object' || value === null) return isSimple(value);
  if (Array.isArray(value))
    return depth < DEEPEST && value.every((item) => isData(item, depth + 1, meet));
  return isPlain(value) ? holdsData(value, depth, meet) : isInstance(value);
}

function holdsData(
  value: Readonly<Record<string, unknown>>,
  depth: number,
  meet?: () => void,
): boolean {
  if (depth >= DEEPEST) return false;
  for (const key of Object.keys(value)) {
    if (value[key] === undefined) meet?.();
    else if (!isData(value[key], depth + 1, meet)) return false;
  }
  return true;
}

/** Whether a value that is no object can stand in a file. */
export function isSimple(value: unknown): boolean {
  return typeof value !== 'bigint' && typeof value !== 'symbol' && typeof value !== 'function';
}
