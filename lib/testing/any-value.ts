import { globOf } from '../kubernetes/glob';
import { wrongArgument } from './argument';
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
  const words = typeof pattern === 'string' ? `'${pattern}'` : String(pattern);
  const isAlike = textTest(pattern);
  return new ValueMatcher(
    `text like ${words}`,
    (value) => typeof value === 'string' && isAlike(value),
  );
}

/** A value that passes a test of your own. @param words - for it, in messages: `an even number` */
export function matching(words: string, fits: (value: unknown) => boolean): Matcher {
  if (typeof words !== 'string' || typeof fits !== 'function')
    throw wrongArgument(
      'matching()',
      typeof words === 'string' ? fits : words,
      "words and a test: matching('an even number', isEven)",
    );
  return new ValueMatcher(words, fits);
}

function textTest(pattern: string | RegExp): (text: string) => boolean {
  if (typeof pattern === 'string') return globOf(pattern);
  // Not `test`, which remembers where it was.
  if (pattern instanceof RegExp) return (text) => text.search(pattern) >= 0;
  throw wrongArgument('stringLike()', pattern, "text with '*', or a regular expression");
}

/** Whether there is a value: Kubernetes takes null for none. */
export function isPresent(value: Value): value is Exclude<Value, undefined | null> {
  return value !== undefined && value !== null;
}
