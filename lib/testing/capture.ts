import { isPresent } from './any-value';
import { wrongArgument } from './argument';
import { type Comparison, inWords, Matcher, miss, type Value } from './matcher';

/** Keeps the values that are found in its place, in objects that fit as a whole. */
export class Capture<T> extends Matcher {
  readonly #values: T[] = [];

  constructor(
    private readonly accepts: (value: unknown) => value is T,
    private readonly words: string,
  ) {
    super();
  }

  /** All that were found, in order. */
  get values(): readonly T[] {
    return this.#values;
  }

  /** The last that was found. @throws Error when none was */
  get value(): T {
    const [last] = this.#values.slice(-1);
    if (this.#values.length === 0 || last === undefined)
      throw new Error('the capture has no value: no object that fits has been found yet');
    return last;
  }

  override compare(actual: Value): Comparison {
    const { accepts } = this;
    if (!isPresent(actual) || !accepts(actual)) return miss(inWords(this.words));
    return { hits: 1, misses: 0, wanted: actual, captured: [() => this.#values.push(actual)] };
  }
}

/** Any value, kept for later. */
export function capture(): Capture<unknown>;
/** A value that a test accepts, kept for later with the type that the test tells. */
export function capture<T>(accepts: (value: unknown) => value is T): Capture<T>;
export function capture(accepts?: (value: unknown) => value is unknown): Capture<unknown> {
  if (accepts === undefined) return new Capture(isUnknown, 'anything');
  if (typeof accepts !== 'function')
    throw wrongArgument('capture()', accepts, 'a test of a value, or nothing');
  return new Capture(accepts, `what ${accepts.name || 'the capture'} accepts`);
}

function isUnknown(_: unknown): _ is unknown {
  return true;
}
