import type { ScalarTag, Tags } from 'yaml';

const FLOAT_TAG = 'tag:yaml.org,2002:float';
const INT_TAG = 'tag:yaml.org,2002:int';

/** Whole numbers, with underscores anywhere behind the first character. */
const INT =
  /^(?:[-+]_*)?(?:0_*(?:[xX]_*[\da-fA-F][\da-fA-F_]*|[bB]_*[01][01_]*|[oO]_*[0-7][0-7_]*)|0[0-7_]*|[1-9][\d_]*)$/;

/**
 * Whole numbers as Go reads them, to the base of 8 in YAML 1.1's way, `017`, and in 1.2's, `0o17`. What 64 bits
 * don't hold is a number with a point, or, to a base that has a letter, a text.
 */
const GO_INT: ScalarTag = {
  tag: INT_TAG,
  default: true,
  test: INT,
  resolve: (text) => {
    const plain = text.replaceAll('_', '');
    const digits = plain.replace(/^[-+]/, '').toLowerCase();
    const number = BigInt(digits.replace(/^0(?=\d)/, '0o'));
    const isNegative = plain.startsWith('-');
    if (number <= (isNegative ? 2n ** 63n : 2n ** 64n - 1n))
      return Number(isNegative ? -number : number);
    return /^\d+$/.test(digits) ? Number(plain) : text;
  },
};

/** Begins with a digit or a sign, and then has underscores anywhere; or with a dot, and then only between digits. */
const FLOAT =
  /^(?:\.\d+(?:_\d+)*(?:[eE][-+]?\d+(?:_\d+)*)?|(?:\d[\d_]*(?:\.[\d_]*)?|[-+]_*(?:\d[\d_]*(?:\.[\d_]*)?|\._*\d[\d_]*))(?:[eE]_*[-+]?_*\d[\d_]*)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/**
 * Numbers as Go reads them: `.`, `e1`, and what is too large for a number, such as the commit `12e34567`, are
 * texts, though YAML 1.1 lets readers take them for numbers.
 */
const GO_FLOAT: ScalarTag = {
  tag: FLOAT_TAG,
  default: true,
  test: FLOAT,
  resolve: (text) => {
    if (/nan$/i.test(text)) return Number.NaN;
    if (/inf$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
    const number = Number(text.replaceAll('_', ''));
    return Number.isFinite(number) ? number : text;
  },
};

/**
 * How Kubernetes' tools read YAML: as 1.1, but for times and numbers to the base of 60, which are texts to
 * them, and for numbers with a point. A key that stands twice in a map is for `findMistake` to find.
 */
export const YAML_DIALECT = {
  version: '1.1',
  merge: true,
  // The parser compares each key with all others: of many keys, that takes minutes.
  uniqueKeys: false,
  customTags: (tags: Tags): Tags => [
    ...tags.filter(
      (tag) =>
        typeof tag === 'string' ||
        !['tag:yaml.org,2002:timestamp', FLOAT_TAG, INT_TAG].includes(tag.tag),
    ),
    GO_INT,
    GO_FLOAT,
  ],
} as const;
