import type { ScalarTag, Tags } from 'yaml';

const FLOAT_TAG = 'tag:yaml.org,2002:float';

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
        (tag.tag !== 'tag:yaml.org,2002:timestamp' &&
          tag.tag !== FLOAT_TAG &&
          (!('format' in tag) || tag.format !== 'TIME')),
    ),
    GO_FLOAT,
  ],
} as const;
