import { type Comparison, hit, inWords, Matcher, miss, type Value } from './matcher';

/** A matcher by a test of one value, and words for what passes. */
class ValueMatcher extends Matcher {
  constructor(
    private readonly words: string,
    private readonly fits: (value: unknown) => boolean,
  ) {
    super();
  }

  override compare(actual: Value): Comparison {
    return isPresent(actual) && this.fits(actual) ? hit(actual) : miss(inWords(this.words));
  }
}

class Absent extends Matcher {
  override compare(actual: Value): Comparison {
    return isPresent(actual) ? miss(undefined) : hit(actual);
  }
}

/** Any value, but there must be one. */
export function anything(): Matcher {
  return new ValueMatcher('anything', () => true);
}

/** No value: the field isn't there, or is null. */
export function absent(): Matcher {
  return new Absent();
}

/**
 * Text that looks so.
 * @param pattern - `*` stands for any characters: `*-canary`; or a regular expression, for a part of the text
 */
export function stringLike(pattern: string | RegExp): Matcher {
  const regex = typeof pattern === 'string' ? globOf(pattern) : pattern;
  const words = typeof pattern === 'string' ? `'${pattern}'` : String(pattern);
  // Not `test`, which remembers where it was.
  return new ValueMatcher(
    `text like ${words}`,
    (value) => typeof value === 'string' && value.search(regex) >= 0,
  );
}

/** A value that passes a test of your own. @param words - for it, in messages: `an even number` */
export function matching(words: string, fits: (value: unknown) => boolean): Matcher {
  return new ValueMatcher(words, fits);
}

/** Text in which `*` stands for any characters. */
export function globOf(text: string): RegExp {
  const parts = text.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

/** Whether there is a value: Kubernetes takes null for none. */
export function isPresent(value: Value): value is Exclude<Value, undefined | null> {
  return value !== undefined && value !== null;
}
